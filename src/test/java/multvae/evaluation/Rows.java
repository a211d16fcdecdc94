package multvae.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import multvae.matrix.CsrMatrix;

/** Small matrices, written as the ascending columns of each row. */
final class Rows {

    private Rows() {}

    static CsrMatrix matrix(int columns, int[]... rows) {
        int[] starts = new int[rows.length + 1];
        List<Integer> indices = new ArrayList<>();
        for (int r = 0; r < rows.length; r++) {
            Arrays.stream(rows[r]).forEach(indices::add);
            starts[r + 1] = indices.size();
        }
        return new CsrMatrix(
                columns, starts, indices.stream().mapToInt(Integer::intValue).toArray());
    }

    static int[] row(int... columns) {
        return columns;
    }
}
