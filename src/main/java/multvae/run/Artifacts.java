package multvae.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
            throw new UserError(directory.toString(), "the artifacts of " + stage, "nothing", remedy(stage));
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
}
