package multvae.pipeline;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** A step of the pipeline: named files in, named files out, and the part of the configuration that it reads. */
public interface Stage {

    /** What it is called on the command line, and its directory in the run's. */
    String name();

    /** Raised when the stage's meaning changes, so that what an older one wrote is stale. */
    int version();

    /** The configuration that it depends on, dotted key to plain value. */
    SortedMap<String, Object> slice();

    /** The files that it reads. */
    List<Input> inputs();

    /** The names of the files that it writes and that its manifest hashes. */
    List<String> outputs();

    /**
     * Whether a run that was cut short can go on from what it left in its directory. The stage verifies what it finds
     * there; where it cannot resume, its directory is emptied before it runs again.
     */
    default boolean resumes() {
        return false;
    }

    /**
     * Does the work.
     *
     * @param inputs finds the inputs by name
     * @param previous the stage's last complete outputs, made from something else, if they are still what their manifest
     *     says
     * @param directory a directory for the outputs, empty unless the stage {@link #resumes()}; becomes the stage's own
     *     once this returns
     */
    void run(Inputs inputs, Optional<Path> previous, Path directory) throws IOException;

    /** The inputs' paths. */
    interface Inputs {

        /** The path of the input of that name. */
        Path path(String name);

        /** The path of the file that an earlier stage writes. */
        default Path path(String stage, String file) {
            return path(Input.of(stage, file).name());
        }

        /** The size and hash of the input of that name, as its manifest says and as it has been verified. */
        FileHash hash(String name);

        /** The fingerprints of the running stage and of those that it reads from, directly or not, by stage. */
        SortedMap<String, String> fingerprints();
    }
}
