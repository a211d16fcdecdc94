package multvae.baselines;

import multvae.evaluation.Scorer;
import multvae.linear.UserCounts;
import multvae.matrix.CsrMatrix;

/**
 * The same ranking for everyone: an item's score is the number of train users who have it. Scores are exact up to
 * 2^24 users, the integers that a float holds.
 */
public final class Popularity implements Scorer {

    private final UserCounts model;

    /** @param users how many train users each item has, [items] */
    public Popularity(int[] users) {
        model = new UserCounts(users);
    }

    /** The scores. */
    public UserCounts model() {
        return model;
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if {@code foldIn} does not have the items of the train matrix
     */
    @Override
    public void score(CsrMatrix foldIn, int from, int to, float[] out) {
        TrainItems.score(model, foldIn, from, to, out);
    }
}
