package multvae.serving;

import java.util.List;
import multvae.matrix.CsrMatrix;
import multvae.model.HostScorer;
import multvae.model.TrainedModel;

/** Scores histories, a list of them in one pass of the model. Not thread-safe: it reuses its arrays. */
final class HistoryScorer implements AutoCloseable {

    private static final int MOST_USERS = 256;
    private static final int MOST_SCORES = 1 << 24; // 64 MiB

    private final TrainedModel model;
    private final HostScorer scorer;
    private final int items;
    private final int mostUsers;
    private float[] scores = new float[0]; // [users of the largest pass so far, items]

    /** @param model is closed with this */
    HistoryScorer(TrainedModel model, int items) {
        this.model = model;
        this.scorer = model.hostScorer();
        this.items = items;
        this.mostUsers = Math.max(1, Math.min(MOST_USERS, MOST_SCORES / items));
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
        int users = histories.size();
        if (scores.length < users * items) {
            scores = new float[users * items];
        }
        scorer.score(matrix(histories), 0, users, scores);
        return scores;
    }

    private CsrMatrix matrix(List<int[]> histories) {
        int[] starts = new int[histories.size() + 1];
        for (int user = 0; user < histories.size(); user++) {
            starts[user + 1] = starts[user] + histories.get(user).length;
        }
        int[] columns = new int[starts[histories.size()]];
        for (int user = 0; user < histories.size(); user++) {
            System.arraycopy(histories.get(user), 0, columns, starts[user], histories.get(user).length);
        }
        return new CsrMatrix(items, starts, columns);
    }

    @Override
    public void close() {
        model.close();
    }
}
