package multvae.evaluation;

import java.util.List;
import multvae.io.UserError;
import multvae.matrix.CsrMatrix;

/**
 * Scores held-out users from their fold-in items, batch by batch, and measures the rankings against their held-out items.
 *
 * <p>Made once for as many evaluations as there are: it holds one batch's scores, and is not thread-safe. The scorer is
 * called on the caller's thread; a batch's users are ranked in parallel, in the common fork-join pool or in that of the
 * caller. The result is the same, bit for bit, whatever the batch size and the number of threads, as far as the scorer's
 * is.
 */
public final class Evaluator {

    private final HeldOut heldOut;
    private final Ranker ranker;

    /**
     * @param foldIn what a scorer may know of the users, [users, items]
     * @param heldOut what it has to find, [users, items]; users with an empty row are skipped and counted
     * @param metrics at least one, each once
     * @param batchSize users scored at once, from 1
     * @throws UserError where no user has a held-out item, or a batch's scores do not fit an array
     */
    public Evaluator(CsrMatrix foldIn, CsrMatrix heldOut, List<MetricAtK> metrics, int batchSize) {
        requireUsers(foldIn, heldOut);
        this.heldOut = new HeldOut(heldOut, metrics);
        this.ranker = new Ranker(foldIn, this.heldOut.longestCutoff(), batchSize);
    }

    /**
     * Evaluates a scorer. A held-out item that the user has folded in as well cannot be a hit, but counts as held out.
     *
     * @throws IllegalStateException where a score is NaN
     */
    public Evaluation evaluate(Scorer scorer) {
        double[][] values = heldOut.newValues();
        ranker.rank(scorer, heldOut.rows(), ranking -> heldOut.measure(ranking, values));
        return heldOut.evaluation(values);
    }

    /** That the two matrices are of the same users and items, and a user has a held-out one. */
    static void requireUsers(CsrMatrix foldIn, CsrMatrix heldOut) {
        if (foldIn.rows() != heldOut.rows() || foldIn.columns() != heldOut.columns()) {
            throw new IllegalArgumentException("fold-in is " + foldIn.rows() + " x " + foldIn.columns() + ", held-out "
                    + heldOut.rows() + " x " + heldOut.columns());
        }
        if (heldOut.nonZeros() == 0) {
            throw new UserError(
                    "preprocess.heldOutUsers",
                    "a user with a held-out item",
                    "none among " + heldOut.rows() + " held-out users",
                    "hold out more users, or raise preprocess.minUserEvents");
        }
    }
}
