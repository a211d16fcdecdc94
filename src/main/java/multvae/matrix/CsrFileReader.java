package multvae.matrix;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.LongConsumer;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import multvae.io.NpyHeader;
import multvae.io.TextFile;
import multvae.io.UserError;

/** Reads what {@link CsrFile} describes, and trusts nothing in it. */
final class CsrFileReader {

    private static final int INITIAL_CAPACITY = 1 << 14;
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int ONE = Float.floatToRawIntBits(1);

    private final Path file;

    CsrFileReader(Path file) {
        this.file = file;
    }

    CsrMatrix read() {
        if (Files.isDirectory(file)) {
            throw error("a directory");
        }
        try (ZipFile zip = new ZipFile(file.toFile())) {
            readFormat(zip);
            int[] shape = readInts(zip, CsrFile.SHAPE, 2);
            int[] rowStarts = readInts(zip, CsrFile.INDPTR, shape[0] + 1L);
            int nonZeros = rowStarts[rowStarts.length - 1];
            int[] columnIndices = readInts(zip, CsrFile.INDICES, nonZeros);
            readOnes(zip, nonZeros);
            return matrix(shape[1], rowStarts, columnIndices);
        } catch (NoSuchFileException e) {
            throw TextFile.unreadable(file, e);
        } catch (EOFException e) {
            throw error("an array that ends early", e);
        } catch (IOException e) {
            throw error(String.valueOf(e.getMessage()), e);
        }
    }

    private CsrMatrix matrix(int columns, int[] rowStarts, int[] columnIndices) {
        try {
            return new CsrMatrix(columns, rowStarts, columnIndices);
        } catch (IllegalArgumentException e) {
            throw error(e.getMessage(), e);
        }
    }

    private interface Elements<T> {
        T read(NpyHeader header, DataInputStream in) throws IOException;
    }

    /** Reads an entry to its end, and checks the header against the entry's size and the bytes against its checksum. */
    private <T> T readEntry(ZipFile zip, String name, Elements<T> elements) throws IOException {
        ZipEntry entry = zip.getEntry(name);
        if (entry == null) {
            throw error("no entry " + name);
        }
        CRC32 checksum = new CRC32();
        try (DataInputStream in = new DataInputStream(new CheckedInputStream(zip.getInputStream(entry), checksum))) {
            NpyHeader header = NpyHeader.read(in);
            int elementBytes = elementBytes(header.type());
            if (elementBytes == 0) {
                throw error(name + " of type " + TextFile.quote(header.type()));
            }
            if (header.bytes() + (long) elementBytes * header.count() != entry.getSize()) {
                throw error(
                        name + " with a header of " + header.count() + " elements and " + entry.getSize() + " bytes");
            }
            T result = elements.read(header, in);
            if (in.read() >= 0) {
                throw error(name + " with more bytes than elements");
            }
            if (checksum.getValue() != entry.getCrc()) {
                throw error(name + " with a wrong checksum");
            }
            return result;
        }
    }

    private static int elementBytes(String type) {
        return switch (type) {
            case "|S3" -> 3;
            case "<i4", "<f4" -> 4;
            case "<i8" -> 8;
            default -> 0;
        };
    }

    private void readFormat(ZipFile zip) throws IOException {
        readEntry(zip, CsrFile.FORMAT, (header, in) -> {
            byte[] format = in.readNBytes(CsrFile.CSR.length);
            if (!header.scalar() || !header.type().equals("|S3") || !Arrays.equals(format, CsrFile.CSR)) {
                throw error("another format");
            }
            return format;
        });
    }

    private int[] readInts(ZipFile zip, String name, long count) throws IOException {
        return readEntry(zip, name, (header, in) -> {
            check(
                    name,
                    header,
                    count,
                    header.type().equals("<i4") || header.type().equals("<i8"));
            IntArrayList values = new IntArrayList(Math.min(header.count(), INITIAL_CAPACITY));
            forEach(header, in, value -> {
                if (value < 0 || value > Integer.MAX_VALUE) {
                    throw error(name + " with " + value);
                }
                values.add((int) value);
            });
            return values.toIntArray();
        });
    }

    private void readOnes(ZipFile zip, int count) throws IOException {
        readEntry(zip, CsrFile.DATA, (header, in) -> {
            check(CsrFile.DATA, header, count, header.type().equals("<f4"));
            forEach(header, in, bits -> {
                if (bits != ONE) {
                    throw error("the value " + Float.intBitsToFloat((int) bits) + ", all have to be 1");
                }
            });
            return count;
        });
    }

    /** Hands on the elements, of 4 or 8 bytes, as they arrive. */
    private static void forEach(NpyHeader header, DataInputStream in, LongConsumer action) throws IOException {
        boolean wide = elementBytes(header.type()) == Long.BYTES;
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        long bytesLeft = (long) elementBytes(header.type()) * header.count();
        while (bytesLeft > 0) {
            buffer.clear().limit((int) Math.min(bytesLeft, BUFFER_BYTES));
            in.readFully(buffer.array(), 0, buffer.limit());
            bytesLeft -= buffer.limit();
            while (buffer.hasRemaining()) {
                action.accept(wide ? buffer.getLong() : buffer.getInt());
            }
        }
    }

    private void check(String name, NpyHeader header, long count, boolean rightType) {
        if (!rightType || header.scalar()) {
            throw error(name + " of type " + TextFile.quote(header.type()));
        }
        if (header.count() != count) {
            throw error(name + " with " + header.count() + " elements, the others ask for " + count);
        }
    }

    private UserError error(String found) {
        return error(found, null);
    }

    private UserError error(String found, Exception cause) {
        return new UserError(
                file.toString(),
                "a binary CSR matrix as scipy.sparse.save_npz writes it, float32",
                found,
                "run the stage that wrote it again",
                cause);
    }
}
