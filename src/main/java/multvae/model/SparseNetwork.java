package multvae.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import multvae.weights.Architecture;
import multvae.weights.Architecture.Layer;
import multvae.weights.Architecture.Parameter;
import multvae.weights.Architecture.Role;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The layers between the first and the last as a SameDiff graph, those two outside of it: what suits a CPU.
 *
 * <pre>
 *   forwards:   first layer -> hidden -> graph -> decoded -> last layer -> nll
 *   backwards:  last layer -> decodedGradient -> graph's gradient -> gradient by hidden -> first layer
 * </pre>
 *
 * <p>The gradients are those of {@link DenseNetwork}, to rounding. The first layer's is never written down: it is worked
 * out row by row while the row is updated.
 */
final class SparseNetwork implements Network {

    private final Architecture architecture;
    private final Parameters parameters;
    private final GraphSession.Memory memory = new GraphSession.Memory(); // of the graphs
    private final GraphSession.Memory arrays =
            new GraphSession.Memory(); // of what goes into the graphs and of the layers outside
    private final FirstLayer first;
    private final CoreLayers core;
    private final LastLayer last;
    private final Optional<FrozenEncoder> prior; // nothing if the prior is fixed
    private final List<String> results = new ArrayList<>(List.of(LossGraph.DECODED));
    private Half half = Half.BOTH; // of the last batch that was differentiated

    SparseNetwork(Architecture architecture, Parameters parameters, Parameters prior) {
        this.architecture = architecture;
        this.parameters = parameters;
        this.core = new CoreLayers(architecture, parameters, memory);
        this.first = new FirstLayer(architecture, parameters);
        this.last = new LastLayer(architecture, parameters, arrays);
        this.prior = FrozenEncoder.of(architecture, prior, arrays);
        if (architecture.variational()) {
            results.add(LossGraph.KL);
        }
    }

    @Override
    public Batch.Training trainingBatch(int users) {
        return new Batch.Training(users, architecture, false);
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
        Map<String, INDArray> outputs = core.run(results, placeholders);
        INDArray decoded = outputs.get(LossGraph.DECODED);
        INDArray decodedGradient = arrays.allocate(true, DataType.FLOAT, decoded.shape());
        double nll = last.differentiate(decoded, batch.rows(), half, decodedGradient);
        LossTerms terms = batch.loss(nll, kl(outputs), penalty());
        if (half.hasEncoder()) {
            placeholders.put(LossGraph.DECODED_GRADIENT, decodedGradient);
            first.backward(batch, core.differentiate(placeholders));
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

    private static double kl(Map<String, INDArray> outputs) {
        return outputs.containsKey(LossGraph.KL) ? outputs.get(LossGraph.KL).getDouble(0) : 0;
    }

    private double penalty() {
        if (architecture.weightPenalty() == 0) {
            return 0;
        }
        double squares = 0;
        for (Layer layer : architecture.layers()) {
            INDArray weight = parameters.get(layer.weight());
            squares += HostFloats.sumOfSquares(HostFloats.readable(weight), Math.toIntExact(weight.length()));
        }
        return architecture.weightPenalty() * squares;
    }

    @Override
    public boolean hasFiniteGradients() {
        return (!half.hasEncoder() || (first.hasFiniteGradients() && core.hasFiniteGradients()))
                && (!half.hasDecoder() || last.hasFiniteGradients());
    }

    @Override
    public double squaredGradientNorm() {
        double squares = 0;
        if (half.hasEncoder()) {
            squares += first.squaredGradientNorm();
        }
        if (half.hasDecoder()) {
            squares += last.squaredGradientNorm();
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
            last.update(adam, gradientScale);
        }
        endStep();
    }

    @Override
    public INDArray gradient(String name) {
        Parameter parameter = architecture.parameters().stream()
                .filter(any -> any.name().equals(name))
                .findFirst()
                .orElseThrow();
        if (core.has(parameter)) {
            return core.gradient(parameter);
        }
        Layer layer = parameter.layer();
        INDArray weight = Nd4j.zeros(DataType.FLOAT, layer.weightShape());
        INDArray bias = Nd4j.zeros(DataType.FLOAT, layer.out());
        if (layer.equals(architecture.first())) {
            first.gradients(weight, bias);
        } else {
            last.gradients(weight, bias);
        }
        return parameter.role() == Role.WEIGHT ? weight : bias;
    }

    @Override
    public void score(Batch.Evaluation batch, float[] scores) {
        logits(core.run(List.of(LossGraph.DECODED), forward(batch)), scores);
        endStep();
    }

    @Override
    public LossTerms evaluate(Batch.Evaluation batch, float[] scores) {
        Map<String, INDArray> outputs = core.run(results, withLoss(forward(batch), batch));
        logits(outputs, scores);
        double kl = kl(outputs);
        endStep();
        return batch.loss(last.nll(scores, batch.rows()), kl, penalty());
    }

    private void logits(Map<String, INDArray> outputs, float[] scores) {
        last.logits(outputs.get(LossGraph.DECODED), scores);
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
    }
}
