package multvae.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class CsrMatrixTest {

    /** Rows {0, 2}, {}, {2}, {0, 1, 2}; column 3 is empty. */
    private static final CsrMatrix MATRIX = new CsrMatrix(4, new int[] {0, 2, 2, 3, 6}, new int[] {0, 2, 2, 0, 1, 2});

    private static int[] row(CsrMatrix matrix, int row) {
        return IntStream.range(matrix.rowStart(row), matrix.rowStart(row + 1))
                .map(matrix::column)
                .toArray();
    }

    @Test
    void transposed_has_rows_and_columns_swapped_and_rows_ascending() {
        CsrMatrix transposed = MATRIX.transposed();
        assertThat(transposed.rows()).isEqualTo(4);
        assertThat(row(transposed, 0)).containsExactly(0, 3);
        assertThat(row(transposed, 1)).containsExactly(3);
        assertThat(row(transposed, 2)).containsExactly(0, 2, 3);
        assertThat(row(transposed, 3)).isEmpty();
        assertThat(new CsrMatrix(7, new int[] {0, 1}, new int[] {5})
                        .transposed()
                        .columns())
                .isEqualTo(1);
    }

    @Test
    void columns_are_counted_with_those_that_are_empty() {
        assertThat(MATRIX.columnCounts()).containsExactly(2, 1, 3, 0);
    }
}
