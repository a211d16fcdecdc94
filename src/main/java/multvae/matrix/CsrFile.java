package multvae.matrix;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.PrimitiveIterator;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import multvae.io.NpyHeader;
import multvae.io.TextFile;
import multvae.io.UserError;

/**
 * A {@link CsrMatrix} as a file of scipy.sparse.save_npz: a zip of the arrays indices, indptr, format, shape and data,
 * here of int32, int32, |S3, int64 and float32. The same matrix gives the same bytes on every machine: entries are
 * stored, not compressed, and dated 1 February 1980.
 */
public final class CsrFile {

    static final String INDICES = "indices.npy";
    static final String INDPTR = "indptr.npy";
    static final String FORMAT = "format.npy";
    static final String SHAPE = "shape.npy";
    static final String DATA = "data.npy";
    /** A number of rows or of columns that a caller does not know. */
    public static final int ANY = -1;

    static final byte[] CSR = "csr".getBytes(StandardCharsets.US_ASCII);

    // Java takes the zip format's first instant for an earlier one, and adds the machine's time zone to the entry.
    private static final LocalDateTime DATE = LocalDateTime.of(1980, 2, 1, 0, 0);
    private static final int BUFFER_BYTES = 1 << 16;

    private CsrFile() {}

    /**
     * Writes the matrix, replacing the file if there is one.
     *
     * @throws UserError if the file cannot be written
     */
    public static void write(Path file, CsrMatrix matrix) {
        int[] rowStarts =
                IntStream.rangeClosed(0, matrix.rows()).map(matrix::rowStart).toArray();
        write(file, matrix.columns(), rowStarts, () -> iterator(matrix.nonZeros(), matrix::column));
    }

    /** A stream's own iterator takes several times as long. */
    private static PrimitiveIterator.OfInt iterator(int count, IntUnaryOperator at) {
        return new PrimitiveIterator.OfInt() {
            private int next;

            @Override
            public boolean hasNext() {
                return next < count;
            }

            @Override
            public int nextInt() {
                return at.applyAsInt(next++);
            }
        };
    }

    /** The columns of all rows, one row after the other, from the first. */
    @FunctionalInterface
    public interface Columns {
        PrimitiveIterator.OfInt fromTheFirst() throws IOException;
    }

    /**
     * Writes a matrix that is nowhere in memory; else as {@link #write(Path, CsrMatrix)}.
     *
     * @param columns how many there are
     * @param rowStarts [rows + 1], where each row begins among the indices
     * @param indices the columns that each row has, ascending; asked for twice
     */
    public static void write(Path file, int columns, int[] rowStarts, Columns indices) {
        int rows = rowStarts.length - 1;
        int nonZeros = rowStarts[rows];
        int one = Float.floatToRawIntBits(1);
        byte[] shape = ByteBuffer.allocate(2 * Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(rows)
                .putLong(columns)
                .array();
        try (ZipOutputStream zip =
                new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(file), BUFFER_BYTES))) {
            add(zip, INDICES, "<i4", nonZeros, indices);
            add(zip, INDPTR, "<i4", rows + 1, () -> iterator(rows + 1, row -> rowStarts[row]));
            add(zip, FORMAT, NpyHeader.encode("|S3"), CSR.length, out -> out.write(CSR));
            add(zip, SHAPE, NpyHeader.encode("<i8", 2), shape.length, out -> out.write(shape));
            add(zip, DATA, "<f4", nonZeros, () -> iterator(nonZeros, k -> one));
        } catch (IOException e) {
            throw TextFile.unwritable(file, e);
        }
    }

    /** As {@link #read(Path, int, int)}, for a matrix of any shape. */
    public static CsrMatrix read(Path file) {
        return read(file, ANY, ANY);
    }

    /**
     * Reads a matrix that {@link #write} or scipy wrote, compressed or not; indices, indptr and shape may be int32 or
     * int64.
     *
     * <p>What it declares is compared with the file's bytes before memory is taken, so that what it takes here, and an array of
     * its columns takes later, is in proportion to them: indices and indptr have at most 32 times the bytes that they have in
     * the archive, or 1 MiB; there are at most 4,194,304 columns, or as many as the file has bytes. This program's own files
     * are not compressed.
     *
     * @param rows how many it must have, or {@link #ANY}
     * @param columns how many it must have, or {@link #ANY}
     * @throws UserError naming the file, if it is missing, damaged, not of this format, of another shape, or not a binary
     *     matrix with ascending columns
     */
    public static CsrMatrix read(Path file, int rows, int columns) {
        return new CsrFileReader(file, rows, columns).read();
    }

    /**
     * Reads a matrix row by row: at no time more of it is in memory than a row. What it accepts and refuses is what {@link #read(Path,
     * int, int)} does, but rows that come before a mistake have been handed on by then.
     *
     * @param rows how many it must have, or {@link #ANY}
     * @param columns how many it must have, or {@link #ANY}
     * @param action takes the columns of each row, ascending, from the first row on; they are its own
     * @throws UserError as the other one
     */
    public static void forEachRow(Path file, int rows, int columns, Consumer<int[]> action) {
        new CsrFileReader(file, rows, columns).forEachRow(action);
    }

    private interface Body {
        void writeTo(OutputStream out) throws IOException;
    }

    private static void add(ZipOutputStream zip, String name, String type, int count, Columns values)
            throws IOException {
        add(zip, name, NpyHeader.encode(type, count), 4L * count, out -> {
            ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
            PrimitiveIterator.OfInt bits = values.fromTheFirst();
            for (int k = 0; k < count; k++) {
                buffer.putInt(bits.nextInt());
                if (!buffer.hasRemaining()) {
                    out.write(buffer.array());
                    buffer.clear();
                }
            }
            out.write(buffer.array(), 0, buffer.position());
        });
    }

    private static void add(ZipOutputStream zip, String name, byte[] header, long bodyBytes, Body body)
            throws IOException {
        // A stored entry's checksum stands before its bytes, so the body is produced twice.
        CRC32 checksum = new CRC32();
        CheckedOutputStream dry = new CheckedOutputStream(OutputStream.nullOutputStream(), checksum);
        dry.write(header);
        body.writeTo(dry);
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setTimeLocal(DATE);
        entry.setSize(header.length + bodyBytes);
        entry.setCrc(checksum.getValue());
        zip.putNextEntry(entry);
        zip.write(header);
        body.writeTo(zip);
        zip.closeEntry();
    }
}
