package multvae.model;

import java.util.HashMap;
import java.util.Map;
import multvae.evaluation.Scorer;
import multvae.matrix.CsrMatrix;

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

    @Override
    public void score(CsrMatrix foldIn, int from, int to, float[] scores) {
        network.score(batch(foldIn, from, to), scores);
    }

    /** As {@link #score}, and the loss with the fold-in rows as input and as target, beta 0: means over these users. */
    public LossTerms evaluate(CsrMatrix foldIn, int from, int to, float[] scores) {
        return network.evaluate(batch(foldIn, from, to), scores);
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
