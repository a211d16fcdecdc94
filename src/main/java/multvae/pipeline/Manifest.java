package multvae.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import multvae.error.UserError;

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

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    /**
     * The manifest in a stage's directory.
     *
     * @throws UserError where it is not one
     */
    public static Manifest read(Path directory) throws IOException {
        Path file = directory.resolve(FILE);
        try {
            return JSON.readValue(file.toFile(), Manifest.class);
        } catch (JsonProcessingException e) {
            throw new UserError(
                    file.toString(),
                    "a stage's manifest",
                    e.getOriginalMessage().lines().findFirst().orElse("nothing"),
                    "run the stage again with -Dforce=true",
                    e);
        }
    }

    void write(Path directory) throws IOException {
        Files.writeString(directory.resolve(FILE), JSON.writeValueAsString(this) + "\n");
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
        try {
            byte[] canonical = JSON.writer()
                    .without(SerializationFeature.INDENT_OUTPUT)
                    .writeValueAsString(identity)
                    .getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(FileHash.sha256Digest().digest(canonical));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("plain values are always JSON", e);
        }
    }
}
