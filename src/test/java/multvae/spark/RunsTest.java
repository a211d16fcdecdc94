package multvae.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class RunsTest {

    /** 100 rows in 4 runs: 50 rows are 2, 26 and 30 rows are the second run begun, none is a run without rows. */
    @Test
    void a_matrix_has_as_many_runs_as_its_rows_fill() {
        Runs runs = Runs.of(new int[] {100, 50, 26, 30, 0}, 4);
        assertThat(runs.all()).isEqualTo(4 + 2 + 2 + 2 + 1);
        assertThat(runs.of(Matrix.TRAIN)).isEqualTo(4);
        assertThat(runs.of(Matrix.VALIDATION_FOLD_IN)).isEqualTo(2);
        assertThat(runs.of(Matrix.TEST_HELD_OUT)).isEqualTo(1);
        assertThat(IntStream.of(0, 24, 25, 49, 99).map(row -> runs.of(Matrix.TRAIN, row)))
                .containsExactly(0, 0, 1, 1, 3);
        assertThat(IntStream.of(0, 24, 25, 49).map(row -> runs.of(Matrix.VALIDATION_FOLD_IN, row)))
                .containsExactly(4, 4, 5, 5);
        assertThat(IntStream.of(0, 12, 13, 25).map(row -> runs.of(Matrix.VALIDATION_HELD_OUT, row)))
                .containsExactly(6, 6, 7, 7);
    }

    @Test
    void matrices_without_rows_have_a_run_each() {
        assertThat(Runs.of(new int[5], 3).all()).isEqualTo(5);
    }
}
