package multvae.evaluation;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import multvae.matrix.CsrMatrix;

/** What is to be found, and the metrics that measure how well it is found. */
final class HeldOut {

    private final CsrMatrix items; // [users, items]
    private final List<MetricAtK> metrics;
    private final int[] rows; // [users with a held-out item], ascending

    /**
     * @param items each user's held-out items, [users, items]; users with an empty row are skipped and counted
     * @param metrics at least one, each once
     */
    HeldOut(CsrMatrix items, List<MetricAtK> metrics) {
        if (metrics.isEmpty() || new HashSet<>(metrics).size() != metrics.size()) {
            throw new IllegalArgumentException("metrics must be at least one, each once, not " + metrics);
        }
        this.items = items;
        this.metrics = List.copyOf(metrics);
        this.rows = IntStream.range(0, items.rows())
                .filter(row -> items.rowLength(row) > 0)
                .toArray();
    }

    /** The users with a held-out item, ascending; not a copy. */
    int[] rows() {
        return rows;
    }

    /** The largest cutoff of the metrics. */
    int longestCutoff() {
        return metrics.stream().mapToInt(MetricAtK::k).max().orElseThrow();
    }

    /** What {@link #measure} fills: [metrics, users with a held-out item]. */
    double[][] newValues() {
        return new double[metrics.size()][rows.length];
    }

    /** Measures one user's ranking, if the user has a held-out item. Several threads may measure different users. */
    void measure(int row, TopK ranking, double[][] values) {
        int count = items.rowLength(row);
        if (count == 0) {
            return;
        }
        boolean[] hits = new boolean[ranking.size()];
        for (int position = 0; position < hits.length; position++) {
            hits[position] = items.contains(row, ranking.item(position));
        }
        int user = Arrays.binarySearch(rows, row);
        for (int m = 0; m < values.length; m++) {
            MetricAtK metric = metrics.get(m);
            values[m][user] = metric.metric().value(hits, count, metric.k());
        }
    }

    /** Of all users that {@link #measure} was given. There is at least one. */
    Evaluation evaluation(double[][] values) {
        return new Evaluation(metrics, rows, items.rows() - rows.length, values);
    }
}
