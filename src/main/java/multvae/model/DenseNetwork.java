package multvae.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import multvae.weights.Architecture;
import multvae.weights.Architecture.Parameter;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The whole loss in one SameDiff graph, and all arithmetic ND4J's: the reference, and what suits a GPU. */
final class DenseNetwork implements Network {

    private final Architecture architecture;
    private final Parameters parameters;
    private final GraphSession.Memory memory = new GraphSession.Memory();
    private final GraphSession forward;
    private final SameDiff sd;
    private GraphSession backward; // made when first asked for: scoring needs none
    private final Optional<FrozenEncoder> prior; // nothing if the prior is fixed
    private final List<String> losses = new ArrayList<>(List.of(LossGraph.NLL));
    private final Map<String, String> gradientNames = new LinkedHashMap<>(); // by parameter
    private final Map<String, INDArray> gradients = new LinkedHashMap<>(); // by parameter, until the update

    DenseNetwork(Architecture architecture, Parameters parameters, Parameters prior) {
        this.architecture = architecture;
        this.parameters = parameters;
        this.sd = LossGraph.whole(architecture, parameters, DataType.FLOAT);
        this.forward = new GraphSession(sd, memory);
        this.prior = FrozenEncoder.of(architecture, prior, memory);
        if (architecture.variational()) {
            losses.add(LossGraph.KL);
        }
        if (architecture.weightPenalty() > 0) {
            losses.add(LossGraph.PENALTY);
        }
    }

    @Override
    public Batch.Training trainingBatch(int users, OptionalInt sampledItems) {
        if (sampledItems.isPresent()) {
            throw new IllegalArgumentException("the dense form's softmax is over all items");
        }
        return new Batch.Training(users, architecture, true, sampledItems);
    }

    @Override
    public Batch.Evaluation evaluationBatch(int users) {
        return new Batch.Evaluation(users, architecture, true);
    }

    @Override
    public LossTerms differentiate(Batch.Training batch) {
        if (backward == null) {
            backward = new GraphSession(LossGraph.gradient(sd), memory);
            parameters
                    .names()
                    .forEach(name -> gradientNames.put(name, sd.grad(name).name()));
        }
        memory.endStep(); // of a step that was not followed by an update
        gradients.clear();
        List<String> wanted = new ArrayList<>(losses);
        List<String> updated = architecture.parameters().stream()
                .filter(parameter -> batch.half().has(architecture, parameter.layer()))
                .map(Parameter::name)
                .toList();
        updated.forEach(name -> wanted.add(gradientNames.get(name)));
        Map<String, INDArray> results = backward.run(wanted, placeholders(batch));
        updated.forEach(name -> gradients.put(name, results.get(gradientNames.get(name))));
        return terms(results, batch);
    }

    private Map<String, INDArray> placeholders(Batch batch) {
        Map<String, INDArray> placeholders = batch.placeholders();
        prior.ifPresent(encoder -> encoder.addTo(placeholders, batch));
        return placeholders;
    }

    private static LossTerms terms(Map<String, INDArray> results, Batch batch) {
        return batch.loss(
                value(results, LossGraph.NLL), value(results, LossGraph.KL), value(results, LossGraph.PENALTY));
    }

    private static double value(Map<String, INDArray> results, String name) {
        return results.containsKey(name) ? results.get(name).getDouble(0) : 0;
    }

    @Override
    public boolean hasFiniteGradients() {
        return gradients.values().stream() // NaN and infinity stay in a sum
                .allMatch(gradient -> Double.isFinite(gradient.sumNumber().doubleValue()));
    }

    @Override
    public double squaredGradientNorm() {
        double squares = 0;
        for (INDArray gradient : gradients.values()) {
            double norm = gradient.norm2Number().doubleValue();
            squares += norm * norm;
        }
        return squares;
    }

    @Override
    public void update(Adam adam, double gradientScale) {
        gradients.forEach((name, gradient) -> {
            if (gradientScale != 1) {
                gradient.muli(gradientScale);
            }
            adam.update(parameters, name, gradient);
        });
        gradients.clear();
        memory.endStep();
    }

    @Override
    public Gradients gradients(double scale) {
        Gradients copies = new Gradients(scale, true); // the graph has the penalty
        String first = architecture.first().weight();
        gradients.forEach((name, gradient) -> {
            if (name.equals(first)) {
                float[] rows = new float[Math.toIntExact(gradient.length())];
                HostFloats.read(gradient, rows);
                copies.putRows(IntStream.range(0, architecture.items()).toArray(), rows);
            } else {
                copies.put(name, gradient);
            }
        });
        return copies;
    }

    @Override
    public void score(Batch.Evaluation batch, float[] scores) {
        HostFloats.read(
                forward.run(List.of(LossGraph.LOGITS), batch.placeholders()).get(LossGraph.LOGITS), scores);
        memory.endStep();
    }

    @Override
    public LossTerms evaluate(Batch.Evaluation batch, float[] scores) {
        List<String> wanted = new ArrayList<>(losses);
        wanted.add(LossGraph.LOGITS);
        Map<String, INDArray> results = forward.run(wanted, placeholders(batch));
        HostFloats.read(results.get(LossGraph.LOGITS), scores);
        LossTerms terms = terms(results, batch);
        memory.endStep();
        return terms;
    }

    @Override
    public SameDiff graph() {
        return sd;
    }

    @Override
    public void close() {
        memory.close();
    }
}
