package multvae.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import multvae.io.FileHash;
import multvae.io.Json;
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

    /** Its file's name in a stage's directory. */
    public static final String FILE = "manifest.json";

    public Manifest {
        Objects.requireNonNull(stage, "no stage");
        Objects.requireNonNull(fingerprint, "no fingerprint");
        Objects.requireNonNull(slice, "no slice");
        Objects.requireNonNull(environment, "no environment");
        Objects.requireNonNull(start, "no start");
        requireValues(inputs, "inputs");
        requireValues(outputs, "outputs");
    }

    private static void requireValues(SortedMap<String, FileHash> hashes, String name) {
        Objects.requireNonNull(hashes, "no " + name);
        hashes.forEach((file, hash) -> Objects.requireNonNull(hash, "no hash of " + file));
    }

    /**
     * The manifest in a stage's directory.
     *
     * @throws UserError where there is none, or a damaged one
     */
    public static Manifest read(Path directory) throws IOException {
        ManifestFile.Reading reading = ManifestFile.read(directory);
        return reading.manifest()
                .orElseThrow(() -> new UserError(
                        directory.resolve(FILE).toString(),
                        "a stage's manifest",
                        reading.problem(),
                        "run the stage again"));
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
