package multvae.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
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

    @ParameterizedTest
    @CsvSource({"1, 2, 1", "7, 3, 10", "50, 2, 50", "3, 1000, 1500", "100000, 5, 1", "2, 50000000, 20"})
    void the_smallest_and_the_most_uneven_shapes_give_each_user_one_item_to_half_of_them(
            int users, int items, long events) {
        CsrMatrix matrix = SyntheticData.matrix(users, items, events);
        assertThat(matrix.rows()).isEqualTo(users);
        assertThat(matrix.columns()).isEqualTo(items);
        for (int user = 0; user < users; user++) {
            assertThat(matrix.rowLength(user)).isBetween(1, items / 2);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0, 40, 1, users, 1 to 100000000",
        "2147483647, 2, 1, users, 1 to 100000000",
        "1100000000, 40, 500000000, users, 1 to 100000000",
        "60, 1, 1, items, 2 to 100000000",
        "60, 2147483647, 600, items, 2 to 100000000",
        "60, 40, 0, events, 1 to 1200",
        "60, 40, 1201, events, 1 to 1200",
        "10, 10, 536870911, events, 1 to 50",
        "100000000, 100000000, 9223372036854775807, events, 1 to 1000000000"
    })
    void a_shape_that_does_not_fit_is_refused_before_memory_is_taken(
            int users, int items, long events, String name, String range) {
        assertThatThrownBy(() -> SyntheticData.matrix(users, items, events))
                .isInstanceOfSatisfying(UserError.class, e -> {
                    assertThat(e.where()).isEqualTo(name + " of generated data");
                    assertThat(e.expected()).isEqualTo("a whole number from " + range);
                });
    }

    @Test
    void no_event_is_in_both_parts_none_is_lost_and_a_fifth_is_held_out() {
        CsrMatrix all = SyntheticData.matrix(300, 200, 6_000);
        HeldOutUsers users = HeldOutUsers.of(all);
        for (int row = 0; row < all.rows(); row++) {
            assertThat(users.heldOut().rowLength(row)).isEqualTo(all.rowLength(row) / 5);
            assertThat(users.foldIn().rowLength(row)).isEqualTo(all.rowLength(row) - all.rowLength(row) / 5);
            for (int k = all.rowStart(row); k < all.rowStart(row + 1); k++) {
                int item = all.column(k);
                assertThat(users.foldIn().contains(row, item))
                        .isNotEqualTo(users.heldOut().contains(row, item));
            }
        }
    }

    @Test
    void a_scorer_of_popularity_hits_more_held_out_items_than_chance() {
        HeldOutUsers users = HeldOutUsers.of(SyntheticData.matrix(500, 400, 10_000));
        MetricAtK recall = RankingMetric.RECALL_ALL.at(20);
        int[] counts = users.foldIn().columnCounts();
        Scorer popularity = (foldIn, from, to, scores) -> {
            for (int k = 0; k < (to - from) * counts.length; k++) {
                scores[k] = counts[k % counts.length];
            }
        };
        double found = new Evaluator(users.foldIn(), users.heldOut(), List.of(recall), 100)
                .evaluate(popularity)
                .mean(recall);
        assertThat(found).isGreaterThan(2 * 20 / 400.0); // chance finds 20 of 400
    }

    @Test
    void users_without_five_events_hold_nothing_out_which_is_said() {
        assertThatThrownBy(() -> HeldOutUsers.of(SyntheticData.matrix(10, 8, 10)))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith(
                        "events of generated data: expected 5 or more of some user, to hold one out, found ")
                .hasMessageEndingWith(" of 10 users; ask for more");
    }
}
