package multvae.weights;

import java.util.List;
import java.util.Optional;
import multvae.io.UserError;

/** Scores users by what they have, a few at a time. Not thread-safe: it may reuse its arrays. */
public interface HistoryScorer {

    /** How many items the model scores. */
    int items();

    /** How many histories {@link #score} takes. */
    int mostUsers();

    /** At most 256 histories in a pass, fewer if they have more than 64 MiB of values, {@code width} each; at least one. */
    static int mostUsers(int width) {
        return Math.max(1, Math.min(256, (1 << 24) / width));
    }

    /**
     * Scores all items for users.
     *
     * @param histories the columns of each user's items, ascending, none twice
     * @return [histories, items], row-major, and more; valid until the next call
     * @throws UserError if a score is not finite
     */
    float[] score(List<int[]> histories);

    /** Whether the scores are logits: e to the difference of two of them says how many times as probable one item is as the other. */
    boolean logits();

    /**
     * What each item of a user adds to the scores of some items, if a score is a sum over the user's items.
     *
     * @param history the columns of the user's items, ascending, none twice
     * @param items the columns of the scored items
     * @return [history, items], or empty if the scores are no such sums
     */
    default Optional<double[][]> contributions(int[] history, int[] items) {
        return Optional.empty();
    }
}
