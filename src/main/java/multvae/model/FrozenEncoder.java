package multvae.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import multvae.weights.Architecture;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The encoder that a RecVAE's prior is made of: a copy of the model's, or another one before the first copy. It reads the rows
 * before dropout, and nothing has a gradient.
 */
final class FrozenEncoder {

    private final FirstLayer first;
    private final int width; // of the first layer's output
    private final GraphSession rest;
    private final GraphSession.Memory memory;

    /**
     * That of a model, if its prior has one.
     *
     * @param prior its parameters
     * @param memory where the arrays of a step come from
     */
    static Optional<FrozenEncoder> of(Architecture architecture, Parameters prior, GraphSession.Memory memory) {
        return switch (architecture.type()) {
            case MULT_VAE, MULT_DAE -> Optional.empty();
            case RECVAE -> Optional.of(new FrozenEncoder(architecture, prior, memory));
        };
    }

    private FrozenEncoder(Architecture architecture, Parameters prior, GraphSession.Memory memory) {
        this.first = new FirstLayer(architecture, prior);
        this.width = architecture.first().out();
        this.rest = new GraphSession(InnerGraph.Residual.encoder(architecture, prior), memory);
        this.memory = memory;
    }

    /** Adds the prior's mean and log-variance for these users, each [users, latent]. */
    void addTo(Map<String, INDArray> placeholders, Batch batch) {
        INDArray hidden = memory.allocate(true, DataType.FLOAT, batch.users(), width);
        first.forwardWithoutDropout(batch, hidden);
        Map<String, INDArray> gaussian =
                rest.run(List.of(LossGraph.MEAN, LossGraph.LOG_VARIANCE), Map.of(LossGraph.HIDDEN, hidden));
        placeholders.put(LossGraph.PRIOR_MEAN, gaussian.get(LossGraph.MEAN));
        placeholders.put(LossGraph.PRIOR_LOG_VARIANCE, gaussian.get(LossGraph.LOG_VARIANCE));
    }
}
