package multvae.io;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.IntFunction;

/** Files of fields: first the number of their format, last a hash of the rest, so that an edit of any field shows. */
public final class SealedJson {

    private static final String FORMAT_FIELD = "format";
    private static final String CHECKSUM_FIELD = "checksum";

    private SealedJson() {}

    /** There is no sealed file of the type; the message says what was found instead. */
    public static final class BrokenSealException extends Exception {
        BrokenSealException(String found) {
            super(found);
        }
    }

    /** A field is missing or has another type. */
    private static final class OtherFieldsException extends RuntimeException {}

    /** The fields of a sealed file, for those who read them one by one. */
    public static final class Fields {

        private final Map<?, ?> values;

        private Fields(Map<?, ?> values) {
            this.values = values;
        }

        /** A text. */
        public String text(String name) {
            return typed(values.get(name), String.class);
        }

        /** A whole number. */
        public long number(String name) {
            Object number = values.get(name);
            return number instanceof Integer n ? n : typed(number, Long.class);
        }

        /** Texts by name. */
        public SortedMap<String, String> texts(String name) {
            return map(name, value -> typed(value, String.class));
        }

        /** Objects by name, each as {@code read} reads its fields. */
        public <T> SortedMap<String, T> objects(String name, Function<Fields, T> read) {
            return map(name, value -> read.apply(new Fields(object(value))));
        }

        /** Values of any types by name. */
        public SortedMap<String, Object> values(String name) {
            return map(name, value -> value);
        }

        private <T> SortedMap<String, T> map(String name, Function<Object, T> read) {
            SortedMap<String, T> map = new TreeMap<>();
            object(values.get(name)).forEach((key, value) -> map.put((String) key, read.apply(value)));
            return map;
        }

        private static Map<?, ?> object(Object value) {
            return typed(value, Map.class);
        }

        private static <T> T typed(Object value, Class<T> type) {
            if (!type.isInstance(value)) {
                throw new OtherFieldsException();
            }
            return type.cast(value);
        }
    }

    /**
     * The file's text.
     *
     * @param file what it is for
     * @param most bytes that such a file can have, the same as for {@code read}
     * @throws UserError if it has more: nobody could read it again
     */
    public static String seal(Path file, int format, int most, Object value) {
        ObjectNode own = Json.CANONICAL.valueToTree(value);
        ObjectNode fields = Json.STRICT.createObjectNode().put(FORMAT_FIELD, format);
        fields.setAll(own);
        fields.put(CHECKSUM_FIELD, checksum(format, Json.canonical(own)));
        String text = Json.indented(fields) + "\n";
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > most) {
            throw new UserError(
                    file.toString(),
                    "at most " + RegularFile.bytes(most) + " to write",
                    RegularFile.bytes(bytes),
                    "shorten the settings");
        }
        return text;
    }

    /**
     * The value that was sealed in a file.
     *
     * @param format the one that this version writes; it reads no other
     * @param most bytes that such a file can have; a longer one is not read
     * @param newer what to throw if the file has a higher one, given that
     * @throws BrokenSealException if it is missing, damaged, or of a lower format
     */
    public static <T> T read(Path file, int format, int most, Class<T> type, IntFunction<UserError> newer)
            throws IOException, BrokenSealException {
        try {
            return Json.STRICT.convertValue(unsealed(file, format, most, newer), type);
        } catch (IllegalArgumentException e) {
            throw new BrokenSealException("one with other fields");
        }
    }

    /**
     * As above, for a program that should start fast: without Jackson's data binding.
     *
     * @param read the value of the fields; an {@link IllegalArgumentException} says that they are none
     */
    public static <T> T read(Path file, int format, int most, Function<Fields, T> read, IntFunction<UserError> newer)
            throws IOException, BrokenSealException {
        try {
            return read.apply(new Fields(unsealed(file, format, most, newer)));
        } catch (OtherFieldsException | IllegalArgumentException e) { // the latter of a record's own checks
            throw new BrokenSealException("one with other fields");
        }
    }

    private static Map<?, ?> unsealed(Path file, int format, int most, IntFunction<UserError> newer)
            throws IOException, BrokenSealException {
        byte[] bytes;
        try {
            bytes = RegularFile.read(file, most);
        } catch (NoSuchFileException e) {
            throw new BrokenSealException("none");
        } catch (RegularFile.UnsuitableException e) {
            throw new BrokenSealException(e.getReason());
        }
        return unsealed(new String(bytes, StandardCharsets.UTF_8), format, newer);
    }

    private static Map<?, ?> unsealed(String text, int format, IntFunction<UserError> newer)
            throws BrokenSealException {
        Map<?, ?> fields = parsed(text);
        int found = fields.remove(FORMAT_FIELD) instanceof Integer number ? number : -1;
        if (found < 0) {
            throw new BrokenSealException("one without a format");
        }
        if (found > format) {
            throw newer.apply(found);
        }
        if (found < format) {
            throw new BrokenSealException("one of format " + found + ", an older version's");
        }
        Object checksum = fields.remove(CHECKSUM_FIELD);
        if (!checksum(found, PlainJson.canonical(fields)).equals(checksum)) {
            throw new BrokenSealException("one that is not as it was written");
        }
        return fields;
    }

    private static Map<?, ?> parsed(String text) throws BrokenSealException {
        try {
            if (PlainJson.parse(text) instanceof Map<?, ?> fields) {
                return fields;
            }
            throw new BrokenSealException("one without a format");
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            throw new BrokenSealException(
                    at == null || at.getLineNr() < 1
                            ? "one that does not parse"
                            : "no JSON at line " + at.getLineNr() + ", column " + at.getColumnNr());
        } catch (IOException e) {
            throw new BrokenSealException("one that does not parse");
        }
    }

    private static String checksum(int format, String canonical) {
        return FileHash.sha256((format + canonical).getBytes(StandardCharsets.UTF_8));
    }
}
