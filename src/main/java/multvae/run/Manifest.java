package multvae.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import multvae.io.AtomicFile;
import multvae.io.FileHash;
import multvae.io.Json;
import multvae.io.Require;
import multvae.io.SealedJson;
import multvae.io.UserError;

/**
 * What a stage was made from and what it made: its last file, so that a manifest means complete.
 *
 * @param stage the stage's name
 * @param version the stage's version
 * @param fingerprint SHA-256 of the canonical JSON of stage, version, slice and the inputs' hashes
 * @param slice the configuration that the stage depends on
 * @param inputs the files read, by name
 * @param outputs the files written, by name
 * @param environment Java, system, libraries, commit: recorded, not part of the fingerprint
 * @param start when the stage began, ISO 8601 in UTC
 * @param seconds how long it took
 */
public record Manifest(
        String stage,
        int version,
        String fingerprint,
        SortedMap<String, Object> slice,
        SortedMap<String, FileHash> inputs,
        SortedMap<String, FileHash> outputs,
        Map<String, Object> environment,
        String start,
        double seconds) {

    /** Of the environment: what names the user's files that the stage has read, by input. */
    static final String FILES = "files";

    private static final int FORMAT = 1;

    /** Twice what one has of the most shards, 99,999; they are the most files that a stage writes. */
    private static final int MOST_BYTES = 1 << 26;

    private static final double MOST_SECONDS = 1e9; // 30 years

    public Manifest {
        Require.name(stage, "stage");
        Require.atLeast(0, version, "version");
        Require.present(fingerprint, "fingerprint");
        Require.present(slice, "slice");
        Require.present(environment, "environment");
        Instant.parse(Require.present(start, "start"));
        Require.within(0, MOST_SECONDS, seconds, "seconds");
        requireValues(inputs, "inputs");
        requireValues(outputs, "outputs");
        outputs.keySet().forEach(Manifest::requireBelow);
        long bytes = 0;
        for (FileHash output : outputs.values()) {
            bytes = Math.addExact(bytes, output.bytes());
        }
    }

    /** Whether the stage has read the user's files of another name. */
    boolean namesAnother(Input input) {
        return environment.get(FILES) instanceof Map<?, ?> files
                && files.containsKey(input.name())
                && !input.path().equals(files.get(input.name()));
    }

    private static void requireValues(SortedMap<String, FileHash> hashes, String name) {
        Require.present(hashes, name).forEach((file, hash) -> Require.present(hash, "hash of " + file));
    }

    /** An output is read from the stage's directory: its name must not lead out of it. */
    private static void requireBelow(String name) {
        Path path = Path.of(Require.name(name, "an output"));
        if (path.isAbsolute() || !path.equals(path.normalize()) || path.startsWith("..")) {
            throw new IllegalArgumentException("an output is " + name + ", not below the stage's directory");
        }
    }

    /**
     * What is in a stage's directory.
     *
     * @param manifest the manifest, if there is a sound one
     * @param problem what is there instead; empty with a sound one
     */
    record Reading(Optional<Manifest> manifest, String problem) {}

    /**
     * The manifest in a stage's directory.
     *
     * @throws UserError if it is missing or damaged, or if a newer version of this program wrote it
     */
    public static Manifest read(Path directory) throws IOException {
        Reading reading = reading(directory);
        return reading.manifest()
                .orElseThrow(() -> new UserError(
                        directory.resolve(RunLayout.MANIFEST).toString(),
                        "a stage's manifest",
                        reading.problem(),
                        "run the stage again"));
    }

    /** As {@link #read}, but what is missing or damaged is told, not thrown. */
    static Reading reading(Path directory) throws IOException {
        Path file = directory.resolve(RunLayout.MANIFEST);
        try {
            Manifest manifest =
                    SealedJson.read(file, FORMAT, MOST_BYTES, Manifest.class, format -> newer(file, format));
            return fingerprint(manifest.stage, manifest.version, manifest.slice, manifest.inputs)
                            .equals(manifest.fingerprint)
                    ? new Reading(Optional.of(manifest), "")
                    : new Reading(Optional.empty(), "one with another content's fingerprint");
        } catch (SealedJson.BrokenSealException e) {
            return new Reading(Optional.empty(), e.getMessage());
        }
    }

    private static UserError newer(Path file, int format) {
        return new UserError(
                file.toString(),
                "a manifest of format " + FORMAT,
                "format " + format + ", a newer version's",
                "use that version, choose another run.directory, or force the stage to run again");
    }

    /** Whether a directory's manifest is sound. One of a newer version is for that version to judge. */
    static boolean isSound(Path directory) throws IOException {
        try {
            return reading(directory).manifest().isPresent();
        } catch (UserError newer) {
            return false;
        }
    }

    /** Writes the manifest into a stage's directory. */
    void write(Path directory) throws IOException {
        Path file = directory.resolve(RunLayout.MANIFEST);
        AtomicFile.write(file, SealedJson.seal(file, FORMAT, MOST_BYTES, this));
    }

    static String fingerprint(
            String stage, int version, SortedMap<String, Object> slice, SortedMap<String, FileHash> inputs) {
        SortedMap<String, Object> identity = new TreeMap<>();
        identity.put("stage", stage);
        identity.put("version", version);
        identity.put("slice", slice);
        SortedMap<String, String> hashes = new TreeMap<>();
        inputs.forEach((name, hash) -> hashes.put(name, hash.sha256()));
        identity.put("inputs", hashes);
        return FileHash.sha256(Json.canonical(identity).getBytes(StandardCharsets.UTF_8));
    }
}
