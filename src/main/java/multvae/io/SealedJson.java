package multvae.io;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.IntFunction;

/** Small JSON files whose first field is the number of their format and whose last is a hash of the rest, so that an edit
 * of any field shows. */
public final class SealedJson {

    /** More than any such file has. */
    private static final long MAX_BYTES = 1 << 20;

    private static final String FORMAT_FIELD = "format";
    private static final String CHECKSUM_FIELD = "checksum";

    private SealedJson() {}

    /** There is no sealed file of the type; the message says what was found instead. */
    public static final class BrokenSealException extends Exception {
        BrokenSealException(String found) {
            super(found);
        }
    }

    /** The file's text. */
    public static String seal(int format, Object value) {
        ObjectNode fields = Json.CANONICAL.valueToTree(value);
        ObjectNode file = Json.STRICT.createObjectNode().put(FORMAT_FIELD, format);
        file.setAll(fields);
        file.put(CHECKSUM_FIELD, checksum(format, fields));
        return Json.indented(file) + "\n";
    }

    /**
     * The value that was sealed in a file.
     *
     * @param format the one that this version writes; it reads no other
     * @param newer what to throw if the file has a higher one, given that
     * @throws BrokenSealException if it is missing, damaged, or of a lower format
     */
    public static <T> T read(Path file, int format, Class<T> type, IntFunction<UserError> newer)
            throws IOException, BrokenSealException {
        if (!Files.isRegularFile(file)) {
            throw new BrokenSealException("none");
        }
        if (Files.size(file) > MAX_BYTES) {
            throw new BrokenSealException("a file of " + Files.size(file) + " bytes");
        }
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (NoSuchFileException e) { // replaced meanwhile
            throw new BrokenSealException("none");
        }
        return open(new String(bytes, StandardCharsets.UTF_8), format, type, newer);
    }

    static <T> T open(String text, int format, Class<T> type, IntFunction<UserError> newer) throws BrokenSealException {
        ObjectNode fields = parsed(text);
        int found = fields.remove(FORMAT_FIELD).intValue();
        if (found > format) {
            throw newer.apply(found);
        }
        if (found < format) {
            throw new BrokenSealException("one of format " + found + ", an older version's");
        }
        JsonNode checksum = fields.remove(CHECKSUM_FIELD);
        if (checksum == null || !checksum.asText().equals(checksum(found, fields))) {
            throw new BrokenSealException("one that is not as it was written");
        }
        try {
            return Json.STRICT.treeToValue(fields, type);
        } catch (JsonProcessingException e) {
            throw new BrokenSealException("one with other fields");
        }
    }

    private static ObjectNode parsed(String text) throws BrokenSealException {
        try {
            JsonNode tree = Json.STRICT.readTree(text);
            if (tree instanceof ObjectNode fields && fields.path(FORMAT_FIELD).canConvertToInt()) {
                return fields;
            }
            throw new BrokenSealException("one without a format");
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            throw new BrokenSealException(
                    at == null || at.getLineNr() < 1
                            ? "one that does not parse"
                            : "no JSON at line " + at.getLineNr() + ", column " + at.getColumnNr());
        }
    }

    private static String checksum(int format, ObjectNode fields) {
        return FileHash.sha256((format + Json.canonical(fields)).getBytes(StandardCharsets.UTF_8));
    }
}
