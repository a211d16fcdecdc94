package multvae.evaluation;

import java.util.function.Consumer;
import java.util.stream.IntStream;
import multvae.io.UserError;
import multvae.matrix.CsrMatrix;

/**
 * Scores users from their fold-in items, batch by batch, and ranks the items that each has not folded in.
 *
 * <p>One buffer of a batch's scores is all that is held, for as many scorers as there are: it is not thread-safe. The
 * scorer is called on the caller's thread; a batch's users are ranked in parallel, in the common fork-join pool or in
 * that of the caller.
 */
final class Ranker {

    /** Several for each thread, so that one that is held up delays the batch by little. */
    private static final int PARTS_PER_THREAD = 4;

    private final CsrMatrix foldIn;
    private final int batchRows;
    private final float[] scores; // [batch, items]
    private final UserRanking[] parts;

    /**
     * @param foldIn what a scorer may know of the users, [users, items]
     * @param k how many items to rank, from 1; may exceed the number of items
     * @param batchSize users scored at once, from 1
     * @throws UserError where a batch's scores do not fit an array
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
                .mapToObj(part -> new UserRanking(ranked))
                .toArray(UserRanking[]::new);
    }

    /**
     * Ranks the items of some users.
     *
     * @param rows whose, ascending; all are scored
     * @param action what to do with each ranking: on several threads at once, in no order, before the next is made
     * @throws IllegalStateException where a score is NaN
     */
    void rank(Scorer scorer, int[] rows, Consumer<UserRanking> action) {
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
    private void rank(int[] rows, int from, int first, int last, Consumer<UserRanking> action) {
        IntStream.range(0, parts.length).parallel().forEach(part -> {
            int begin = first + (int) ((long) (last - first) * part / parts.length);
            int end = first + (int) ((long) (last - first) * (part + 1) / parts.length);
            for (int user = begin; user < end; user++) {
                parts[part].rank(scores, (rows[user] - from) * foldIn.columns(), foldIn, rows[user]);
                action.accept(parts[part]);
            }
        });
    }

    private static float[] buffer(int batchRows, int items) {
        int mostRows = (Integer.MAX_VALUE - 8) / items;
        if (batchRows > mostRows) {
            throw new UserError(
                    "evaluate.batchSize",
                    "at most " + mostRows + " with " + items + " items",
                    String.valueOf(batchRows),
                    "lower it");
        }
        return new float[batchRows * items];
    }
}
