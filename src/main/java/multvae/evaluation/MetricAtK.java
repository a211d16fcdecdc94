package multvae.evaluation;

import java.util.List;

/**
 * A metric and its cutoff.
 *
 * @param metric the formula
 * @param k how many of the best items count, from 1; may exceed the number of items
 */
public record MetricAtK(RankingMetric metric, int k) {

    /** What Liang et al. report, and recall as others compute it. */
    public static final List<MetricAtK> STANDARD = List.of(
            RankingMetric.NDCG.at(100),
            RankingMetric.RECALL.at(20),
            RankingMetric.RECALL.at(50),
            RankingMetric.RECALL_ALL.at(20),
            RankingMetric.RECALL_ALL.at(50));

    public MetricAtK {
        if (k < 1) {
            throw new IllegalArgumentException("k is " + k + ", must be at least 1");
        }
    }

    /** How tables and files call it: {@code NDCG@100}. */
    public String name() {
        return metric.printedName() + "@" + k;
    }
}
