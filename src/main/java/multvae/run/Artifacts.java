package multvae.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import multvae.io.FileHash;
import multvae.io.UserError;

/** The outputs of a run's stages, for reading: each file is verified against its manifest before its path is given out. */
public final class Artifacts {

    private final RunDirectory run;
    private final FileHashes hashes = new FileHashes();

    /**
     * Opens a run's directory.
     *
     * @throws UserError if it is not a run's
     */
    public Artifacts(Path root) throws IOException {
        if (!Files.isRegularFile(root.resolve(RunLayout.RESOLVED_CONF))) {
            throw new UserError(
                    root.toString(),
                    "the directory of a run, with its resolved.conf",
                    Files.exists(root) ? "none" : "nothing",
                    "name one such as runs/quickstart");
        }
        this.run = RunDirectory.at(root);
    }

    /** The run's directory. */
    public Path root() {
        return run.root();
    }

    /** Whether a stage is being written, or a process that wrote it has ended before it was complete. */
    public boolean isBegun(String stage) throws IOException {
        return run.isBegun(stage);
    }

    /** The manifest of a stage, if there is a sound one. */
    public Optional<Manifest> manifest(String stage) throws IOException {
        return Manifest.reading(run.of(stage)).manifest();
    }

    /**
     * The manifest of a stage.
     *
     * @throws UserError if it is missing or damaged
     */
    public Manifest requiredManifest(String stage) throws IOException {
        Path directory = run.of(stage);
        if (!Files.exists(directory)) {
            throw new UserError(
                    directory.toString(), "the artifacts of " + stage, "nothing", "run " + stage + " first");
        }
        return Manifest.read(directory);
    }

    private static String remedy(String stage) {
        return "run " + stage + " again";
    }

    /**
     * The path of an output whose bytes are what the stage's manifest says.
     *
     * @throws UserError if there is no such output, or if its bytes are others
     */
    public Path file(RunLayout.Artifact artifact) throws IOException {
        Path file = run.of(artifact.stage()).resolve(artifact.file());
        String remedy = remedy(artifact.stage());
        FileHash expected = requiredManifest(artifact.stage()).outputs().get(artifact.file());
        if (expected == null) {
            throw new UserError(file.toString(), "an output that the manifest names", "none", remedy);
        }
        Optional<String> difference = hashes.difference(file, expected);
        if (difference.isPresent()) {
            throw new UserError(file.toString(), expected.describe(), difference.get(), remedy);
        }
        return file;
    }

    /**
     * The files that a stage has read, if they still have the content that it read.
     *
     * @param input as the stage declares it
     * @throws UserError if they are gone or have changed, or if the stage did not read them
     */
    public List<Path> inputFiles(String stage, Input input) throws IOException {
        FileHash expected = requiredManifest(stage).inputs().get(input.name());
        List<Path> files = input.isExternal()
                ? input.files()
                : List.of(run.of(input.stage()).resolve(input.path()));
        String where = input.isExternal() ? input.path() : files.get(0).toString();
        if (expected == null) {
            throw new UserError(where, "a file that " + stage + " has read", "another one", remedy(stage));
        }
        Optional<String> difference = difference(files, expected);
        if (difference.isPresent()) {
            throw new UserError(
                    where,
                    "what " + stage + " has read, " + expected.describe(),
                    difference.get(),
                    "bring that back, or run " + stage + " again with what there is");
        }
        return files;
    }

    private Optional<String> difference(List<Path> files, FileHash expected) throws IOException {
        if (files.isEmpty()) {
            return Optional.of("nothing");
        }
        if (files.size() == 1) {
            return hashes.difference(files.get(0), expected);
        }
        FileHash found = hashes.of(files);
        return found.equals(expected) ? Optional.empty() : Optional.of(found.describe());
    }
}
