package multvae.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import multvae.baselines.Popularity;
import multvae.evaluation.Evaluator;
import multvae.evaluation.MetricAtK;
import multvae.evaluation.RankingMetric;
import multvae.evaluation.Scorer;
import multvae.io.UserError;
import multvae.matrix.CsrMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SyntheticDataTest {

    private static final MetricAtK HIT_RATE = RankingMetric.HIT_RATE.at(100);

    @Test
    void generated_data_has_the_shape_that_was_asked_for() {
        CsrMatrix matrix = SyntheticData.matrix(2_000, 500, 40_000);
        assertThat(matrix.rows()).isEqualTo(2_000);
        assertThat(matrix.columns()).isEqualTo(500);
        assertThat((double) matrix.nonZeros()).isCloseTo(40_000, within(2_000.0));
        int common = 0;
        for (int k = 0; k < matrix.nonZeros(); k++) {
            common += matrix.column(k) < 50 ? 1 : 0;
        }
        assertThat(common).as("a tenth of the items, the popular ones").isGreaterThan(matrix.nonZeros() / 4);
    }

    @Test
    void no_event_is_both_folded_in_and_held_out() {
        CsrMatrix all = SyntheticData.matrix(300, 100, 3_000);
        SyntheticData.HeldOutUsers users = SyntheticData.heldOutUsers(300, 100, 3_000);
        for (int u = 0; u < 300; u++) {
            assertThat(users.foldIn().rowLength(u)).as("folded in, user " + u).isPositive();
            assertThat(users.foldIn().rowLength(u) + users.heldOut().rowLength(u))
                    .isEqualTo(all.rowLength(u));
            for (int item = 0; item < 100; item++) {
                boolean folded = users.foldIn().contains(u, item);
                boolean held = users.heldOut().contains(u, item);
                assertThat(folded && held)
                        .as("both: user " + u + ", item " + item)
                        .isFalse();
                assertThat(folded || held).isEqualTo(all.contains(u, item));
            }
        }
        assertThat((double) users.heldOut().nonZeros()).isCloseTo(0.2 * all.nonZeros(), within(0.05 * all.nonZeros()));
    }

    @Test
    void held_out_items_can_be_hit() {
        SyntheticData.HeldOutUsers users = SyntheticData.heldOutUsers(300, 100, 3_000);
        Evaluator evaluator = new Evaluator(users.foldIn(), users.heldOut(), List.of(HIT_RATE), 100);
        Scorer popularity = new Popularity(users.foldIn());
        // at a cutoff of the whole catalogue a list leaves out only what is folded in
        assertThat(evaluator.evaluate(popularity).mean(HIT_RATE)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "10, 10, 51", // more than half of the items of all users
        "10, 10, 536870911",
        "100, 40, 99", // a user without an event
        "2147483647, 2, 536870911",
        "2147483647, 40, 2147483648",
        "2, 2147483647, 10",
        "1200000000, 2, 1200000000",
        "536870912, 1000, 536870912",
        "0, 2, 1",
        "1, 1, 1",
        "1, 2, 0",
        "1, 2, -9223372036854775808",
        "1000, 1000000, 9223372036854775807",
    })
    void a_shape_that_cannot_be_is_refused_in_one_line(int users, int items, long events) {
        assertThatThrownBy(() -> SyntheticData.matrix(users, items, events))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith("generated data: expected ")
                .hasMessageNotContaining("\n");
    }

    @Test
    void a_shape_beyond_the_heap_is_refused_before_memory_is_taken() {
        long heap = Runtime.getRuntime().maxMemory();
        int users = (int) Math.min(Integer.MAX_VALUE / 4, heap / 20);
        assertThatThrownBy(() -> SyntheticData.matrix(users, Integer.MAX_VALUE / 4, Integer.MAX_VALUE / 4))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("heap");
    }

    @Test
    void the_smallest_and_the_fullest_shapes_are_generated() {
        assertThat(SyntheticData.matrix(1, 2, 1).nonZeros()).isEqualTo(1);
        assertThat(SyntheticData.matrix(10, 3, 10).nonZeros()).isEqualTo(10);
        // no user is above half of the items
        assertThat(SyntheticData.matrix(10, 10, 50).nonZeros()).isBetween(10, 50);
    }

    @Test
    void data_that_holds_nothing_out_is_refused() {
        assertThatThrownBy(() -> SyntheticData.heldOutUsers(10, 3, 10))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("two events");
    }
}
