package multvae.io;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads a file of {@link Safetensors} once, from its start to its end: {@link #tensors} says what is there, {@link #read}
 * hands out their values in that order, and {@link #hash} is the hash of all bytes that were read.
 *
 * <p>It trusts nothing: before memory is taken, the header's length is compared with the file's, each shape with its offsets,
 * and the offsets with each other and with the data, which they must cover without gaps.
 */
public final class SafetensorsReader implements AutoCloseable {

    private static final int MOST_TENSORS = 1_000;
    private static final int MOST_DIMENSIONS = 8;
    private static final int BUFFER_BYTES = 1 << 18; // which is read while a cache still has it
    private static final int MOST_HEADER_BYTES = BUFFER_BYTES;
    private static final int EXPONENT = 0x7F80_0000; // its bits are all set in NaN and the infinities alone

    /**
     * A tensor of the file.
     *
     * @param name as the header has it
     * @param type of its numbers, F32 or I32
     * @param shape the sizes, row-major
     * @param count how many elements it has
     */
    public record Tensor(String name, String type, List<Integer> shape, long count) {}

    /** A tensor with the bytes of data that the header gives it. */
    private record Span(Tensor tensor, long from, long to) {}

    private final Path file;
    private final String remedy;
    private final FileChannel channel;
    private final long size;
    private final MessageDigest digest = FileHash.sha256Digest();
    private final ByteBuffer bytes = ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private final SortedMap<String, String> metadata = new TreeMap<>();
    private final List<Tensor> tensors;
    private ByteBuffer left = ByteBuffer.allocate(0); // what of the bytes is not handed out yet
    private long position; // of the file, after the bytes
    private int current; // tensor
    private long handedOut; // elements of it
    private FileHash hash; // null until it is first asked for

    /**
     * Opens a file and checks its header.
     *
     * @param remedy what to do if the file is not such a file
     * @throws UserError if it cannot be read or is not such a file
     */
    public static SafetensorsReader open(Path file, String remedy) throws IOException {
        FileChannel channel;
        try {
            channel = RegularFile.open(file);
        } catch (IOException e) {
            throw TextFile.unreadable(file, e);
        }
        try {
            return new SafetensorsReader(file, remedy, channel);
        } catch (IOException e) {
            channel.close();
            throw TextFile.unreadable(file, e);
        } catch (RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private SafetensorsReader(Path file, String remedy, FileChannel channel) throws IOException {
        this.file = file;
        this.remedy = remedy;
        this.channel = channel;
        this.size = channel.size();
        if (size < Long.BYTES) {
            throw wrong("a file of tensors, safetensors", size + " bytes");
        }
        long length = fill(Long.BYTES).getLong();
        if (length < 0 || length > Math.min(MOST_HEADER_BYTES, size - Long.BYTES)) {
            throw wrong(
                    "a header of at most " + Math.min(MOST_HEADER_BYTES, size - Long.BYTES) + " bytes",
                    Long.toUnsignedString(length));
        }
        this.tensors = tensors(header(fill((int) length)), size - position);
    }

    private Map<?, ?> header(ByteBuffer encoded) throws IOException {
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(encoded).toString();
            if (text.startsWith("{") && PlainJson.parse(text) instanceof Map<?, ?> header) {
                return header;
            }
        } catch (JsonProcessingException e) {
            throw wrong(
                    "a header in JSON",
                    Printable.oneLine(e.getOriginalMessage().lines().findFirst().orElse("something else")));
        } catch (CharacterCodingException e) {
            throw wrong("a header in UTF-8", "other bytes");
        }
        throw wrong("a header in JSON, one object", "something else");
    }

    private List<Tensor> tensors(Map<?, ?> header, long dataBytes) {
        List<Span> spans = new ArrayList<>();
        header.forEach((name, value) -> {
            if (name.equals(Safetensors.METADATA)) {
                readMetadata(value);
            } else {
                spans.add(span((String) name, value));
            }
        });
        if (spans.size() > MOST_TENSORS) {
            throw wrong("at most " + MOST_TENSORS + " tensors", String.valueOf(spans.size()));
        }
        spans.sort(Comparator.comparingLong(Span::from).thenComparingLong(Span::to));
        long end = 0;
        for (Span span : spans) {
            if (span.from() != end) {
                throw wrong(
                        named(span.tensor().name()) + " at byte " + end + " of the data, without gap or overlap",
                        "byte " + span.from());
            }
            end = span.to();
        }
        if (end != dataBytes) {
            throw wrong(end + " bytes of data, as the header says", String.valueOf(dataBytes));
        }
        return spans.stream().map(Span::tensor).toList();
    }

    private void readMetadata(Object object) {
        if (!(object instanceof Map<?, ?> texts)) {
            throw wrong("metadata, an object of texts", "something else");
        }
        texts.forEach((key, value) -> {
            if (!(value instanceof String text)) {
                throw wrong("metadata, an object of texts", "something else under " + quote(key));
            }
            metadata.put((String) key, text);
        });
    }

    private Span span(String name, Object value) {
        if (!(value instanceof Map<?, ?> fields
                && fields.size() == 3
                && fields.get(Safetensors.TYPE) instanceof String type
                && fields.get(Safetensors.SHAPE) instanceof List<?> sizes
                && fields.get(Safetensors.OFFSETS) instanceof List<?> bounds)) {
            throw wrong(named(name) + " with dtype, shape and data_offsets", "other fields");
        }
        if (!type.equals(Safetensors.FLOAT32) && !type.equals(Safetensors.INT32)) {
            throw wrong(named(name) + " of dtype " + Safetensors.FLOAT32 + " or " + Safetensors.INT32, quote(type));
        }
        List<Long> shape = numbers(name, sizes);
        List<Long> offsets = numbers(name, bounds);
        if (shape.size() > MOST_DIMENSIONS || offsets.size() != 2) {
            throw wrong(
                    named(name) + " of at most " + MOST_DIMENSIONS + " dimensions, with two offsets",
                    shape.size() + " dimensions, " + offsets.size() + " offsets");
        }
        long count = count(name, shape);
        long from = offsets.get(0);
        long to = offsets.get(1);
        if (to - from != Safetensors.ELEMENT_BYTES * count) {
            throw wrong(
                    named(name) + " of " + Safetensors.ELEMENT_BYTES * count + " bytes, as its shape " + shape + " has",
                    "offsets from " + from + " to " + to);
        }
        return new Span(
                new Tensor(name, type, shape.stream().map(Math::toIntExact).toList(), count), from, to);
    }

    /** The elements of a tensor, at most as many as the file has bytes; each size is an int. */
    private long count(String name, List<Long> shape) {
        long count = 1;
        try {
            for (long size : shape) {
                count = Math.multiplyExact(count, (long) Math.toIntExact(size));
            }
        } catch (ArithmeticException e) {
            count = Long.MAX_VALUE;
        }
        if (count > size) {
            throw wrong(named(name) + " that fits into a file of " + size + " bytes", "the shape " + shape);
        }
        return count;
    }

    private List<Long> numbers(String name, List<?> elements) {
        List<Long> numbers = new ArrayList<>();
        for (Object element : elements) {
            if (!(element instanceof Integer || element instanceof Long) || ((Number) element).longValue() < 0) {
                throw wrong(named(name) + " with whole numbers from 0", quote(element));
            }
            numbers.add(((Number) element).longValue());
        }
        return numbers;
    }

    /** The texts of the header's metadata, by key. */
    public SortedMap<String, String> metadata() {
        return metadata;
    }

    /** The tensors in the order of their data. */
    public List<Tensor> tensors() {
        return tensors;
    }

    /**
     * Reads the next values of the current tensor, or the first ones of the next tensor if none are left.
     *
     * @param target receives them from {@code offset} on
     * @param count at most as many as the tensor has left
     * @throws UserError if the file cannot be read, a value is not finite, or the tensor has no numbers of float32
     */
    public void read(float[] target, int offset, int count) {
        if (count == 0) {
            return; // a tensor without elements may be the last one
        }
        begin(Safetensors.FLOAT32, count);
        int end = offset + count;
        for (int at = offset; at < end; ) {
            ByteBuffer values = values(end - at);
            int next = values.remaining() / Safetensors.ELEMENT_BYTES;
            values.asFloatBuffer().get(target, at, next);
            at += next;
        }
        for (int at = offset; at < end; at++) {
            if ((Float.floatToRawIntBits(target[at]) & EXPONENT) == EXPONENT) {
                throw wrong(
                        named(tensors.get(current).name()) + " of finite values",
                        target[at] + " at element " + (handedOut + at - offset));
            }
        }
        handedOut += count;
    }

    /**
     * Reads as {@link #read(float[], int, int)} does.
     *
     * @throws UserError if the file cannot be read, or the tensor has no numbers of int32
     */
    public void read(int[] target, int offset, int count) {
        if (count == 0) {
            return; // as above
        }
        begin(Safetensors.INT32, count);
        int end = offset + count;
        for (int at = offset; at < end; ) {
            ByteBuffer values = values(end - at);
            int next = values.remaining() / Safetensors.ELEMENT_BYTES;
            values.asIntBuffer().get(target, at, next);
            at += next;
        }
        handedOut += count;
    }

    /** Moves to the next tensor if the current one is read. */
    private void begin(String type, int count) {
        while (current < tensors.size() && handedOut == tensors.get(current).count()) {
            current++;
            handedOut = 0;
        }
        if (current == tensors.size() || count > tensors.get(current).count() - handedOut) {
            throw new IllegalStateException("no " + count + " values are left in the tensor");
        }
        Tensor tensor = tensors.get(current);
        if (!tensor.type().equals(type)) {
            throw wrong(named(tensor.name()) + " of dtype " + type, quote(tensor.type()));
        }
    }

    /** The next values of the file, at most {@code most}, from 1. */
    private ByteBuffer values(int most) {
        if (!left.hasRemaining()) {
            try {
                left = fill((int) Math.min(BUFFER_BYTES, size - position));
            } catch (IOException e) {
                throw TextFile.unreadable(file, e);
            }
        }
        int count = Math.min(most, left.remaining() / Safetensors.ELEMENT_BYTES);
        ByteBuffer values =
                left.slice(left.position(), count * Safetensors.ELEMENT_BYTES).order(left.order());
        left.position(left.position() + values.remaining());
        return values;
    }

    /** Reads the next bytes of the file. */
    private ByteBuffer fill(int count) throws IOException {
        bytes.clear().limit(count);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes) < 0) {
                throw wrong(size + " bytes", "fewer than when it was opened");
            }
        }
        position += count;
        digest.update(bytes.array(), 0, count);
        return bytes.flip();
    }

    /** The hash of the file, once all values are read. */
    public FileHash hash() {
        if (position < size) {
            throw new IllegalStateException("read up to byte " + position + " of " + size);
        }
        if (hash == null) {
            hash = new FileHash(size, HexFormat.of().formatHex(digest.digest()));
        }
        return hash;
    }

    private static String named(String tensor) {
        return "a tensor " + quote(tensor);
    }

    private static String quote(Object value) {
        return TextFile.quote(String.valueOf(value));
    }

    private UserError wrong(String expected, String found) {
        return new UserError(file.toString(), expected, found, remedy);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
