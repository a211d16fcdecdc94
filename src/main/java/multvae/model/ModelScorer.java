package multvae.model;

import java.util.HashMap;
import java.util.Map;
import multvae.evaluation.Scorer;
import multvae.io.UserError;
import multvae.matrix.CsrMatrix;
import multvae.weights.Ranges;

/**
 * Scores users with a network in evaluation mode: no dropout, z = mu, logits as scores.
 *
 * <p>Not thread-safe: it reuses its batches and the network's memory.
 */
public final class ModelScorer implements Scorer, AutoCloseable {

    private final Network network;
    private final Map<Integer, Batch.Evaluation> batches =
            new HashMap<>(); // by their number of users: a full one and a last one

    /** Closing the scorer leaves the network open. */
    public ModelScorer(Network network) {
        this.network = network;
    }

    /**
     * {@inheritDoc}
     *
     * @throws UserError if a score is NaN: the model's weights are too large
     */
    @Override
    public void score(CsrMatrix foldIn, int from, int to, float[] scores) {
        network.score(batch(foldIn, from, to), scores);
        requireNumbers(foldIn, from, to, scores);
    }

    /**
     * As {@link #score}, and the loss with the fold-in rows as input and as target, beta 0: means over these users. If the
     * loss is not finite, scores may be NaN.
     */
    public LossTerms evaluate(CsrMatrix foldIn, int from, int to, float[] scores) {
        LossTerms terms = network.evaluate(batch(foldIn, from, to), scores);
        if (Double.isFinite(terms.loss())) {
            requireNumbers(foldIn, from, to, scores);
        }
        return terms;
    }

    private static void requireNumbers(CsrMatrix foldIn, int from, int to, float[] scores) {
        int items = foldIn.columns();
        float[] sums = new float[Ranges.PARTS];
        Ranges.parallel((to - from) * items, (part, first, end) -> sums[part] = sum(scores, first, end));
        if (!Float.isNaN(sum(sums, 0, sums.length))) {
            return;
        }
        for (int i = 0; i < (to - from) * items; i++) { // infinities that add up to NaN are numbers
            if (Float.isNaN(scores[i])) {
                throw new UserError(
                        "the model",
                        "scores that are numbers",
                        "NaN for user " + (from + i / items) + " and item " + i % items + " of the matrix",
                        "training has diverged: lower train.learningRate or set train.clipNorm, and train again");
            }
        }
    }

    /** NaN if one of them is NaN. */
    private static float sum(float[] values, int from, int to) {
        float a = 0; // four chains of additions, since each has to wait for its last one
        float b = 0;
        float c = 0;
        float d = 0;
        int i = from;
        for (; i + 4 <= to; i += 4) {
            a += values[i];
            b += values[i + 1];
            c += values[i + 2];
            d += values[i + 3];
        }
        for (; i < to; i++) {
            a += values[i];
        }
        return (a + b) + (c + d);
    }

    private Batch.Evaluation batch(CsrMatrix foldIn, int from, int to) {
        Batch.Evaluation batch = batches.computeIfAbsent(to - from, network::evaluationBatch);
        batch.fill(foldIn, from);
        return batch;
    }

    @Override
    public void close() {
        batches.values().forEach(Batch::close);
    }
}
