package multvae.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import multvae.weights.Architecture;
import multvae.weights.Architecture.Parameter;
import multvae.weights.Architecture.Role;
import multvae.weights.Ranges;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What is between the first and the last layer: its results, its gradients, its updates. */
final class CoreLayers {

    private static final int STRETCH = 4096; // elements of a parameter that are updated at a time

    private final Architecture architecture;
    private final Parameters parameters;
    private final SameDiff graph;
    private final CorePass pass;
    private final List<Parameter> own = new ArrayList<>();
    private final Map<String, INDArray> gradients = new LinkedHashMap<>(); // by parameter, until the update
    private final Adam.Stretch[] stretches = new Adam.Stretch[Ranges.PARTS];

    /** @param memory where the arrays of a step come from */
    CoreLayers(Architecture architecture, Parameters parameters, GraphSession.Memory memory) {
        this.architecture = architecture;
        this.parameters = parameters;
        this.graph = LossGraph.core(architecture, parameters, DataType.FLOAT);
        for (Parameter parameter : architecture.parameters()) {
            boolean ofItems = parameter.layer().equals(architecture.first())
                    || parameter.layer().equals(architecture.last());
            boolean affine = parameter.role() == Role.WEIGHT || parameter.role() == Role.BIAS;
            if (!ofItems || !affine) { // the norm of the first layer is here
                own.add(parameter);
            }
        }
        Arrays.setAll(stretches, part -> new Adam.Stretch(STRETCH));
        this.pass = TanhPass.suits(architecture)
                ? new TanhPass(architecture, parameters, memory)
                : new GraphPass(architecture, graph, own, memory);
    }

    SameDiff graph() {
        return graph;
    }

    /**
     * What comes out forwards, valid until the memory's step ends.
     *
     * @param placeholders the graph's; without {@code kl} those that it needs are enough
     * @param kl whether the KL term is asked for
     */
    CorePass.Output run(Map<String, INDArray> placeholders, boolean kl) {
        return pass.forward(placeholders, kl);
    }

    /**
     * The gradients, which wait for the update.
     *
     * @param placeholders those of the last {@link #run}, and {@link LossGraph#DECODED_GRADIENT}
     * @return the gradient by {@link LossGraph#HIDDEN}
     */
    INDArray differentiate(Map<String, INDArray> placeholders) {
        gradients.putAll(pass.backward(placeholders));
        return gradients.remove(LossGraph.HIDDEN);
    }

    private double decay(Parameter parameter) {
        return parameter.role() == Role.WEIGHT ? 2 * architecture.weightPenalty() : 0;
    }

    boolean hasFiniteGradients() {
        return gradients.values().stream()
                .allMatch(gradient -> HostFloats.readable(gradient).areFinite());
    }

    double squaredGradientNorm() {
        double squares = 0;
        for (Parameter parameter : own) {
            double norm = gradient(parameter).norm2Number().doubleValue();
            squares += norm * norm;
        }
        return squares;
    }

    void update(Adam adam, double gradientScale) {
        for (Parameter parameter : own) {
            String name = parameter.name();
            Adam.Update rule = adam.of(parameters, name, gradientScale, decay(parameter));
            HostFloats gradient = HostFloats.readable(gradients.get(name));
            Ranges.parallelLong(gradient.length(), (part, from, to) -> {
                Adam.Stretch stretch = stretches[part];
                for (long at = from; at < to; at += STRETCH) {
                    int count = (int) Math.min(STRETCH, to - at);
                    gradient.get(at, stretch.gradient, 0, count);
                    rule.apply(stretch, at, count);
                }
            });
        }
        gradients.clear();
    }

    void copyGradients(Gradients copies) {
        own.forEach(parameter -> copies.put(parameter.name(), gradients.get(parameter.name())));
    }

    /** A copy of the gradient by a parameter, the penalty's part included. */
    INDArray gradient(Parameter parameter) {
        INDArray decayed = parameters.get(parameter.name()).mul(decay(parameter));
        return gradients.get(parameter.name()).add(decayed);
    }
}
