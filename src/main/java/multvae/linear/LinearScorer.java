package multvae.linear;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import multvae.io.UserError;
import multvae.weights.HistoryScorer;

/** Scores with a linear model, the users in parallel. */
public final class LinearScorer implements HistoryScorer {

    private final LinearModel model;
    private final Path file;
    private float[] scores = new float[0]; // [users of the largest pass so far, items]

    /** @param file that the model is from, for messages */
    public LinearScorer(LinearModel model, Path file) {
        this.model = model;
        this.file = file;
    }

    @Override
    public int items() {
        return model.items();
    }

    @Override
    public boolean logits() {
        return false;
    }

    @Override
    public int mostUsers() {
        return HistoryScorer.mostUsers(model.items());
    }

    @Override
    public float[] score(List<int[]> histories) {
        if (histories.size() > mostUsers()) {
            throw new IllegalArgumentException(histories.size() + " histories, at most " + mostUsers());
        }
        int items = model.items();
        int count = histories.size() * items;
        if (scores.length < count) {
            scores = new float[count];
        }
        float[] target = scores;
        IntStream.range(0, histories.size())
                .parallel()
                .forEach(user -> model.score(histories.get(user), target, user * items));
        for (int k = 0; k < count; k++) {
            if (!Float.isFinite(target[k])) {
                throw new UserError(
                        file.toString(),
                        "values that give finite scores",
                        target[k] + " as the score of item " + k % items,
                        "fit the model again, with a higher regularisation or lambda if it is low");
            }
        }
        return target;
    }

    @Override
    public Optional<double[][]> contributions(int[] history, int[] items) {
        return Optional.of(model.contributions(history, items));
    }
}
