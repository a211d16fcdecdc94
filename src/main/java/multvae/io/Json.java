package multvae.io;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The only place that makes a JSON mapper. Records go in and come out: fields in their declared order, map entries by key
 * only in {@link #canonical}.
 */
public final class Json {

    /** Strict: a field given twice, a null for a number and text after the end are errors. */
    static final JsonMapper STRICT = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    static final JsonMapper CANONICAL = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED)
            .build();
    private static final JsonMapper INDENTED =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private Json() {}

    /** On one line, without a line feed. */
    public static String line(Object value) {
        return write(STRICT, value);
    }

    /** In UTF-8, on one line. */
    public static byte[] bytes(Object value) {
        return line(value).getBytes(StandardCharsets.UTF_8);
    }

    /** Indented, without a line feed at the end. */
    public static String indented(Object value) {
        return write(INDENTED, value);
    }

    /** On one line with sorted keys: equal values give equal text, whether they come from a file or from the code. */
    public static String canonical(Object value) {
        return write(CANONICAL, value);
    }

    private static String write(JsonMapper mapper, Object value) {
        try {
            return mapper.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("plain values are always JSON", e);
        }
    }

    /**
     * A text as a value of a type.
     *
     * @throws JsonProcessingException if it is no JSON, or not the type's
     */
    public static <T> T parse(String text, Class<T> type) throws JsonProcessingException {
        return STRICT.readValue(text, type);
    }

    /**
     * A file's content as a value of a type.
     *
     * @param what the file is called in the message: {@code the metrics of an evaluation}
     * @param remedy what to do if it is something else
     * @throws UserError with file and line if it cannot be read, is no JSON, or is not the type's
     */
    public static <T> T read(Path file, Class<T> type, String what, String remedy) {
        try {
            T value = parse(Files.readString(file), type);
            if (value == null) {
                throw new UserError(file.toString(), what, "null", remedy);
            }
            return value;
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            String where = at == null || at.getLineNr() < 1 ? file.toString() : file + ":" + at.getLineNr();
            throw new UserError(where, what, IoReason.oneLine(firstLine(e.getOriginalMessage())), remedy, e);
        } catch (IOException e) {
            throw TextFile.unreadable(file, e);
        }
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("something else");
    }
}
