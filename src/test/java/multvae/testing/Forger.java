package multvae.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Forged copies of a file that keep its form: of JSON a value is another one, of a table a cell, of a configuration a line, of an archive
 * an entry, with the archive's own checksums right; of tensors the header, a shape with all that follows from it, or a value. Now and then
 * only bytes change, as {@link Mutations} changes them. The same for the same seed.
 */
public final class Forger {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String PLACE = "@place@";

    /** What values of JSON and of HOCON become. */
    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "-1",
            "0",
            "1",
            "0.5",
            "-0.0",
            "2147483647",
            "2147483648",
            "-9223372036854775808",
            "1" + "0".repeat(30),
            "9".repeat(2000),
            "1e400",
            "-1e308",
            "1e308",
            "4.9e-324",
            "NaN",
            "\"\"",
            "\"NaN\"",
            "\"x\"",
            "\"0\"",
            "\"../../../x\"",
            "\"/dev/zero\"",
            "\"\\u0000\"",
            "\"\\u001b[2J\\u009b\\u202e\\u2028\"",
            "\"\\ud800\"",
            "\"" + "x".repeat(20_000) + "\"",
            "[]",
            "{}",
            "[null]",
            "[[[1]]]",
            "{\"a\":{\"a\":null}}");

    /** What values of JSON become besides. */
    private static final List<String> NESTS = List.of("[".repeat(100) + "]".repeat(100), "[".repeat(3000));

    /** What cells of a table become. */
    private static final List<String> CELLS = List.of(
            "",
            " ",
            "-1",
            "0",
            "1",
            "1.5",
            "2147483648",
            "9".repeat(400),
            "1e400",
            "-1e308",
            "1e308",
            "NaN",
            "Infinity",
            "0x10",
            "1d",
            "x",
            "\"",
            "\"\"",
            "\"a\nb\"",
            "\"a,b\"",
            "\uFEFF",
            "\u0000",
            "\u001b[2J",
            "\u009b\u202e\u2028",
            "train",
            "mult-vae",
            "EASE",
            "x".repeat(11_000));

    private static final Pattern ARRAY_SHAPE = Pattern.compile("\\((\\d{1,9}),\\)");

    /** What elements of 4 bytes become: as integers and as floats they are limits, or no numbers. */
    private static final List<Integer> ELEMENTS = List.of(
            0,
            1,
            -1,
            23,
            24,
            60,
            Integer.MAX_VALUE,
            Integer.MIN_VALUE,
            Float.floatToRawIntBits(Float.NaN),
            Float.floatToRawIntBits(Float.POSITIVE_INFINITY),
            Float.floatToRawIntBits(Float.NEGATIVE_INFINITY),
            Float.floatToRawIntBits(Float.MAX_VALUE),
            Float.floatToRawIntBits(-Float.MAX_VALUE),
            Float.floatToRawIntBits(Float.MIN_VALUE));

    /** What values of a metadata become. */
    private static final List<String> METADATA = List.of(
            "",
            "0",
            "1",
            "2",
            "3",
            "5",
            "25",
            "60",
            "2147483647",
            "5,3",
            "3,5",
            "3,3,5",
            "4.9E-324",
            "3.4E38",
            "NaN",
            "mult-dae",
            "recvae",
            "ease",
            "ials",
            "item-knn",
            "swish",
            "x".repeat(2_000));

    private static final long MOST_DATA = 1 << 20;

    private final int attempt;
    private final Random random;
    private final Mutations bytes;

    /**
     * A forger whose every draw follows from the seed.
     *
     * @param attempt a number that whoever forges may know it by
     */
    Forger(long seed, int attempt) {
        this.attempt = attempt;
        this.random = new Random(seed);
        this.bytes = new Mutations(random.nextLong());
    }

    /** Which attempt this is, from 0. */
    public int attempt() {
        return attempt;
    }

    public int below(int bound) {
        return random.nextInt(bound);
    }

    public <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    /**
     * A forged copy.
     *
     * @param name of the file; what it ends with says which form it has
     */
    public byte[] forge(String name, byte[] sound) throws IOException {
        if (random.nextInt(5) == 0) {
            return bytes.mutate(sound);
        }
        String extension = name.substring(name.lastIndexOf('.') + 1);
        byte[] forged = sound;
        for (int changes = 1 + random.nextInt(2); changes > 0; changes--) {
            forged = switch (extension) {
                case "json" -> text(json(string(forged)));
                case "csv" -> text(table(string(forged)));
                case "conf", "txt" -> text(configuration(string(forged)));
                case "npz" -> archive(forged);
                case "safetensors" -> tensors(forged);
                default -> header(forged);
            };
        }
        return forged;
    }

    private static String string(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8);
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Where a value is: in an object by name, or in a list by index. */
    private record Place(JsonNode parent, String name, int index) {

        JsonNode value() {
            return parent instanceof ObjectNode fields ? fields.get(name) : parent.get(index);
        }

        void set(JsonNode value) {
            if (parent instanceof ObjectNode fields) {
                fields.set(name, value);
            } else {
                ((ArrayNode) parent).set(index, value);
            }
        }

        void remove() {
            if (parent instanceof ObjectNode fields) {
                fields.remove(name);
            } else {
                ((ArrayNode) parent).remove(index);
            }
        }
    }

    private static void places(JsonNode node, List<Place> places) {
        if (node instanceof ObjectNode fields) {
            for (Map.Entry<String, JsonNode> field : fields.properties()) {
                places.add(new Place(node, field.getKey(), 0));
                places(field.getValue(), places);
            }
        } else if (node instanceof ArrayNode list) {
            for (int index = 0; index < list.size(); index++) {
                places.add(new Place(node, "", index));
                places(list.get(index), places);
            }
        }
    }

    private String json(String sound) {
        JsonNode root;
        try {
            root = MAPPER.readTree(sound);
        } catch (JsonProcessingException e) {
            return string(bytes.mutate(text(sound))); // forged beyond JSON already
        }
        List<Place> places = new ArrayList<>();
        places(root, places);
        if (places.isEmpty()) {
            return any(VALUES);
        }
        Place place = any(places);
        String raw = null;
        switch (random.nextInt(8)) {
            case 0 -> place.remove();
            case 1 -> place.set(any(places).value().deepCopy());
            case 2 -> {
                if (place.parent() instanceof ObjectNode fields) { // under another name
                    JsonNode value = fields.remove(place.name());
                    fields.set(any(List.of("", "x", "\u202e", "../x", "EASE", "train")), value);
                } else {
                    ((ArrayNode) place.parent()).add(place.value().deepCopy());
                }
            }
            case 3 -> { // a name that is given twice
                place.set(MAPPER.getNodeFactory().textNode(PLACE));
                raw = "1, \"" + place.name() + "\" : 1";
            }
            default -> {
                place.set(MAPPER.getNodeFactory().textNode(PLACE));
                raw = random.nextInt(20) == 0 ? any(NESTS) : any(VALUES);
            }
        }
        String text = root.toPrettyString();
        return raw == null ? text : text.replace('"' + PLACE + '"', raw);
    }

    private String table(String sound) {
        List<String> lines = new ArrayList<>(Arrays.asList(sound.split("\n", -1)));
        int line = random.nextInt(lines.size());
        List<String> cells = new ArrayList<>(Arrays.asList(lines.get(line).split(",", -1)));
        int cell = random.nextInt(cells.size());
        switch (random.nextInt(10)) {
            case 0 -> lines.remove(line);
            case 1 -> lines.add(line, lines.get(line));
            case 2 -> Collections.swap(lines, line, random.nextInt(lines.size()));
            case 3 -> lines.subList(line, lines.size()).clear();
            case 4 -> {
                cells.remove(cell);
                lines.set(line, String.join(",", cells));
            }
            case 5 -> { // a column, in all rows
                for (int row = 0; row < lines.size(); row++) {
                    List<String> own =
                            new ArrayList<>(Arrays.asList(lines.get(row).split(",", -1)));
                    if (cell < own.size()) {
                        own.remove(cell);
                        lines.set(row, String.join(",", own));
                    }
                }
            }
            default -> {
                cells.set(cell, any(CELLS));
                lines.set(line, String.join(",", cells));
            }
        }
        return String.join("\n", lines);
    }

    private String configuration(String sound) {
        List<String> lines = new ArrayList<>(Arrays.asList(sound.split("\n", -1)));
        int line = random.nextInt(lines.size());
        String key = lines.get(line).split("=", 2)[0];
        switch (random.nextInt(6)) {
            case 0 -> lines.remove(line);
            case 1 -> lines.add(line, lines.get(line));
            case 2 ->
                lines.set(line, any(List.of("x = 1", "{", "}", "include \"/etc/passwd\"", "a = ${a}", "..", "/", "")));
            default -> lines.set(line, key + "= " + any(VALUES));
        }
        return String.join("\n", lines);
    }

    private byte[] archive(byte[] sound) throws IOException {
        Map<String, byte[]> entries = Forgery.entries(sound);
        if (entries.isEmpty()) {
            return bytes.mutate(sound);
        }
        String name = any(List.copyOf(entries.keySet()));
        if (random.nextInt(8) == 0) {
            entries.remove(name);
        } else {
            entries.put(name, random.nextBoolean() ? array(entries.get(name)) : header(entries.get(name)));
        }
        return Forgery.zip(entries);
    }

    /** One of numpy's arrays: one element is changed, or the array has another length, which its header says too. */
    private byte[] array(byte[] sound) {
        String latin = new String(sound, StandardCharsets.ISO_8859_1);
        int data = latin.indexOf('\n') + 1;
        Matcher shape = ARRAY_SHAPE.matcher(latin);
        if (data == 0 || !shape.find() || random.nextBoolean()) { // no such count: it is forged already
            return element(sound, data);
        }
        int count = Integer.parseInt(shape.group(1));
        int width = count == 0 ? Integer.BYTES : (sound.length - data) / count;
        int other = any(List.of(0, 1, Math.max(0, count - 1), count + 1, 2 * count));
        String header = latin.substring(0, data).replace("(" + count + ",)", "(" + other + ",)");
        String padded = header.stripTrailing()
                + " ".repeat(Math.max(0, data - 1 - header.stripTrailing().length())) + "\n";
        byte[] forged = Arrays.copyOf(padded.getBytes(StandardCharsets.ISO_8859_1), padded.length() + other * width);
        System.arraycopy(sound, data, forged, padded.length(), Math.min(sound.length - data, other * width));
        return forged;
    }

    /** One element of 4 bytes, on its boundary, becomes a number that means something: a limit, or another element. */
    private byte[] element(byte[] sound, int data) {
        int count = (sound.length - data) / Integer.BYTES;
        if (count == 0) {
            return bytes.mutate(sound);
        }
        byte[] forged = sound.clone();
        ByteBuffer elements =
                ByteBuffer.wrap(forged, data, count * Integer.BYTES).slice().order(ByteOrder.LITTLE_ENDIAN);
        int at = Integer.BYTES * random.nextInt(count);
        int other = elements.getInt(Integer.BYTES * random.nextInt(count));
        elements.putInt(at, random.nextInt(3) == 0 ? other : any(ELEMENTS));
        return forged;
    }

    /** The header is another one, its length right, or a tensor has another shape, all offsets right, or a value is another. */
    private byte[] tensors(byte[] sound) {
        int data = sound.length < Long.BYTES ? -1 : Long.BYTES + dataOffset(sound);
        if (data < Long.BYTES || data > sound.length) {
            return bytes.mutate(sound); // forged beyond tensors already
        }
        String header = string(Arrays.copyOfRange(sound, Long.BYTES, data));
        byte[] values = Arrays.copyOfRange(sound, data, sound.length);
        return switch (random.nextInt(5)) {
            case 0 -> header(sound);
            case 1 -> element(sound, data);
            case 2, 3 -> file(json(header), values);
            default -> reshaped(header, values);
        };
    }

    private static int dataOffset(byte[] sound) {
        long length = ByteBuffer.wrap(sound).order(ByteOrder.LITTLE_ENDIAN).getLong();
        return length < 0 || length > sound.length ? -1 : (int) length;
    }

    private static byte[] file(String header, byte[] values) {
        byte[] text = text(header);
        return ByteBuffer.allocate(Long.BYTES + text.length + values.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(text.length)
                .put(text)
                .put(values)
                .array();
    }

    /** Another size of a tensor, and the data as long as all tensors are. */
    private byte[] reshaped(String header, byte[] values) {
        ObjectNode fields;
        try {
            fields = (ObjectNode) MAPPER.readTree(header);
        } catch (JsonProcessingException | ClassCastException e) {
            return bytes.mutate(file(header, values));
        }
        List<String> names = new ArrayList<>();
        fields.properties().forEach(field -> {
            if (field.getValue().path("shape").isArray()) {
                names.add(field.getKey());
            }
        });
        if (names.isEmpty()) {
            return bytes.mutate(file(header, values));
        }
        ArrayNode shape = (ArrayNode) fields.get(any(names)).get("shape");
        switch (random.nextInt(4)) {
            case 0 -> shape.add(random.nextInt(3));
            case 1 -> shape.insert(0, random.nextInt(3));
            case 2 -> shape.removeAll();
            default -> {
                if (!shape.isEmpty()) {
                    shape.set(random.nextInt(shape.size()), any(List.of(0, 1, 2, 25, 60)));
                }
            }
        }
        if (fields.path("__metadata__") instanceof ObjectNode metadata && random.nextBoolean()) {
            List<String> keys = new ArrayList<>();
            metadata.fieldNames().forEachRemaining(keys::add);
            metadata.put(keys.isEmpty() ? "items" : any(keys), any(METADATA));
        }
        long end = 0;
        for (String name : names) {
            long bytesOf = Integer.BYTES;
            for (JsonNode size : fields.get(name).get("shape")) {
                bytesOf *= size.asInt();
            }
            ((ObjectNode) fields.get(name)).putArray("data_offsets").add(end).add(end + bytesOf);
            end += bytesOf;
        }
        return file(fields.toString(), Arrays.copyOf(values, (int) Math.max(0, Math.min(end, MOST_DATA))));
    }

    /** Formats that begin with a description of what follows: numbers in it become others, or words of the rest do. */
    private byte[] header(byte[] sound) {
        String latin = new String(sound, StandardCharsets.ISO_8859_1);
        int end = Math.min(latin.length(), 600);
        List<Integer> digits = new ArrayList<>();
        for (int at = 0; at < end; at++) {
            if (Character.isDigit(latin.charAt(at)) && (at == 0 || !Character.isDigit(latin.charAt(at - 1)))) {
                digits.add(at);
            }
        }
        if (digits.isEmpty() || random.nextBoolean()) {
            return bytes.mutate(sound);
        }
        int from = any(digits);
        int to = from;
        while (to < end && Character.isDigit(latin.charAt(to))) {
            to++;
        }
        String number = any(List.of(
                "0",
                "1",
                "7",
                "-1",
                "65536",
                "2147483647",
                "4294967296",
                "9223372036854775807",
                "99999999999999999999"));
        return (latin.substring(0, from) + number + latin.substring(to)).getBytes(StandardCharsets.ISO_8859_1);
    }
}
