package multvae.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedMap;
import multvae.io.FileHash;

/** A step of the pipeline: named files in, named files out, and the part of the configuration that it reads. */
public interface Stage {

    /** What it reads, writes and depends on: always the same record. */
    StageSpec spec();

    /** As {@link StageSpec#name}. */
    default String name() {
        return spec().name();
    }

    /**
     * Does the work.
     *
     * @param inputs finds the inputs by name
     * @param previous the stage's last complete outputs, made from something else, if they are still what their manifest
     *     says
     * @param directory a directory for the outputs, empty unless the stage {@link StageSpec#resumes}; becomes the stage's own
     *     once this returns
     */
    void run(Inputs inputs, Optional<Path> previous, Path directory) throws IOException;

    /** The inputs' paths. */
    interface Inputs {

        /** The path of the input of that name. */
        Path path(String name);

        /** The path of the file that an earlier stage writes. */
        default Path path(RunLayout.Artifact artifact) {
            return path(artifact.name());
        }

        /** The size and hash of the input of that name, as its manifest says and as it has been verified. */
        FileHash hash(String name);

        /** The fingerprints of the running stage and of those that it reads from, directly or not, by stage. */
        SortedMap<String, String> fingerprints();
    }
}
