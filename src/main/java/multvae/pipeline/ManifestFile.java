package multvae.pipeline;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import multvae.error.UserError;

/** A manifest as a file: its format's number first, last a hash of the rest, so that an edit of any field shows. */
final class ManifestFile {

    private static final int FORMAT = 1;
    private static final String FORMAT_FIELD = "format";
    private static final String CHECKSUM_FIELD = "checksum";
    private static final long MAX_BYTES = 1 << 20;

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final JsonMapper INDENTED =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private ManifestFile() {}

    /**
     * What stands in a stage's directory.
     *
     * @param manifest the manifest, if there is a sound one
     * @param problem what stands there instead; empty with a sound one
     */
    record Reading(Optional<Manifest> manifest, String problem) {}

    /** @throws UserError where a newer version of this program wrote it */
    static Reading read(Path directory) throws IOException {
        Path file = directory.resolve(Manifest.FILE);
        if (!Files.isRegularFile(file)) {
            return damaged("none");
        }
        if (Files.size(file) > MAX_BYTES) {
            return damaged("a file of " + Files.size(file) + " bytes");
        }
        try {
            return parse(file, JSON.readTree(new String(Files.readAllBytes(file), StandardCharsets.UTF_8)));
        } catch (NoSuchFileException e) {
            return damaged("none");
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            return damaged(
                    at == null || at.getLineNr() < 1
                            ? "one that does not parse"
                            : "no JSON at line " + at.getLineNr() + ", column " + at.getColumnNr());
        }
    }

    /** Whether a directory's manifest is sound; one of a newer version's is that version's to judge. */
    static boolean isSound(Path directory) throws IOException {
        try {
            return read(directory).manifest().isPresent();
        } catch (UserError newer) {
            return false;
        }
    }

    private static Reading parse(Path file, JsonNode tree) throws JsonProcessingException {
        if (!(tree instanceof ObjectNode fields) || !fields.path(FORMAT_FIELD).canConvertToInt()) {
            return damaged("one without a format");
        }
        int format = fields.remove(FORMAT_FIELD).intValue();
        if (format > FORMAT) {
            throw new UserError(
                    file.toString(),
                    "a manifest of format " + FORMAT,
                    "format " + format + ", a newer version's",
                    "use that version, choose another -Drun.directory, or replace it with -Dforce=true");
        }
        JsonNode checksum = fields.remove(CHECKSUM_FIELD);
        if (format < FORMAT || checksum == null || !checksum.asText().equals(checksum(format, fields))) {
            return damaged("one that is not as it was written");
        }
        Manifest manifest = JSON.treeToValue(fields, Manifest.class);
        if (!Manifest.fingerprint(manifest.stage(), manifest.version(), manifest.slice(), manifest.inputs())
                .equals(manifest.fingerprint())) {
            return damaged("one with another content's fingerprint");
        }
        return new Reading(Optional.of(manifest), "");
    }

    private static Reading damaged(String found) {
        return new Reading(Optional.empty(), found);
    }

    static void write(Path directory, Manifest manifest) throws IOException {
        ObjectNode fields = JSON.valueToTree(manifest);
        ObjectNode file = JSON.createObjectNode().put(FORMAT_FIELD, FORMAT);
        file.setAll(fields);
        file.put(CHECKSUM_FIELD, checksum(FORMAT, fields));
        Durable.write(directory.resolve(Manifest.FILE), INDENTED.writeValueAsString(file) + "\n");
    }

    private static String checksum(int format, ObjectNode fields) {
        return FileHash.sha256((format + canonical(fields)).getBytes(StandardCharsets.UTF_8));
    }

    /** JSON on one line with sorted keys: equal values give equal text, whether they come from a file or from the code. */
    static String canonical(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("plain values are always JSON", e);
        }
    }
}
