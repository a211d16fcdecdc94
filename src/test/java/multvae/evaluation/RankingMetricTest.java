package multvae.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class RankingMetricTest {

    /** Ranks 2 and 4 hit. */
    private static final boolean[] HITS = {false, true, false, true, false};

    private static double log2(double x) {
        return Math.log(x) / Math.log(2);
    }

    @Test
    void ndcg_divides_the_discounted_hits_by_those_of_the_best_ranking() {
        // @1 misses. @2: 1/log2(3) over 1 + 1/log2(3). @5, three held out: (1/log2(3) + 1/log2(5)) over 1 + 1/log2(3) +
        // 1/2.
        assertThat(RankingMetric.NDCG.value(HITS, 3, 1)).isZero();
        assertThat(RankingMetric.NDCG.value(HITS, 3, 2)).isCloseTo((1 / log2(3)) / (1 + 1 / log2(3)), within(1e-12));
        assertThat(RankingMetric.NDCG.value(HITS, 3, 5))
                .isCloseTo((1 / log2(3) + 1 / log2(5)) / (1 + 1 / log2(3) + 0.5), within(1e-12));
    }

    @Test
    void the_papers_recall_divides_by_the_smaller_of_k_and_the_held_out_items() {
        assertThat(RankingMetric.RECALL.value(HITS, 3, 2)).isEqualTo(1 / 2.0);
        assertThat(RankingMetric.RECALL.value(HITS, 3, 4)).isEqualTo(2 / 3.0);
        assertThat(RankingMetric.RECALL.value(HITS, 10, 4)).isEqualTo(2 / 4.0);
    }

    @Test
    void the_usual_recall_divides_by_the_held_out_items() {
        assertThat(RankingMetric.RECALL_ALL.value(HITS, 3, 2)).isEqualTo(1 / 3.0);
        assertThat(RankingMetric.RECALL_ALL.value(HITS, 10, 4)).isEqualTo(2 / 10.0);
    }

    @Test
    void beyond_the_ranking_there_are_no_hits_but_the_held_out_items_count() {
        boolean[] short2 = {true, true};
        assertThat(RankingMetric.RECALL.value(short2, 4, 100)).isEqualTo(2 / 4.0);
        assertThat(RankingMetric.NDCG.value(short2, 3, 100))
                .isCloseTo((1 + 1 / log2(3)) / (1 + 1 / log2(3) + 0.5), within(1e-12));
    }

    @Test
    void precision_divides_by_the_cutoff_even_beyond_the_ranking() {
        assertThat(RankingMetric.PRECISION.value(HITS, 3, 1)).isZero();
        assertThat(RankingMetric.PRECISION.value(HITS, 3, 4)).isEqualTo(2 / 4.0);
        assertThat(RankingMetric.PRECISION.value(HITS, 1, 100)).isEqualTo(2 / 100.0);
    }

    @Test
    void map_averages_the_precision_at_each_hit_over_the_smaller_of_k_and_the_held_out_items() {
        // Precision 1/2 at rank 2 and 2/4 at rank 4. @3 has the first only, over min(3, 5).
        assertThat(RankingMetric.MAP.value(HITS, 5, 3)).isCloseTo((1 / 2.0) / 3, within(1e-15));
        assertThat(RankingMetric.MAP.value(HITS, 3, 4)).isCloseTo((1 / 2.0 + 2 / 4.0) / 3, within(1e-15));
        assertThat(RankingMetric.MAP.value(HITS, 3, 100)).isCloseTo((1 / 2.0 + 2 / 4.0) / 3, within(1e-15));
        assertThat(RankingMetric.MAP.value(new boolean[] {true, true}, 2, 2)).isEqualTo(1.0);
    }

    @Test
    void mrr_is_the_reciprocal_of_the_first_hits_rank_up_to_the_cutoff() {
        assertThat(RankingMetric.MRR.value(HITS, 3, 1)).isZero();
        assertThat(RankingMetric.MRR.value(HITS, 3, 2)).isEqualTo(1 / 2.0);
        assertThat(RankingMetric.MRR.value(HITS, 3, 100)).isEqualTo(1 / 2.0);
        assertThat(RankingMetric.MRR.value(new boolean[] {false, false, true}, 3, 3))
                .isEqualTo(1 / 3.0);
    }

    @Test
    void the_hit_rate_asks_for_one_hit_up_to_the_cutoff() {
        assertThat(RankingMetric.HIT_RATE.value(HITS, 3, 1)).isZero();
        assertThat(RankingMetric.HIT_RATE.value(HITS, 3, 2)).isEqualTo(1.0);
        assertThat(RankingMetric.HIT_RATE.value(HITS, 3, 5)).isEqualTo(1.0);
        assertThat(RankingMetric.HIT_RATE.value(new boolean[3], 3, 100)).isZero();
    }

    @Test
    void every_metric_is_one_for_a_single_held_out_item_at_the_top_and_nothing_without_a_hit() {
        for (RankingMetric metric : RankingMetric.values()) {
            assertThat(metric.value(new boolean[] {true, false}, 1, 1))
                    .as(metric.printedName())
                    .isEqualTo(1.0);
            assertThat(metric.value(new boolean[] {false, false}, 1, 2))
                    .as(metric.printedName())
                    .isZero();
        }
    }

    @Test
    void names_are_those_of_the_papers_tables() {
        assertThat(Arrays.stream(RankingMetric.values())
                        .map(metric -> metric.at(20).name()))
                .containsExactly(
                        "NDCG@20", "Recall@20", "RecallAll@20", "Precision@20", "MAP@20", "MRR@20", "HitRate@20");
    }

    @Test
    void a_cutoff_below_one_is_refused() {
        assertThatThrownBy(() -> RankingMetric.NDCG.at(0)).isInstanceOf(IllegalArgumentException.class);
    }
}
