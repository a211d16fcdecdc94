package multvae.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import multvae.weights.Architecture;
import multvae.weights.Architecture.Layer;
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

    private static final int STRETCH = 4096; // elements of a core parameter that are updated at a time

    private final Architecture architecture;
    private final Parameters parameters;
    private final GraphSession.Memory memory = new GraphSession.Memory(); // of the graph
    private final GraphSession.Memory arrays =
            new GraphSession.Memory(); // of what goes into the graph and of the layers outside
    private final FirstLayer first;
    private final LastLayer last;
    private final SameDiff core;
    private final GraphSession forward;
    private GraphSession backward; // made when first asked for: scoring needs none
    private final List<Layer> coreLayers;
    private final List<String> results = new ArrayList<>(List.of(LossGraph.DECODED));
    private final Map<String, String> gradientNames = new LinkedHashMap<>(); // by the core's parameter, and hidden
    private final Map<String, INDArray> gradients = new LinkedHashMap<>(); // by the core's parameter, until the update
    private final Adam.Stretch stretch = new Adam.Stretch(STRETCH);

    SparseNetwork(Architecture architecture, Parameters parameters) {
        this.architecture = architecture;
        this.parameters = parameters;
        this.core = LossGraph.core(architecture, parameters, DataType.FLOAT);
        this.forward = new GraphSession(core, memory);
        this.first = new FirstLayer(architecture, parameters);
        this.last = new LastLayer(architecture, parameters, arrays);
        List<Layer> layers = architecture.layers();
        this.coreLayers = layers.subList(1, layers.size() - 1);
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
        if (backward == null) {
            backward = new GraphSession(LossGraph.gradient(core, LossGraph.HIDDEN), memory);
            for (Layer layer : coreLayers) {
                gradientNames.put(layer.weight(), core.grad(layer.weight()).name());
                gradientNames.put(layer.bias(), core.grad(layer.bias()).name());
            }
            gradientNames.put(LossGraph.HIDDEN, core.grad(LossGraph.HIDDEN).name());
        }
        endStep(); // of a step that was not followed by an update
        Map<String, INDArray> placeholders = forward(batch);
        Map<String, INDArray> outputs = forward.run(results, placeholders);
        INDArray decoded = outputs.get(LossGraph.DECODED);
        INDArray decodedGradient = arrays.allocate(true, DataType.FLOAT, decoded.shape());
        double nll = last.differentiate(decoded, batch.rows(), decodedGradient);
        LossTerms terms = batch.loss(nll, kl(outputs), penalty());

        placeholders.put(LossGraph.DECODED_GRADIENT, decodedGradient);
        Map<String, INDArray> found = backward.run(List.copyOf(gradientNames.values()), placeholders);
        gradientNames.forEach((name, gradient) -> gradients.put(name, found.get(gradient)));
        first.backward(batch, gradients.remove(LossGraph.HIDDEN));
        return terms;
    }

    /** Runs the first layer; returns all of the core's placeholders but decodedGradient. */
    private Map<String, INDArray> forward(Batch batch) {
        INDArray hidden = arrays.allocate(
                true, DataType.FLOAT, batch.users(), architecture.first().out());
        first.forward(batch, hidden);
        Map<String, INDArray> placeholders = batch.placeholders();
        placeholders.put(LossGraph.HIDDEN, hidden);
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

    private double decay(Layer layer, String parameter) {
        return parameter.equals(layer.weight()) ? 2 * architecture.weightPenalty() : 0;
    }

    @Override
    public boolean hasFiniteGradients() {
        return first.hasFiniteGradients()
                && last.hasFiniteGradients()
                && gradients.values().stream()
                        .allMatch(gradient ->
                                HostFloats.areFinite(HostFloats.readable(gradient), (int) gradient.length()));
    }

    @Override
    public double squaredGradientNorm() {
        double squares = first.squaredGradientNorm() + last.squaredGradientNorm();
        for (Layer layer : coreLayers) {
            for (String name : List.of(layer.weight(), layer.bias())) {
                double norm = gradient(layer, name).norm2Number().doubleValue();
                squares += norm * norm;
            }
        }
        return squares;
    }

    @Override
    public void update(Adam adam, double gradientScale) {
        first.update(adam, gradientScale);
        last.update(adam, gradientScale);
        for (Layer layer : coreLayers) {
            for (String name : List.of(layer.weight(), layer.bias())) {
                Adam.Update rule = adam.of(parameters, name, gradientScale, decay(layer, name));
                INDArray gradient = gradients.get(name);
                for (int at = 0; at < gradient.length(); at += STRETCH) {
                    int count = (int) Math.min(STRETCH, gradient.length() - at);
                    HostFloats.readable(gradient).get(at, stretch.gradient, 0, count);
                    rule.apply(stretch, at, count);
                }
            }
        }
        gradients.clear();
        endStep();
    }

    @Override
    public INDArray gradient(String parameter) {
        for (Layer layer : coreLayers) {
            if (parameter.equals(layer.weight()) || parameter.equals(layer.bias())) {
                return gradient(layer, parameter);
            }
        }
        boolean ofFirst = List.of(
                        architecture.first().weight(), architecture.first().bias())
                .contains(parameter);
        Layer layer = ofFirst ? architecture.first() : architecture.last();
        INDArray weight = Nd4j.zeros(DataType.FLOAT, layer.weightShape());
        INDArray bias = Nd4j.zeros(DataType.FLOAT, layer.out());
        if (ofFirst) {
            first.gradients(weight, bias);
        } else {
            last.gradients(weight, bias);
        }
        return parameter.equals(layer.weight()) ? weight : bias;
    }

    /** The gradient by a parameter of the core, the penalty's part included. */
    private INDArray gradient(Layer layer, String parameter) {
        double decay = decay(layer, parameter);
        return gradients.get(parameter).add(parameters.get(parameter).mul(decay));
    }

    @Override
    public void score(Batch.Evaluation batch, float[] scores) {
        run(batch, scores, List.of(LossGraph.DECODED));
        endStep();
    }

    @Override
    public LossTerms evaluate(Batch.Evaluation batch, float[] scores) {
        double kl = kl(run(batch, scores, results));
        endStep();
        return batch.loss(last.nll(scores, batch.rows()), kl, penalty());
    }

    private Map<String, INDArray> run(Batch.Evaluation batch, float[] scores, List<String> variables) {
        Map<String, INDArray> outputs = forward.run(variables, forward(batch));
        last.logits(outputs.get(LossGraph.DECODED), scores);
        return outputs;
    }

    private void endStep() {
        memory.endStep();
        arrays.endStep();
    }

    @Override
    public SameDiff graph() {
        return core;
    }

    @Override
    public void close() {
        memory.close();
        arrays.close();
    }
}
