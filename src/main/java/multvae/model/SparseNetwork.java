package multvae.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import multvae.weights.Architecture;
import multvae.weights.Architecture.Layer;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The first and the last layer outside of the graph, and with tanh those between them too ({@link TanhPass}): what suits a CPU.
 *
 * <pre>
 *   forwards:   first layer -> hidden -> core -> decoded -> last layer -> nll
 *   backwards:  last layer -> decodedGradient -> core backwards -> gradient by hidden -> first layer
 * </pre>
 *
 * <p>The gradients are those of {@link DenseNetwork}, to rounding. The first layer's is never written down: it is worked
 * out row by row while the row is updated.
 */
final class SparseNetwork implements Network {

    private final Architecture architecture;
    private final Parameters parameters;
    /** Of the core. */
    private final GraphSession.Memory memory = new GraphSession.Memory();

    /** Of what goes into the graphs, and of the layers outside. */
    private final GraphSession.Memory arrays = new GraphSession.Memory();

    private final FirstLayer first;
    private final CoreLayers core;
    private final LastLayer last;
    private final Optional<FrozenEncoder> prior; // nothing if the prior is fixed
    private final SampledLayer sampled; // the last layer in steps over a sample of the items
    private ItemLogits logits; // that of the last batch that was differentiated
    private Half half = Half.BOTH; // its

    SparseNetwork(Architecture architecture, Parameters parameters, Parameters prior) {
        this.architecture = architecture;
        this.parameters = parameters;
        this.core = new CoreLayers(architecture, parameters, memory);
        this.first = new FirstLayer(architecture, parameters);
        this.last = new LastLayer(architecture, parameters, arrays);
        this.sampled = new SampledLayer(architecture, parameters);
        this.logits = last;
        this.prior = FrozenEncoder.of(architecture, prior, arrays);
    }

    @Override
    public Batch.Training trainingBatch(int users, OptionalInt sampledItems) {
        return new Batch.Training(users, architecture, false, sampledItems);
    }

    @Override
    public Batch.Evaluation evaluationBatch(int users) {
        return new Batch.Evaluation(users, architecture, false);
    }

    @Override
    public LossTerms differentiate(Batch.Training batch) {
        Half half = batch.half();
        endStep(); // of a step that was not followed by an update
        Map<String, INDArray> placeholders = withLoss(forward(batch), batch);
        CorePass.Output output = core.run(placeholders, true);
        INDArray decoded = output.decoded();
        INDArray decodedGradient = arrays.allocate(true, DataType.FLOAT, decoded.shape());
        boolean whole = batch.sample().isEmpty();
        logits = whole ? last : sampled;
        double nll = logits.differentiate(decoded, batch, decodedGradient);
        LossTerms terms = batch.loss(nll, output.kl(), whole ? penalty() : penaltyOfRows(batch));
        if (half.hasEncoder()) {
            placeholders.put(LossGraph.DECODED_GRADIENT, decodedGradient);
            first.backward(batch, core.differentiate(placeholders), whole);
        }
        this.half = half;
        return terms;
    }

    /** Runs the first layer; returns what the core needs for its output. */
    private Map<String, INDArray> forward(Batch batch) {
        INDArray hidden = arrays.allocate(
                true, DataType.FLOAT, batch.users(), architecture.first().out());
        first.forward(batch, hidden);
        Map<String, INDArray> placeholders = batch.placeholders();
        placeholders.put(LossGraph.HIDDEN, hidden);
        return placeholders;
    }

    /** Adds what the core needs for its loss; all but decodedGradient. */
    private Map<String, INDArray> withLoss(Map<String, INDArray> placeholders, Batch batch) {
        prior.ifPresent(encoder -> encoder.addTo(placeholders, batch));
        return placeholders;
    }

    private double penalty() {
        double squares = architecture.weightPenalty() == 0 ? 0 : squaredWeights(architecture.layers());
        return architecture.weightPenalty() * squares;
    }

    /** That of what a step over a sample of the items reads: of the first and the last layer a few rows. */
    private double penaltyOfRows(Batch.Training batch) {
        if (architecture.weightPenalty() == 0) {
            return 0;
        }
        List<Layer> inner =
                architecture.layers().subList(1, architecture.layers().size() - 1);
        return architecture.weightPenalty()
                * (first.squaredWeights(batch) + squaredWeights(inner) + sampled.squaredWeights());
    }

    private double squaredWeights(List<Layer> layers) {
        double squares = 0;
        for (Layer layer : layers) {
            INDArray weight = parameters.get(layer.weight());
            squares += HostFloats.readable(weight).sumOfSquares();
        }
        return squares;
    }

    @Override
    public boolean hasFiniteGradients() {
        return (!half.hasEncoder() || (first.hasFiniteGradients() && core.hasFiniteGradients()))
                && (!half.hasDecoder() || logits.hasFiniteGradients());
    }

    @Override
    public double squaredGradientNorm() {
        double squares = 0;
        if (half.hasEncoder()) {
            squares += first.squaredGradientNorm();
        }
        if (half.hasDecoder()) {
            squares += logits.squaredGradientNorm();
        }
        return half.hasEncoder() ? squares + core.squaredGradientNorm() : squares;
    }

    @Override
    public void update(Adam adam, double gradientScale) {
        if (half.hasEncoder()) {
            first.update(adam, gradientScale);
            core.update(adam, gradientScale);
        }
        if (half.hasDecoder()) {
            logits.update(adam, gradientScale);
        }
        endStep();
    }

    @Override
    public Gradients gradients(double scale) {
        Gradients copies = new Gradients(scale, false);
        if (half.hasEncoder()) {
            first.copyGradients(copies);
            core.copyGradients(copies);
        }
        if (half.hasDecoder()) {
            logits.copyGradients(copies);
        }
        return copies;
    }

    @Override
    public void score(Batch.Evaluation batch, float[] scores) {
        last.logits(core.run(forward(batch), false).decoded(), scores);
        endStep();
    }

    @Override
    public LossTerms evaluate(Batch.Evaluation batch, float[] scores) {
        CorePass.Output output = core.run(withLoss(forward(batch), batch), true);
        last.logits(output.decoded(), scores);
        endStep();
        return batch.loss(last.nll(scores, batch.rows()), output.kl(), penalty());
    }

    private void endStep() {
        memory.endStep();
        arrays.endStep();
    }

    @Override
    public SameDiff graph() {
        return core.graph();
    }

    @Override
    public void close() {
        memory.close();
        arrays.close();
        sampled.close();
    }
}
