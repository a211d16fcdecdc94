package multvae.spark;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
        try (DataOutputStream out =
                new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(passing), BUFFER_BYTES))) {
            for (int taken = 0; taken < count; taken++) {
                RowSet set = sets.next();
                for (int k = 0; k < set.rows().length; k++) {
                    rowStarts[set.rows()[k] + 1] = set.lengths()[k];
                }
                for (int column : set.columns()) {
                    out.writeInt(column);
                }
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

    /** The columns in the file. */
    private static final class Passing implements PrimitiveIterator.OfInt, AutoCloseable {

        private final DataInputStream in;

        Passing(Path file) throws IOException {
            in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES));
        }

        @Override
        public boolean hasNext() {
            return true; // whoever asks knows how many there are
        }

        @Override
        public int nextInt() {
            try {
                return in.readInt();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
