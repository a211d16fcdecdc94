package multvae.evaluation;

import java.util.List;
import java.util.stream.IntStream;
import multvae.io.Plural;
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
}
