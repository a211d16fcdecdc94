package multvae.evaluation;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import multvae.io.Plural;
import multvae.io.ProcessMemory;
import multvae.io.UserError;
import multvae.matrix.CsrMatrix;

/**
 * Scores held-out users from their fold-in items, batch by batch, and measures the rankings against their held-out items.
 *
 * <p>It is made once for as many evaluations as there are: it holds one batch's scores, and is not thread-safe. The scorer is
 * called on the caller's thread. A batch's users are ranked in parallel, in the common fork-join pool or in that of the
 * caller. As far as a scorer gives a user the same scores in every batch, the result is the same to the last bit, whatever the
 * batch size and the number of threads.
 */
public final class Evaluator {

    /** A user with fewer holds none out, as {@code HeldOutDraw} says. */
    private static final int LEAST_EVENTS = 5;

    private static final double PERCENT = 100;

    private final HeldOut heldOut;
    private final Ranker ranker;

    /**
     * @param foldIn what a scorer may know of the users, [users, items]
     * @param heldOut what it has to find, [users, items]; users with an empty row are skipped and counted
     * @param metrics at least one, each once
     * @param batchSize users scored at once, from 1
     * @throws UserError if no user has a held-out item, or a batch's scores do not fit an array
     */
    public Evaluator(CsrMatrix foldIn, CsrMatrix heldOut, List<MetricAtK> metrics, int batchSize) {
        requireUsers(foldIn, heldOut);
        this.heldOut = new HeldOut(heldOut, metrics);
        this.ranker = new Ranker(foldIn, this.heldOut.longestCutoff(), batchSize);
    }

    /**
     * Evaluates a scorer. A held-out item that the user has folded in as well cannot be a hit, but counts as held out.
     *
     * @throws IllegalStateException if a score is NaN
     */
    public Evaluation evaluate(Scorer scorer) {
        double[][] values = heldOut.newValues();
        ranker.rank(scorer, heldOut.rows(), (row, ranking) -> heldOut.measure(row, ranking, values));
        return heldOut.evaluation(values);
    }

    /** Checks that the two matrices are of the same users and items, and that a user has a held-out item. */
    static void requireUsers(CsrMatrix foldIn, CsrMatrix heldOut) {
        if (foldIn.rows() != heldOut.rows() || foldIn.columns() != heldOut.columns()) {
            throw new IllegalArgumentException("fold-in is " + foldIn.rows() + " x " + foldIn.columns() + ", held-out "
                    + heldOut.rows() + " x " + heldOut.columns());
        }
        if (heldOut.nonZeros() == 0) {
            throw nothingHeldOut(foldIn);
        }
    }

    /** @param foldIn all events of the users, since none is held out */
    private static UserError nothingHeldOut(CsrMatrix foldIn) {
        int most =
                IntStream.range(0, foldIn.rows()).map(foldIn::rowLength).max().orElse(0);
        String found = "none among " + Plural.of(foldIn.rows(), "held-out user") + ", who have at most "
                + Plural.of(most, "event");
        if (most < LEAST_EVENTS) {
            return new UserError(
                    "preprocess.minUserEvents",
                    "a user with a held-out item, of " + LEAST_EVENTS + " events or more",
                    found,
                    "set it to " + LEAST_EVENTS
                            + " if there are users who have as many, else bring more data of each user");
        }
        double ofAll = 1.0 / LEAST_EVENTS; // holds one out of each user who has so many
        double least = Math.ceil(PERCENT / most) / PERCENT; // rounded up, since a share of the events is rounded down
        return new UserError(
                "preprocess.heldOutProportion",
                "a share that holds out an item of some user",
                found,
                "set it to " + ofAll + (least < ofAll ? ", or to " + least + " at least" : ""));
    }

    /** What is to be found, and the metrics that measure how well it is found. */
    static final class HeldOut {

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

    /** Scores users from their fold-in items, batch by batch, and ranks the items that each has not folded in. */
    static final class Ranker {

        /** Several for each thread, so that one slow part delays the batch by little. */
        private static final int PARTS_PER_THREAD = 4;

        /** What to do with a user's ranking: on several threads at once, in no order, before the next one is made. */
        interface Action {
            void accept(int row, TopK ranking);
        }

        private final CsrMatrix foldIn;
        private final int batchRows;
        private final float[] scores; // [batch, items]
        private final TopK[] parts;

        /**
         * @param foldIn what a scorer may know of the users, [users, items]
         * @param k how many items to rank, from 1; may exceed the number of items
         * @param batchSize users scored at once, from 1
         * @throws UserError if a batch's scores do not fit an array
         */
        Ranker(CsrMatrix foldIn, int k, int batchSize) {
            if (batchSize < 1) {
                throw new IllegalArgumentException("batch size is " + batchSize + ", must be at least 1");
            }
            this.foldIn = foldIn;
            this.batchRows = Math.min(batchSize, foldIn.rows());
            this.scores = buffer(batchRows, foldIn.columns());
            int ranked = Math.min(k, foldIn.columns());
            this.parts = IntStream.range(
                            0, PARTS_PER_THREAD * Runtime.getRuntime().availableProcessors())
                    .mapToObj(part -> new TopK(ranked))
                    .toArray(TopK[]::new);
        }

        private static float[] buffer(int batchRows, int items) {
            int mostRows = ProcessMemory.LONGEST_ARRAY / items;
            if (batchRows > mostRows) {
                throw new UserError(
                        "evaluate.batchSize",
                        "at most " + mostRows + " with " + items + " items",
                        String.valueOf(batchRows),
                        "lower it");
            }
            return new float[batchRows * items];
        }

        /**
         * Ranks the items of some users.
         *
         * @param rows whose, ascending; the other users of the matrix are scored too
         * @throws IllegalStateException if a score is NaN
         */
        void rank(Scorer scorer, int[] rows, Action action) {
            int first = 0;
            for (int from = 0; from < foldIn.rows(); from += batchRows) {
                int to = Math.min(from + batchRows, foldIn.rows());
                int last = first;
                while (last < rows.length && rows[last] < to) {
                    last++;
                }
                scorer.score(foldIn, from, to, scores);
                rank(rows, from, first, last, action);
                first = last;
            }
        }

        /** Ranks users first..last of {@code rows}; the scores begin with row {@code from}. */
        private void rank(int[] rows, int from, int first, int last, Action action) {
            IntStream.range(0, parts.length).parallel().forEach(part -> {
                int begin = first + (int) ((long) (last - first) * part / parts.length);
                int end = first + (int) ((long) (last - first) * (part + 1) / parts.length);
                for (int user = begin; user < end; user++) {
                    parts[part].rank(scores, (rows[user] - from) * foldIn.columns(), foldIn, rows[user]);
                    action.accept(rows[user], parts[part]);
                }
            });
        }
    }
}
