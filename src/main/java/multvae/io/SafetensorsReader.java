package multvae.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;

/**
 * Reads a file of {@link Safetensors} once, from its start to its end: {@link #tensors} says what is there, {@link #read}
 * hands out their values in that order, and {@link #hash} is the hash of all bytes that were read.
 *
 * <p>It trusts nothing: before memory is taken, the header's length is compared with the file's, and {@link SafetensorsHeader} compares
 * the shapes and the offsets with the data.
 */
public final class SafetensorsReader implements AutoCloseable {

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

    private final Path file;
    private final String remedy;
    /** No channel: for one the file system of an archive writes a copy of the file beside the archive. */
    private final InputStream in;

    private final long size;
    private final MessageDigest digest = FileHash.sha256Digest();
    private final ByteBuffer bytes = ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private final SafetensorsHeader header;
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
        long size;
        InputStream in;
        try {
            size = RegularFile.size(file);
            in = Files.newInputStream(file);
        } catch (IOException e) {
            throw TextFile.unreadable(file, e);
        }
        try {
            return new SafetensorsReader(file, remedy, in, size);
        } catch (IOException e) {
            in.close();
            throw TextFile.unreadable(file, e);
        } catch (RuntimeException e) {
            in.close();
            throw e;
        }
    }

    private SafetensorsReader(Path file, String remedy, InputStream in, long size) throws IOException {
        this.file = file;
        this.remedy = remedy;
        this.in = in;
        this.size = size;
        if (size < Long.BYTES) {
            throw wrong("a file of tensors, safetensors", size + " bytes");
        }
        long length = fill(Long.BYTES).getLong();
        if (length < 0 || length > Math.min(MOST_HEADER_BYTES, size - Long.BYTES)) {
            throw wrong(
                    "a header of at most " + Math.min(MOST_HEADER_BYTES, size - Long.BYTES) + " bytes",
                    Long.toUnsignedString(length));
        }
        ByteBuffer encoded = fill((int) length);
        this.header = new SafetensorsHeader(encoded, size, size - position, this::wrong);
        this.tensors = header.tensors();
    }

    /** The texts of the header's metadata, by key. */
    public SortedMap<String, String> metadata() {
        return header.metadata();
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
                        SafetensorsHeader.named(tensors.get(current).name()) + " of finite values",
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
            throw wrong(SafetensorsHeader.named(tensor.name()) + " of dtype " + type, TextFile.quote(tensor.type()));
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
        if (in.readNBytes(bytes.array(), 0, count) < count) {
            throw wrong(size + " bytes", "fewer than when it was opened");
        }
        position += count;
        digest.update(bytes.array(), 0, count);
        return bytes;
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

    private UserError wrong(String expected, String found) {
        return new UserError(file.toString(), expected, found, remedy);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
