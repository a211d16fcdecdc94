package multvae.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.function.IntFunction;
import multvae.error.UserError;

/** Small files of fields: their format's number first, last a hash of the rest, so that an edit of any field shows. */
public final class SealedJson {

    /** More than any such file has. */
    public static final long MAX_BYTES = 1 << 20;

    private static final String FORMAT_FIELD = "format";
    private static final String CHECKSUM_FIELD = "checksum";

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final JsonMapper INDENTED =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private SealedJson() {}

    /** The content is JSON, but not a sealed file's; the message says what was found instead. */
    public static final class BrokenSealException extends Exception {
        BrokenSealException(String found) {
            super(found);
        }
    }

    /** The file's text. */
    public static String seal(int format, Object value) {
        try {
            ObjectNode fields = JSON.valueToTree(value);
            ObjectNode file = JSON.createObjectNode().put(FORMAT_FIELD, format);
            file.setAll(fields);
            file.put(CHECKSUM_FIELD, checksum(format, fields));
            return INDENTED.writeValueAsString(file) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("plain values are always JSON", e);
        }
    }

    /**
     * The fields that were sealed.
     *
     * @param format the one that this version writes; others are no longer, or not yet, read
     * @param newer what to throw where the file has a higher one
     * @throws JsonProcessingException where the text is no JSON
     */
    public static ObjectNode open(String text, int format, IntFunction<UserError> newer)
            throws JsonProcessingException, BrokenSealException {
        JsonNode tree = JSON.readTree(text);
        if (!(tree instanceof ObjectNode fields) || !fields.path(FORMAT_FIELD).canConvertToInt()) {
            throw new BrokenSealException("one without a format");
        }
        int found = fields.remove(FORMAT_FIELD).intValue();
        if (found > format) {
            throw newer.apply(found);
        }
        JsonNode checksum = fields.remove(CHECKSUM_FIELD);
        if (found < format || checksum == null || !checksum.asText().equals(checksum(found, fields))) {
            throw new BrokenSealException("one that is not as it was written");
        }
        return fields;
    }

    /**
     * Fields as the value that was sealed.
     *
     * @throws JsonProcessingException where they are not the type's
     */
    public static <T> T value(ObjectNode fields, Class<T> type) throws JsonProcessingException {
        return JSON.treeToValue(fields, type);
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
