package multvae.evaluation;

import java.util.stream.IntStream;
import multvae.io.ProcessMemory;
import multvae.io.UserError;
import multvae.matrix.CsrMatrix;

/** Scores users from their fold-in items, batch by batch, and ranks the items that each has not folded in. */
final class Ranker {

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
        this.parts = IntStream.range(0, PARTS_PER_THREAD * Runtime.getRuntime().availableProcessors())
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
