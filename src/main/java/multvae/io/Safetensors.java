package multvae.io;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * Files of float32 tensors in Hugging Face's format, safetensors (https://github.com/huggingface/safetensors):
 *
 * <pre>
 *   8 bytes   the length of the header, little-endian
 *   header    JSON: {"__metadata__": {key: text}, name: {"dtype": "F32", "shape": [..], "data_offsets": [from, to]}, ..}
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

    private static final int ALIGNMENT = 8;
    private static final int BUFFER_BYTES = 1 << 18;

    private Safetensors() {}

    /**
     * What to write under a name.
     *
     * @param shape the sizes, row-major
     * @param values as many as the shape has elements; its position is left as it is
     */
    public record Values(List<Integer> shape, FloatBuffer values) {

        public Values {
            shape = List.copyOf(shape);
            long count = shape.stream().mapToLong(size -> size).reduce(1, Math::multiplyExact);
            if (count != values.remaining()) {
                throw new IllegalArgumentException(values.remaining() + " values for the shape " + shape);
            }
        }
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
                FloatBuffer values = tensor.values().slice();
                while (values.hasRemaining()) {
                    int count = Math.min(values.remaining(), BUFFER_BYTES / Float.BYTES);
                    bytes.clear().asFloatBuffer().put(values.slice(values.position(), count));
                    values.position(values.position() + count);
                    writeFully(channel, bytes.limit(count * Float.BYTES));
                }
            }
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
            long end = offset + (long) Float.BYTES * entry.getValue().values().remaining();
            ObjectNode tensor = header.putObject(entry.getKey()).put(TYPE, FLOAT32);
            ArrayNode shape = tensor.putArray(SHAPE);
            entry.getValue().shape().forEach(shape::add);
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
