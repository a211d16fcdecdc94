package multvae.spark;

import java.io.Serializable;

/**
 * Into which runs of rows the matrices are cut, each to be made by one task: the runs of the first matrix, then those of the second.
 */
final class Runs implements Serializable {

    private static final long serialVersionUID = 1;

    private final int[] rows; // [matrices]
    private final int[] first; // [matrices + 1], the number of each matrix's first run

    private Runs(int[] rows, int[] first) {
        this.rows = rows;
        this.first = first;
    }

    /**
     * Cuts matrices.
     *
     * @param rows [matrices]
     * @param most how many runs the one with most rows has; a smaller one has as many as its share of these rows, at least one
     */
    static Runs of(int[] rows, int most) {
        int longest = 1;
        for (int count : rows) {
            longest = Math.max(longest, count);
        }
        int[] first = new int[rows.length + 1];
        for (int matrix = 0; matrix < rows.length; matrix++) {
            int runs = (int) (((long) most * rows[matrix] + longest - 1) / longest);
            first[matrix + 1] = first[matrix] + Math.max(1, runs);
        }
        return new Runs(rows.clone(), first);
    }

    /** How many there are of all matrices. */
    int all() {
        return first[rows.length];
    }

    /** How many a matrix has. */
    int of(Matrix matrix) {
        return first[matrix.place() + 1] - first[matrix.place()];
    }

    /** The run of a matrix's row. */
    int of(Matrix matrix, int row) {
        return first[matrix.place()] + (int) ((long) row * of(matrix) / rows[matrix.place()]);
    }
}
