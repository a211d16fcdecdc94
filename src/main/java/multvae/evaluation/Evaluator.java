package multvae.evaluation;

import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import multvae.data.CsrMatrix;
import multvae.error.UserError;

/**
 * Scores held-out users from their fold-in items, batch by batch, and measures the rankings against their held-out items.
 *
 * <p>One buffer of a batch's scores is all that is held, for as many evaluations as there are: it is not thread-safe. The scorer is called on the caller's thread; a batch's users are
 * ranked in parallel, in the common fork-join pool or in that of the caller. The result is the same, bit for bit,
 * whatever the batch size and the number of threads, as far as the scorer's is.
 */
public final class Evaluator {

    /** Several for each thread, so that one that is held up delays the batch by little. */
    private static final int PARTS_PER_THREAD = 4;

    private final CsrMatrix foldIn;
    private final CsrMatrix heldOut;
    private final List<MetricAtK> metrics;
    private final int[] rows; // [users with a held-out item]
    private final int batchRows;
    private final float[] scores; // [batch, items]
    private final UserRanking[] parts;

    /**
     * @param foldIn what a scorer may know of the users, [users, items]
     * @param heldOut what it has to find, [users, items]; users with an empty row are skipped and counted
     * @param metrics at least one, each once
     * @param batchSize users scored at once, from 1
     * @throws UserError where no user has a held-out item, or a batch's scores do not fit an array
     */
    public Evaluator(CsrMatrix foldIn, CsrMatrix heldOut, List<MetricAtK> metrics, int batchSize) {
        if (foldIn.rows() != heldOut.rows() || foldIn.columns() != heldOut.columns()) {
            throw new IllegalArgumentException("fold-in is " + foldIn.rows() + " x " + foldIn.columns() + ", held-out "
                    + heldOut.rows() + " x " + heldOut.columns());
        }
        if (metrics.isEmpty() || new HashSet<>(metrics).size() != metrics.size()) {
            throw new IllegalArgumentException("metrics must be at least one, each once, not " + metrics);
        }
        if (batchSize < 1) {
            throw new IllegalArgumentException("batch size is " + batchSize + ", must be at least 1");
        }
        if (heldOut.nonZeros() == 0) {
            throw new UserError(
                    "preprocess.heldOutUsers",
                    "a user with a held-out item",
                    "none among " + heldOut.rows() + " held-out users",
                    "hold out more users, or raise preprocess.minUserEvents");
        }
        this.foldIn = foldIn;
        this.heldOut = heldOut;
        this.metrics = List.copyOf(metrics);
        this.rows = IntStream.range(0, heldOut.rows())
                .filter(row -> heldOut.rowLength(row) > 0)
                .toArray();
        this.batchRows = Math.min(batchSize, foldIn.rows());
        this.scores = buffer(batchRows);
        int longest = metrics.stream().mapToInt(MetricAtK::k).max().orElseThrow();
        int ranked = Math.min(longest, foldIn.columns());
        this.parts = IntStream.range(0, PARTS_PER_THREAD * Runtime.getRuntime().availableProcessors())
                .mapToObj(part -> new UserRanking(ranked))
                .toArray(UserRanking[]::new);
    }

    /**
     * Evaluates a scorer. A held-out item that the user has folded in as well cannot be a hit, but counts as held out.
     *
     * @throws IllegalStateException where a score is NaN
     */
    public Evaluation evaluate(Scorer scorer) {
        double[][] values = new double[metrics.size()][rows.length]; // [metrics, users with a held-out item]
        int first = 0;
        for (int from = 0; from < foldIn.rows(); from += batchRows) {
            int to = Math.min(from + batchRows, foldIn.rows());
            int last = first;
            while (last < rows.length && rows[last] < to) {
                last++;
            }
            scorer.score(foldIn, from, to, scores);
            rank(values, from, first, last);
            first = last;
        }
        return new Evaluation(metrics, rows, heldOut.rows() - rows.length, values);
    }

    private float[] buffer(int batchRows) {
        int mostRows = (Integer.MAX_VALUE - 8) / foldIn.columns();
        if (batchRows > mostRows) {
            throw new UserError(
                    "evaluate.batchSize",
                    "at most " + mostRows + " with " + foldIn.columns() + " items",
                    String.valueOf(batchRows),
                    "lower it");
        }
        return new float[batchRows * foldIn.columns()];
    }

    /** Ranks users first..last of {@link #rows}; the scores begin with row {@code from}. */
    private void rank(double[][] values, int from, int first, int last) {
        IntStream.range(0, parts.length).parallel().forEach(part -> {
            int begin = first + (int) ((long) (last - first) * part / parts.length);
            int end = first + (int) ((long) (last - first) * (part + 1) / parts.length);
            for (int user = begin; user < end; user++) {
                boolean[] hits = parts[part].hits((rows[user] - from) * foldIn.columns(), rows[user]);
                for (int m = 0; m < values.length; m++) {
                    MetricAtK metric = metrics.get(m);
                    values[m][user] = metric.metric().value(hits, heldOut.rowLength(rows[user]), metric.k());
                }
            }
        });
    }

    /** One user's ranking at a time; its arrays are reused, so it belongs to one thread. */
    private final class UserRanking {

        private final TopK topK;
        private final boolean[] hits;

        UserRanking(int k) {
            topK = new TopK(k);
            hits = new boolean[k];
        }

        boolean[] hits(int offset, int row) {
            int ranked = topK.rank(scores, offset, foldIn, row);
            for (int position = 0; position < hits.length; position++) {
                hits[position] = position < ranked && heldOut.contains(row, topK.item(position));
            }
            return hits;
        }
    }
}
