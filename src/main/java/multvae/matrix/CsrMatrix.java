package multvae.matrix;

import java.util.Arrays;

/**
 * A binary sparse matrix, users by items, in compressed sparse rows: a user's items are a run of ascending columns.
 *
 * <p>The arrays are not copied: the caller hands them over. Every stored value is 1.
 */
public final class CsrMatrix {

    private final int columns;
    private final int[] rowStarts; // [rows + 1]; row r is columnIndices[rowStarts[r] .. rowStarts[r + 1])
    private final int[] columnIndices; // [nonZeros], strictly ascending within a row

    /**
     * @param columns the number of items
     * @param rowStarts [rows + 1], from 0, ascending, ending with the number of non-zeros
     * @param columnIndices [nonZeros], within a row strictly ascending, each in [0, columns)
     * @throws IllegalArgumentException if the arrays do not describe such a matrix
     */
    public CsrMatrix(int columns, int[] rowStarts, int[] columnIndices) {
        if (rowStarts.length == 0 || rowStarts[0] != 0 || rowStarts[rowStarts.length - 1] != columnIndices.length) {
            throw new IllegalArgumentException(
                    "row starts do not run from 0 to the " + columnIndices.length + " non-zeros");
        }
        for (int r = 0; r + 1 < rowStarts.length; r++) {
            if (rowStarts[r] > rowStarts[r + 1] || rowStarts[r + 1] > columnIndices.length) {
                throw new IllegalArgumentException("row " + r + " ends before it starts");
            }
            int previous = -1;
            for (int k = rowStarts[r]; k < rowStarts[r + 1]; k++) {
                if (columnIndices[k] <= previous || columnIndices[k] >= columns) {
                    throw new IllegalArgumentException("row " + r + " has column " + columnIndices[k] + " after "
                            + previous + ", columns must ascend within [0, " + columns + ")");
                }
                previous = columnIndices[k];
            }
        }
        this.columns = columns;
        this.rowStarts = rowStarts;
        this.columnIndices = columnIndices;
    }

    /** The number of users. */
    public int rows() {
        return rowStarts.length - 1;
    }

    /** The number of items. */
    public int columns() {
        return columns;
    }

    /** The number of stored entries. */
    public int nonZeros() {
        return columnIndices.length;
    }

    /** What the matrix takes of Java's heap, bytes. */
    public long heap() {
        return heap(rows(), nonZeros());
    }

    /** What a matrix of so many rows and non-zeros takes of Java's heap, bytes. */
    public static long heap(int rows, long nonZeros) {
        return Integer.BYTES * (rows + 1L + nonZeros);
    }

    /** Where row {@code row} begins among the non-zeros; {@code rowStart(rows())} is their number. */
    public int rowStart(int row) {
        return rowStarts[row];
    }

    /** How many entries row {@code row} has. */
    public int rowLength(int row) {
        return rowStarts[row + 1] - rowStarts[row];
    }

    /** The column of the {@code k}-th non-zero, k counted over the whole matrix. */
    public int column(int k) {
        return columnIndices[k];
    }

    /** The columns of row {@code row}, ascending: a copy. */
    public int[] row(int row) {
        return Arrays.copyOfRange(columnIndices, rowStarts[row], rowStarts[row + 1]);
    }

    /** Whether the matrix has an entry at (row, column): a binary search in the row. */
    public boolean contains(int row, int column) {
        return Arrays.binarySearch(columnIndices, rowStarts[row], rowStarts[row + 1], column) >= 0;
    }

    /** How many rows have an entry in each column, [columns]. */
    public int[] columnCounts() {
        int[] counts = new int[columns];
        for (int column : columnIndices) {
            counts[column]++;
        }
        return counts;
    }

    /** The same entries, rows and columns swapped. */
    public CsrMatrix transposed() {
        int[] starts = new int[columns + 1];
        for (int column : columnIndices) {
            starts[column + 1]++;
        }
        for (int column = 0; column < columns; column++) {
            starts[column + 1] += starts[column];
        }
        int[] next = starts.clone();
        int[] rows = new int[columnIndices.length];
        for (int row = 0; row < rows(); row++) {
            for (int k = rowStarts[row]; k < rowStarts[row + 1]; k++) {
                rows[next[columnIndices[k]]++] = row;
            }
        }
        return new CsrMatrix(rows(), starts, rows);
    }
}
