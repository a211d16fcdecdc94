package multvae.matrix;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.LongConsumer;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import multvae.io.NpyHeader;
import multvae.io.RegularFile;
import multvae.io.TextFile;
import multvae.io.UserError;

/** Reads what {@link CsrFile} describes, and trusts nothing in it. */
final class CsrFileReader {

    private static final int MOST_FREE_COLUMNS = 1 << 22; // whatever the file's length: an array of them has 16 MiB
    private static final int MOST_FREE_BYTES = 1 << 20; // of an array, however well it is compressed
    private static final int MOST_COMPRESSED = 32; // times
    private static final String REMEDY = "run the stage that wrote it again";
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int ONE = Float.floatToRawIntBits(1);

    private final Path file;
    private final int rows;
    private final int columns;
    private long fileBytes;

    CsrFileReader(Path file, int rows, int columns) {
        this.file = file;
        this.rows = rows;
        this.columns = columns;
    }

    CsrMatrix read() {
        try {
            fileBytes = RegularFile.size(file);
        } catch (IOException e) {
            throw TextFile.unreadable(file, e);
        }
        try (ZipFile zip = new ZipFile(file.toFile())) {
            readFormat(zip);
            int[] shape = readInts(zip, CsrFile.SHAPE, 2);
            checkShape(shape[0], shape[1]);
            int[] rowStarts = readInts(zip, CsrFile.INDPTR, shape[0] + 1L);
            int nonZeros = rowStarts[rowStarts.length - 1];
            int[] columnIndices = readInts(zip, CsrFile.INDICES, nonZeros);
            readOnes(zip, nonZeros);
            return matrix(shape[1], rowStarts, columnIndices);
        } catch (EOFException e) {
            throw error("an array that ends early", e);
        } catch (IOException e) {
            throw error(String.valueOf(e.getMessage()), e);
        }
    }

    private void checkShape(int foundRows, int foundColumns) {
        boolean asExpected =
                (rows == CsrFile.ANY || rows == foundRows) && (columns == CsrFile.ANY || columns == foundColumns);
        if (!asExpected) {
            throw new UserError(
                    file.toString(),
                    words(rows, columns) + ", as the files beside it have",
                    words(foundRows, foundColumns),
                    REMEDY);
        }
        if (foundColumns > Math.max(MOST_FREE_COLUMNS, fileBytes)) {
            throw error(foundColumns + " columns in a file of " + fileBytes + " bytes");
        }
    }

    private static String words(int rows, int columns) {
        String ofColumns = columns == CsrFile.ANY ? "" : columns + " columns";
        String ofRows = rows == CsrFile.ANY ? "" : rows + " rows";
        return ofRows + (ofRows.isEmpty() || ofColumns.isEmpty() ? "" : " and ") + ofColumns;
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
            checkCompression(zip.getEntry(name));
            int[] values = new int[header.count()];
            int[] next = {0};
            forEach(header, in, value -> {
                if (value < 0 || value > Integer.MAX_VALUE) {
                    throw error(name + " with " + value);
                }
                values[next[0]++] = (int) value;
            });
            return values;
        });
    }

    private void checkCompression(ZipEntry entry) {
        long stored = Math.min(Math.max(0, entry.getCompressedSize()), fileBytes);
        if (entry.getSize() > Math.max(MOST_FREE_BYTES, MOST_COMPRESSED * stored)) {
            throw error(entry.getName() + " of " + entry.getSize() + " bytes, compressed to " + stored);
        }
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
                REMEDY,
                cause);
    }
}
