package multvae.baselines;

import multvae.evaluation.Scorer;
import multvae.matrix.CsrMatrix;

/**
 * The same ranking for everyone: an item's score is the number of train users who have it. Scores are exact up to
 * 2^24 users, the integers that a float holds.
 */
public final class Popularity implements Scorer {

    private final float[] scores; // [items]

    /**
     * @param train what the train users have, [users, items]
     */
    public Popularity(CsrMatrix train) {
        int[] users = train.columnCounts();
        scores = new float[users.length];
        for (int item = 0; item < users.length; item++) {
            scores[item] = users[item];
        }
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if {@code foldIn} does not have the items of the train matrix
     */
    @Override
    public void score(CsrMatrix foldIn, int from, int to, float[] out) {
        TrainItems.require(foldIn, scores.length);
        for (int row = from; row < to; row++) {
            System.arraycopy(scores, 0, out, (row - from) * scores.length, scores.length);
        }
    }
}
