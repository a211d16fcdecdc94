package multvae.matrix;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import multvae.io.NpyHeader;
import multvae.io.Plural;
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

    /** What is done with an open file whose format and shape are as expected. */
    private interface Use<T> {
        T of(ZipFile zip, int[] shape) throws IOException;
    }

    CsrMatrix read() {
        return opened((zip, shape) -> {
            int[] rowStarts = readInts(zip, CsrFile.INDPTR, shape[0] + 1L);
            int nonZeros = rowStarts[rowStarts.length - 1];
            int[] columnIndices = readInts(zip, CsrFile.INDICES, nonZeros);
            readOnes(zip, nonZeros);
            return matrix(shape[1], rowStarts, columnIndices);
        });
    }

    /** The rows one after the other; none is kept. */
    void forEachRow(Consumer<int[]> action) {
        opened((zip, shape) -> {
            int nonZeros = readEntry(zip, CsrFile.INDPTR, (starts, in) -> {
                checkInts(zip, CsrFile.INDPTR, starts, shape[0] + 1L);
                Elements ends = new Elements(CsrFile.INDPTR, starts, in);
                return readEntry(zip, CsrFile.INDICES, (indices, columns) -> {
                    checkInts(zip, CsrFile.INDICES, indices, indices.count());
                    return passOn(ends, new Elements(CsrFile.INDICES, indices, columns), shape, action);
                });
            });
            readOnes(zip, nonZeros);
            return nonZeros;
        });
    }

    private <T> T opened(Use<T> use) {
        try {
            fileBytes = RegularFile.size(file);
        } catch (IOException e) {
            throw TextFile.unreadable(file, e);
        }
        try (ZipFile zip = new ZipFile(file.toFile())) {
            readFormat(zip);
            int[] shape = readInts(zip, CsrFile.SHAPE, 2);
            checkShape(shape[0], shape[1]);
            return use.of(zip, shape);
        } catch (FileNotFoundException | FileSystemException e) { // the first one if it may not be read
            throw TextFile.unreadable(file, e);
        } catch (EOFException e) {
            throw error("an array that ends early", e);
        } catch (IOException e) {
            throw error(String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * Checks the rows one by one and passes them on.
     *
     * @param ends the row starts: each one ends the row before it
     * @return how many non-zeros they have
     */
    private int passOn(Elements ends, Elements columns, int[] shape, Consumer<int[]> action) throws IOException {
        int start = ends.nextInt();
        if (start != 0) {
            throw error("row starts that do not run from 0");
        }
        for (int row = 0; row < shape[0]; row++) {
            int end = ends.nextInt();
            if (end < start || end > columns.count()) {
                throw error("row " + row + " ends before it starts, or after the last non-zero");
            }
            int[] own = new int[end - start];
            int previous = -1;
            for (int k = 0; k < own.length; k++) {
                own[k] = columns.nextInt();
                if (own[k] <= previous || own[k] >= shape[1]) {
                    throw error("row " + row + " has column " + own[k] + " after " + previous
                            + ", columns must ascend within [0, " + shape[1] + ")");
                }
                previous = own[k];
            }
            action.accept(own);
            start = end;
        }
        if (start != columns.count()) {
            throw error("row starts that do not run to the " + columns.count() + " non-zeros");
        }
        return start;
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
        String ofColumns = columns == CsrFile.ANY ? "" : Plural.of(columns, "column");
        String ofRows = rows == CsrFile.ANY ? "" : Plural.of(rows, "row");
        return ofRows + (ofRows.isEmpty() || ofColumns.isEmpty() ? "" : " and ") + ofColumns;
    }

    private CsrMatrix matrix(int columns, int[] rowStarts, int[] columnIndices) {
        try {
            return new CsrMatrix(columns, rowStarts, columnIndices);
        } catch (IllegalArgumentException e) {
            throw error(e.getMessage(), e);
        }
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
            checkInts(zip, name, header, count);
            Elements elements = new Elements(name, header, in);
            int[] values = new int[header.count()];
            for (int k = 0; k < values.length; k++) {
                values[k] = elements.nextInt();
            }
            return values;
        });
    }

    private void readOnes(ZipFile zip, int count) throws IOException {
        readEntry(zip, CsrFile.DATA, (header, in) -> {
            check(CsrFile.DATA, header, count, header.type().equals("<f4"));
            Elements elements = new Elements(CsrFile.DATA, header, in);
            for (int k = 0; k < count; k++) {
                long bits = elements.next();
                if (bits != ONE) {
                    throw error("the value " + Float.intBitsToFloat((int) bits) + ", all have to be 1");
                }
            }
            return count;
        });
    }

    /** What is read of an entry, after its header. */
    private interface Content<T> {
        T read(NpyHeader header, DataInputStream in) throws IOException;
    }

    /** Reads an entry to its end, and checks the header against the entry's size and the bytes against its checksum. */
    private <T> T readEntry(ZipFile zip, String name, Content<T> content) throws IOException {
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
            T result = content.read(header, in);
            if (in.read() >= 0) {
                throw error(name + " with more bytes than elements");
            }
            if (checksum.getValue() != entry.getCrc()) {
                throw error(name + " with a wrong checksum");
            }
            return result;
        }
    }

    private void checkInts(ZipFile zip, String name, NpyHeader header, long count) {
        check(name, header, count, header.type().equals("<i4") || header.type().equals("<i8"));
        checkCompression(zip.getEntry(name));
    }

    private void check(String name, NpyHeader header, long count, boolean rightType) {
        if (!rightType || header.scalar()) {
            throw error(name + " of type " + TextFile.quote(header.type()));
        }
        if (header.count() != count) {
            throw error(name + " with " + header.count() + " elements, the others ask for " + count);
        }
    }

    private void checkCompression(ZipEntry entry) {
        long stored = Math.min(Math.max(0, entry.getCompressedSize()), fileBytes);
        if (entry.getSize() > Math.max(MOST_FREE_BYTES, MOST_COMPRESSED * stored)) {
            throw error(entry.getName() + " of " + entry.getSize() + " bytes, compressed to " + stored);
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

    /** The elements of an array, of 4 or 8 bytes, as they arrive. */
    private final class Elements {

        private final String name;
        private final int count;
        private final boolean wide;
        private final DataInputStream in;
        private final ByteBuffer buffer =
                ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN).limit(0);
        private long bytesLeft;

        Elements(String name, NpyHeader header, DataInputStream in) {
            this.name = name;
            this.count = header.count();
            this.wide = elementBytes(header.type()) == Long.BYTES;
            this.in = in;
            this.bytesLeft = (long) elementBytes(header.type()) * count;
        }

        int count() {
            return count;
        }

        long next() throws IOException {
            if (!buffer.hasRemaining()) {
                buffer.clear().limit((int) Math.min(bytesLeft, BUFFER_BYTES));
                if (buffer.limit() == 0) {
                    throw new EOFException();
                }
                in.readFully(buffer.array(), 0, buffer.limit());
                bytesLeft -= buffer.limit();
            }
            return wide ? buffer.getLong() : buffer.getInt();
        }

        int nextInt() throws IOException {
            long value = next();
            if (value < 0 || value > Integer.MAX_VALUE) {
                throw error(name + " with " + value);
            }
            return (int) value;
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
