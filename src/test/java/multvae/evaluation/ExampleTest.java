package multvae.evaluation;

import static multvae.evaluation.Rows.matrix;
import static multvae.evaluation.Rows.row;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import multvae.matrix.CsrMatrix;
import org.junit.jupiter.api.Test;

final class ExampleTest {

    /** Item i scores i for everybody, but for 0, which is row 3's favourite. */
    private static final Scorer BY_NUMBER = (foldIn, from, to, scores) -> {
        for (int row = from; row < to; row++) {
            for (int item = 0; item < foldIn.columns(); item++) {
                scores[(row - from) * foldIn.columns() + item] = row == 3 && item == 0 ? 100 : item;
            }
        }
    };

    // Fold-in items: 3, 1, 2, 2, 4. Row 4 has nothing held out, so the order of activity is 1, 2, 3, 0.
    private static final CsrMatrix FOLD_IN = matrix(6, row(0, 1, 2), row(5), row(0, 1), row(4, 5), row(0, 1, 2, 3));
    private static final CsrMatrix HELD_OUT = matrix(6, row(4), row(0), row(5), row(0, 3), row());

    @Test
    void two_users_are_the_middle_ones_of_the_halves_by_activity() {
        // Middle of (1, 2) and of (3, 0), the upper of two: rows 2 and 0.
        assertThat(Example.of(BY_NUMBER, FOLD_IN, HELD_OUT, 2, 2))
                .containsExactly(
                        new Example(2, List.of(0, 1), List.of(5), List.of(5, 4)),
                        new Example(0, List.of(0, 1, 2), List.of(4), List.of(5, 4)));
    }

    @Test
    void where_fewer_users_count_than_are_asked_for_all_are_examples_with_at_most_the_items_that_are_left() {
        assertThat(Example.of(BY_NUMBER, FOLD_IN, HELD_OUT, 10, 5))
                .containsExactly(
                        new Example(1, List.of(5), List.of(0), List.of(4, 3, 2, 1, 0)),
                        new Example(2, List.of(0, 1), List.of(5), List.of(5, 4, 3, 2)),
                        new Example(3, List.of(4, 5), List.of(0, 3), List.of(0, 3, 2, 1)),
                        new Example(0, List.of(0, 1, 2), List.of(4), List.of(5, 4, 3)));
    }
}
