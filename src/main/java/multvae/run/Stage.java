package multvae.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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

    /** What its manifest says of where it last ran, beside the machine. */
    default Map<String, Object> environment() {
        return Map.of();
    }

    /**
     * What a running stage is told of its inputs.
     *
     * @param paths of the inputs by name; without optional files that are missing
     * @param hashes of the same files by name, as verified
     * @param fingerprints of the running stage and of those that it reads from, directly or not, by stage
     */
    record Inputs(
            Map<String, List<Path>> paths, SortedMap<String, FileHash> hashes, SortedMap<String, String> fingerprints) {

        /** The files of the input of that name; none if it is an optional file that is missing. */
        public List<Path> files(String name) {
            return paths.getOrDefault(name, List.of());
        }

        /** The file of the input of that name; absent if it is an optional file that is missing. */
        public Optional<Path> file(String name) {
            return files(name).stream().findFirst();
        }

        /** The path of the file that an earlier stage writes. */
        public Path path(RunLayout.Artifact artifact) {
            return file(artifact.name()).orElseThrow();
        }

        /** The size and hash of the input of that name. */
        public FileHash hash(String name) {
            return hashes.get(name);
        }
    }
}
