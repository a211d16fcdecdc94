package multvae.serving;

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
import java.nio.file.Path;
import java.util.Objects;
import java.util.SortedMap;
import multvae.error.UserError;
import multvae.pipeline.FileHash;

/**
 * bundle.json: what a bundle is of, and the hashes of its other files. Its format's number comes first, and last a hash of
 * the rest, so that an edit of any field shows.
 *
 * @param modelVersion the first digits of the SHA-256 of model.fb
 * @param fingerprints of the run's stages, by name
 * @param configuration what the data and the model were made with, by dotted key
 * @param files the other files' hashes, by name
 */
record BundleFile(
        String modelVersion,
        SortedMap<String, String> fingerprints,
        SortedMap<String, Object> configuration,
        SortedMap<String, FileHash> files) {

    static final String REMEDY = "make the bundle again";

    private static final int FORMAT = 1;
    private static final String FORMAT_FIELD = "format";
    private static final String CHECKSUM_FIELD = "checksum";
    private static final long MAX_BYTES = 1 << 20;

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final JsonMapper INDENTED =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    BundleFile {
        Objects.requireNonNull(modelVersion, "no modelVersion");
        Objects.requireNonNull(fingerprints, "no fingerprints");
        Objects.requireNonNull(configuration, "no configuration");
        Objects.requireNonNull(files, "no files");
    }

    String text() throws JsonProcessingException {
        ObjectNode fields = JSON.valueToTree(this);
        ObjectNode file = JSON.createObjectNode().put(FORMAT_FIELD, FORMAT);
        file.setAll(fields);
        file.put(CHECKSUM_FIELD, checksum(FORMAT, fields));
        return INDENTED.writeValueAsString(file) + "\n";
    }

    /** @throws UserError where it is not a file that this version wrote */
    static BundleFile read(Path file) throws IOException {
        if (!Files.isRegularFile(file) || Files.size(file) > MAX_BYTES) {
            throw damaged(file, "something else");
        }
        JsonNode tree;
        try {
            tree = JSON.readTree(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw damaged(file, "no JSON");
        }
        if (!(tree instanceof ObjectNode fields) || !fields.path(FORMAT_FIELD).canConvertToInt()) {
            throw damaged(file, "one without a format");
        }
        int format = fields.remove(FORMAT_FIELD).intValue();
        if (format > FORMAT) {
            throw new UserError(
                    file.toString(),
                    "a bundle of format " + FORMAT,
                    "format " + format + ", a newer version's",
                    "use that version");
        }
        JsonNode checksum = fields.remove(CHECKSUM_FIELD);
        if (checksum == null || !checksum.asText().equals(checksum(format, fields))) {
            throw damaged(file, "one that is not as it was written");
        }
        try {
            return JSON.treeToValue(fields, BundleFile.class);
        } catch (JsonProcessingException e) {
            throw damaged(file, "one with other fields");
        }
    }

    private static UserError damaged(Path file, String found) {
        return new UserError(file.toString(), "a bundle's description", found, REMEDY);
    }

    private static String checksum(int format, ObjectNode fields) throws JsonProcessingException {
        return FileHash.sha256((format + JSON.writeValueAsString(fields)).getBytes(StandardCharsets.UTF_8));
    }
}
