package multvae.io;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The only place that makes a JSON mapper. Records go in and come out: fields in their declared order, map entries by key
 * only in {@link #canonical}.
 */
public final class Json {

    /** More than any file has that is read whole. */
    private static final int MAX_BYTES = 1 << 24;

    /** Strict: a field given twice, a null for a number and text after the end are errors. */
    static final JsonMapper STRICT = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(PlainJson.LIMITS)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    static final JsonMapper CANONICAL = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED)
            .build();
    private static final JsonMapper INDENTED = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .defaultPrettyPrinter(new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n")))
            .build();

    /** As strict, and converts nothing, and no field is missing: for records that check the rest in their constructors. */
    private static final JsonMapper EXACT = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .defaultSetterInfo(JsonSetter.Value.construct(Nulls.FAIL, Nulls.FAIL))
            .build();

    /** As strict, and converts nothing: "5" and 1.0 are no integers, null is no value. */
    private static final JsonMapper UNTRUSTED = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(8).build())
                    .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES) // a table of strangers' names would grow
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .defaultSetterInfo(JsonSetter.Value.construct(Nulls.FAIL, Nulls.FAIL))
            .build();

    private Json() {}

    /** On one line, without a line feed. What is not {@link Printable} is escaped, here and in the other forms but the canonical. */
    public static String line(Object value) {
        return Printable.json(write(STRICT, value));
    }

    /** In UTF-8, on one line. */
    public static byte[] bytes(Object value) {
        return line(value).getBytes(StandardCharsets.UTF_8);
    }

    /** Indented, without a line feed at the end. */
    public static String indented(Object value) {
        return Printable.json(write(INDENTED, value));
    }

    /** On one line with sorted keys: equal values give equal text, whether they come from a file or from the code. */
    public static String canonical(Object value) {
        return write(CANONICAL, value);
    }

    /**
     * Writes a file of its own: indented, with a line feed at the end; the same bytes for the same value.
     *
     * @throws UserError if the file cannot be written
     */
    public static void write(Path file, Object value) {
        try {
            Files.writeString(file, indented(value) + "\n");
        } catch (IOException e) {
            throw TextFile.unwritable(file, e);
        }
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
     * A file's content as a value of a type. What the constructor of a record throws is the file's mistake.
     *
     * @param what the file is called in the message: {@code the metrics of an evaluation}
     * @param remedy what to do if it is something else
     * @throws UserError with file and line if it cannot be read, is longer than {@value #MAX_BYTES} bytes, is no JSON, or is
     *     not the type's
     */
    public static <T> T read(Path file, Class<T> type, String what, String remedy) {
        try {
            String text = decoded(RegularFile.read(file, MAX_BYTES));
            PlainJson.check(text);
            T value = EXACT.readValue(text, type);
            if (value == null) {
                throw new UserError(file.toString(), what, "null", remedy);
            }
            return value;
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            String where = at == null || at.getLineNr() < 1 ? file.toString() : file + ":" + at.getLineNr();
            throw new UserError(where, what, JsonMistake.of(e), remedy, e);
        } catch (CharacterCodingException e) {
            throw new UserError(file.toString(), what, "bytes that are not UTF-8", remedy, e);
        } catch (IOException e) {
            throw TextFile.unreadable(file, e);
        }
    }

    /**
     * A stranger's bytes as a value of a type, whose fields keep their defaults if they are not given.
     *
     * @throws Refused if they are not one JSON object in UTF-8, or have a field that the type does not have, that is given
     *     twice, or whose value is not exactly of its type
     */
    public static <T> T parseUntrusted(byte[] utf8, Class<T> type) throws Refused {
        try (JsonParser parser = UNTRUSTED.createParser(decoded(utf8))) {
            try {
                T value = UNTRUSTED.readValue(parser, type);
                if (value == null) {
                    throw new Refused(Refused.Kind.NOT_JSON, "", "null");
                }
                return value;
            } catch (JsonProcessingException e) {
                throw Refused.of(e, parser);
            }
        } catch (CharacterCodingException e) {
            throw new Refused(Refused.Kind.NOT_JSON, "", "other bytes");
        } catch (IOException e) {
            throw new UncheckedIOException(e); // of text in memory there is none
        }
    }

    /** Nothing but UTF-8: the parser by itself would guess at UTF-16 and UTF-32. */
    private static String decoded(byte[] utf8) throws CharacterCodingException {
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
    }

    /** A stranger's text is not a value of the type that was asked for. The message says what was found instead. */
    public static final class Refused extends Exception {

        /** What is wrong. */
        public enum Kind {
            NOT_JSON,
            UNKNOWN_FIELD,
            REPEATED_FIELD,
            WRONG_VALUE
        }

        private final Kind kind;
        private final String field;

        private Refused(Kind kind, String field, String found) {
            super(found);
            this.kind = kind;
            this.field = field;
        }

        private static Refused of(JsonProcessingException e, JsonParser parser) {
            if (e instanceof UnrecognizedPropertyException unknown) {
                return new Refused(Kind.UNKNOWN_FIELD, unknown.getPropertyName(), "an unknown field");
            }
            JsonProcessingException origin = e.getCause() instanceof JsonProcessingException cause ? cause : e;
            boolean malformed = origin instanceof StreamReadException && !(origin instanceof InputCoercionException);
            if (malformed && origin.getOriginalMessage().startsWith("Duplicate field ")) { // it has no type of its own
                return new Refused(
                        Kind.REPEATED_FIELD, parser.getParsingContext().getCurrentName(), "a field given twice");
            }
            if (!malformed
                    && e instanceof JsonMappingException mapping
                    && !mapping.getPath().isEmpty()) {
                String field = mapping.getPath().get(0).getFieldName();
                return new Refused(Kind.WRONG_VALUE, field, "another value");
            }
            JsonLocation at = origin.getLocation() == null ? parser.currentLocation() : origin.getLocation();
            return new Refused(
                    Kind.NOT_JSON, "", "a mistake at line " + at.getLineNr() + ", column " + at.getColumnNr());
        }

        public Kind kind() {
            return kind;
        }

        /** The field that is wrong; empty for {@link Kind#NOT_JSON}. */
        public String field() {
            return field;
        }
    }
}
