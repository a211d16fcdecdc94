package multvae.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

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
    void names_are_those_of_the_papers_tables() {
        assertThat(MetricAtK.STANDARD)
                .extracting(MetricAtK::name)
                .containsExactly("NDCG@100", "Recall@20", "Recall@50", "RecallAll@20", "RecallAll@50");
    }

    @Test
    void a_cutoff_below_one_is_refused() {
        assertThatThrownBy(() -> RankingMetric.NDCG.at(0)).isInstanceOf(IllegalArgumentException.class);
    }
}
