package multvae.spark;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Iterator;
import java.util.List;
import java.util.PrimitiveIterator;
import multvae.io.TextFile;
import multvae.matrix.CsrFile;

/**
 * Writes a matrix whose rows come a few at a time: the driver holds an array over the rows, the columns pass through a file
 * beside the matrix's.
 */
final class MatrixFiles {

    private static final int BUFFER_BYTES = 1 << 16;

    private MatrixFiles() {}

    /**
     * Writes a matrix.
     *
     * @param rows how many it has; those that no set has are empty
     * @param columns how many it has
     * @param sets ascending by row
     * @param count how many of the sets are this matrix's
     */
    static void write(Path file, int rows, int columns, Iterator<RowSet> sets, int count) throws IOException {
        Path passing = file.resolveSibling(file.getFileName() + ".columns");
        int[] rowStarts = new int[rows + 1];
        try (FileChannel out = FileChannel.open(
                passing, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            for (int taken = 0; taken < count; taken++) {
                RowSet set = sets.next();
                for (int k = 0; k < set.rows().length; k++) {
                    rowStarts[set.rows()[k] + 1] = set.lengths()[k];
                }
                write(out, set.columns());
            }
        } catch (IOException e) {
            throw TextFile.unwritable(passing, e);
        }
        for (int row = 0; row < rows; row++) {
            rowStarts[row + 1] = Math.addExact(rowStarts[row], rowStarts[row + 1]);
        }
        try (Passing first = new Passing(passing);
                Passing second = new Passing(passing)) {
            Iterator<Passing> both = List.of(first, second).iterator();
            CsrFile.write(file, columns, rowStarts, both::next);
        }
        Files.delete(passing);
    }

    private static void write(FileChannel out, int[] columns) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        for (int from = 0; from < columns.length; from += BUFFER_BYTES / Integer.BYTES) {
            int length = Math.min(BUFFER_BYTES / Integer.BYTES, columns.length - from);
            buffer.clear().limit(length * Integer.BYTES);
            buffer.asIntBuffer().put(columns, from, length);
            while (buffer.hasRemaining()) {
                out.write(buffer);
            }
        }
    }

    /** The columns in the file. */
    private static final class Passing implements PrimitiveIterator.OfInt, AutoCloseable {

        private final FileChannel in;
        private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).limit(0);

        Passing(Path file) throws IOException {
            in = FileChannel.open(file);
        }

        @Override
        public boolean hasNext() {
            return true; // whoever asks knows how many there are
        }

        @Override
        public int nextInt() {
            if (!buffer.hasRemaining()) {
                fill();
            }
            return buffer.getInt();
        }

        private void fill() {
            buffer.clear();
            try {
                while (buffer.position() % Integer.BYTES != 0 || buffer.position() == 0) {
                    if (in.read(buffer) < 0) {
                        throw new EOFException("fewer columns than were written");
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            buffer.flip();
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
