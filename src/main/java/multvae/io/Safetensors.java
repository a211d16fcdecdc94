package multvae.io;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.IntFunction;

/**
 * Files of tensors, float32 or int32, in Hugging Face's format, safetensors (https://github.com/huggingface/safetensors):
 *
 * <pre>
 *   8 bytes   the length of the header, little-endian
 *   header    JSON: {"__metadata__": {key: text}, name: {"dtype": "F32" or "I32", "shape": [..], "data_offsets": [from, to]}, ..}
 *   data      the tensors' values, little-endian, row-major, one tensor after the other
 * </pre>
 *
 * The offsets count the bytes of data. {@link SafetensorsReader} reads such files.
 */
public final class Safetensors {

    static final String METADATA = "__metadata__";
    static final String TYPE = "dtype";
    static final String SHAPE = "shape";
    static final String OFFSETS = "data_offsets";
    static final String FLOAT32 = "F32";
    static final String INT32 = "I32";

    private static final int ALIGNMENT = 8;
    private static final int BUFFER_BYTES = 1 << 18;
    static final int ELEMENT_BYTES = 4; // of both types

    private Safetensors() {}

    /** What to write under a name. */
    public static final class Values {

        private final String type;
        private final List<Integer> shape;
        private final int parts;
        /** Floats or ints, whose position is left as it is. Never two parts at a time. */
        private final IntFunction<Buffer> part;

        private Values(String type, List<Integer> shape, int parts, IntFunction<Buffer> part) {
            this.type = type;
            this.shape = List.copyOf(shape);
            this.parts = parts;
            this.part = part;
        }

        /**
         * Numbers of float32.
         *
         * @param shape the sizes, row-major
         * @param values as many as the shape has elements; its position is left as it is
         */
        public Values(List<Integer> shape, FloatBuffer values) {
            this(FLOAT32, shape, 1, n -> values);
            requireCount(values.remaining());
        }

        /** Numbers of int32, as those of float32. */
        public Values(List<Integer> shape, IntBuffer values) {
            this(INT32, shape, 1, n -> values);
            requireCount(values.remaining());
        }

        /**
         * Numbers of float32, one row after the other, which need not all be there at once.
         *
         * @param rows how many there are
         * @param columns how many values a row has
         * @param row gives a row's values; it may give the same array each time
         */
        public static Values rows(int rows, int columns, IntFunction<float[]> row) {
            return new Values(FLOAT32, List.of(rows, columns), rows, n -> FloatBuffer.wrap(row.apply(n), 0, columns));
        }

        /**
         * Numbers of float32 that are outside of Java's heap, or not there yet: as many as the shape has elements.
         *
         * @param shape the sizes, row-major
         */
        public static Values of(List<Integer> shape, Elements elements) {
            long count = count(shape);
            float[] stretch = new float[(int) Math.min(count, BUFFER_BYTES / ELEMENT_BYTES)];
            int parts = count == 0 ? 0 : Math.toIntExact((count - 1) / stretch.length + 1);
            return new Values(FLOAT32, shape, parts, n -> {
                long from = (long) n * stretch.length;
                int length = (int) Math.min(stretch.length, count - from);
                elements.get(from, stretch, 0, length);
                return FloatBuffer.wrap(stretch, 0, length);
            });
        }

        private long count() {
            return count(shape);
        }

        private static long count(List<Integer> shape) {
            return shape.stream().mapToLong(size -> size).reduce(1, Math::multiplyExact);
        }

        private void requireCount(int values) {
            if (count() != values) {
                throw new IllegalArgumentException(values + " values for the shape " + shape);
            }
        }
    }

    /** The elements of a tensor, row-major. */
    @FunctionalInterface
    public interface Elements {

        /** Copies {@code count} elements, {@code at} and those after it, to {@code target} from {@code offset} on. */
        void get(long at, float[] target, int offset, int count);
    }

    /**
     * Writes a file, or replaces it in one move. The tensors stand in the order of their names; the header is padded with
     * spaces, so that they are aligned. The same tensors give the same bytes.
     *
     * @throws UserError if the file cannot be written
     */
    public static void write(Path file, SortedMap<String, String> metadata, SortedMap<String, Values> tensors) {
        try {
            AtomicFile.write(file, beside -> writeTo(beside, metadata, tensors));
        } catch (IOException e) {
            throw TextFile.unwritable(file, e);
        }
    }

    private static void writeTo(Path file, SortedMap<String, String> metadata, SortedMap<String, Values> tensors)
            throws IOException {
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            writeFully(channel, header(metadata, tensors));
            ByteBuffer bytes = ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
            for (Values tensor : tensors.values()) {
                for (int n = 0; n < tensor.parts; n++) {
                    write(channel, tensor.part.apply(n), bytes);
                }
            }
        }
    }

    private static void write(FileChannel channel, Buffer values, ByteBuffer bytes) throws IOException {
        for (int at = values.position(); at < values.limit(); ) {
            int count = Math.min(values.limit() - at, BUFFER_BYTES / ELEMENT_BYTES);
            bytes.clear();
            if (values instanceof FloatBuffer floats) {
                bytes.asFloatBuffer().put(floats.slice(at, count));
            } else {
                bytes.asIntBuffer().put(((IntBuffer) values).slice(at, count));
            }
            at += count;
            writeFully(channel, bytes.limit(count * ELEMENT_BYTES));
        }
    }

    private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private static ByteBuffer header(SortedMap<String, String> metadata, SortedMap<String, Values> tensors) {
        ObjectNode header = Json.STRICT.createObjectNode();
        ObjectNode texts = header.putObject(METADATA);
        metadata.forEach(texts::put);
        long offset = 0;
        for (Map.Entry<String, Values> entry : tensors.entrySet()) {
            Values values = entry.getValue();
            long end = offset + ELEMENT_BYTES * values.count();
            ObjectNode tensor = header.putObject(entry.getKey()).put(TYPE, values.type);
            ArrayNode shape = tensor.putArray(SHAPE);
            values.shape.forEach(shape::add);
            tensor.putArray(OFFSETS).add(offset).add(end);
            offset = end;
        }
        byte[] json = Json.bytes(header);
        int length = (json.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES + length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(length).put(json);
        while (bytes.hasRemaining()) {
            bytes.put((byte) ' ');
        }
        return bytes.flip();
    }
}
