package multvae.training;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.zip.CRC32C;
import multvae.io.NamedFile;
import multvae.io.NpyHeader;
import multvae.io.RegularFile;
import multvae.model.HostFloats;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A float32 array in numpy's .npy format, version 1, so that any Python user can look inside; written and read in
 * stretches, so that its size is not bounded by that of a byte array.
 */
final class ArrayFile {

    private static final int STRETCH = 1 << 14; // elements, on the heap: the collector knows of direct buffers too late

    private ArrayFile() {}

    /** Writes the array and forces it to the disk; returns the CRC-32C of the whole file, in hexadecimal. */
    static String write(INDArray array, Path file) throws IOException {
        CRC32C crc = new CRC32C();
        NamedFile.during(file, () -> write(array, file, crc));
        return Long.toHexString(crc.getValue());
    }

    private static void write(INDArray array, Path file, CRC32C crc) throws IOException {
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            writeFully(out, ByteBuffer.wrap(header(array)), crc);
            HostFloats elements = HostFloats.readable(array);
            float[] stretch = new float[STRETCH];
            ByteBuffer bytes = ByteBuffer.allocate(STRETCH * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            long length = array.length();
            for (long at = 0; at < length; at += STRETCH) {
                int count = (int) Math.min(STRETCH, length - at);
                elements.get(at, stretch, 0, count);
                bytes.clear().limit(count * Float.BYTES);
                bytes.asFloatBuffer().put(0, stretch, 0, count);
                writeFully(out, bytes, crc);
            }
            out.force(true);
        }
    }

    private static void writeFully(FileChannel out, ByteBuffer bytes, CRC32C crc) throws IOException {
        crc.update(bytes.duplicate());
        while (bytes.hasRemaining()) {
            out.write(bytes);
        }
    }

    /** The CRC-32C of a file, in hexadecimal. */
    static String checksum(Path file) throws IOException {
        CRC32C crc = new CRC32C();
        ByteBuffer bytes = ByteBuffer.allocate(STRETCH * Float.BYTES);
        try (FileChannel in = RegularFile.open(file)) {
            while (in.read(bytes.clear()) >= 0) {
                crc.update(bytes.flip());
            }
        }
        return Long.toHexString(crc.getValue());
    }

    /**
     * Fills the array from a file.
     *
     * @throws OtherArrayException if the file is not of an array of this shape, or has a value that is not finite
     */
    static void read(Path file, INDArray array) throws IOException {
        byte[] header = header(array);
        long length = array.length();
        try (FileChannel in = RegularFile.open(file)) {
            ByteBuffer found = ByteBuffer.allocate(header.length);
            readFully(in, found);
            if (!Arrays.equals(found.array(), header) || in.size() != header.length + 4L * length) {
                throw new OtherArrayException("no float32 array of shape " + Arrays.toString(array.shape()));
            }
            ByteBuffer bytes = ByteBuffer.allocate(STRETCH * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            float[] stretch = new float[STRETCH];
            for (long at = 0; at < length; at += STRETCH) {
                long from = at;
                int count = (int) Math.min(STRETCH, length - at);
                readFully(in, bytes.clear().limit(count * Float.BYTES));
                bytes.flip().asFloatBuffer().get(stretch, 0, count);
                requireFinite(stretch, count, at);
                HostFloats.write(array, elements -> elements.put(from, stretch, 0, count));
            }
        }
    }

    private static void requireFinite(float[] values, int count, long first) throws OtherArrayException {
        for (int k = 0; k < count; k++) {
            if (!Float.isFinite(values[k])) {
                throw new OtherArrayException(values[k] + " at element " + (first + k));
            }
        }
    }

    private static void readFully(FileChannel in, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            if (in.read(bytes) < 0) {
                throw new OtherArrayException("an array that ends early");
            }
        }
    }

    /** A file has another array than the one that was asked for; the message says what it has instead. */
    static final class OtherArrayException extends IOException {
        private OtherArrayException(String found) {
            super(found);
        }
    }

    private static byte[] header(INDArray array) {
        return NpyHeader.encode("<f4", array.shape());
    }
}
