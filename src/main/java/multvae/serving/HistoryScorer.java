package multvae.serving;

import java.util.List;
import multvae.data.CsrMatrix;
import multvae.model.ModelScorer;
import multvae.model.TrainedModel;

/**
 * Scores histories, a list of them in one pass of the model. Not thread-safe: it reuses its arrays.
 *
 * <p>A pass is filled up with empty rows to 16, 32, 64, ... users. Below 16, the matrix product adds up in another order,
 * so that the last bits of a score, and with them a close rank, would depend on how many users are scored at once; and
 * the arrays of a few sizes are all that is ever held.
 */
final class HistoryScorer implements AutoCloseable {

    private static final int LEAST_USERS = 16;
    private static final int MOST_USERS = 256;
    private static final int MOST_SCORES = 1 << 24; // 64 MiB

    private final TrainedModel model;
    private final ModelScorer scorer;
    private final int items;
    private final int mostUsers;
    private float[] scores = new float[0]; // [users of the largest pass so far, items]

    /** @param model is closed with this */
    HistoryScorer(TrainedModel model, int items) {
        this.model = model;
        this.scorer = model.scorer();
        this.items = items;
        this.mostUsers = Math.max(LEAST_USERS, Math.min(MOST_USERS, Integer.highestOneBit(MOST_SCORES / items)));
    }

    /** How many histories fit one pass. */
    int mostUsers() {
        return mostUsers;
    }

    /**
     * Every item's logit.
     *
     * @param histories at most {@link #mostUsers}, each ascending columns, none twice
     * @return [histories, items], row-major, and more; valid until the next call
     */
    float[] score(List<int[]> histories) {
        if (histories.size() > mostUsers) {
            throw new IllegalArgumentException(histories.size() + " histories, at most " + mostUsers);
        }
        int users = LEAST_USERS;
        while (users < histories.size()) {
            users *= 2;
        }
        if (scores.length < users * items) {
            scores = new float[users * items];
        }
        scorer.score(matrix(histories, users), 0, users, scores);
        return scores;
    }

    private CsrMatrix matrix(List<int[]> histories, int users) {
        int[] starts = new int[users + 1];
        for (int user = 0; user < users; user++) {
            starts[user + 1] = starts[user] + (user < histories.size() ? histories.get(user).length : 0);
        }
        int[] columns = new int[starts[users]];
        for (int user = 0; user < histories.size(); user++) {
            System.arraycopy(histories.get(user), 0, columns, starts[user], histories.get(user).length);
        }
        return new CsrMatrix(items, starts, columns);
    }

    @Override
    public void close() {
        scorer.close();
        model.close();
    }
}
