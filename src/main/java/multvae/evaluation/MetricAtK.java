package multvae.evaluation;

/**
 * A metric and its cutoff.
 *
 * @param metric the formula
 * @param k how many of the best items count, from 1; may exceed the number of items
 */
public record MetricAtK(RankingMetric metric, int k) {

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
