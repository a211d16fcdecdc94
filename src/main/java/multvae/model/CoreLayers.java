package multvae.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import multvae.weights.Architecture;
import multvae.weights.Architecture.Parameter;
import multvae.weights.Architecture.Role;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What is between the first and the last layer, as a SameDiff graph: its results, its gradients, its updates. */
final class CoreLayers {

    private static final int STRETCH = 4096; // elements of a parameter that are updated at a time

    private final Architecture architecture;
    private final Parameters parameters;
    private final GraphSession.Memory memory;
    private final SameDiff graph;
    private final GraphSession forward;
    private GraphSession backward; // made when first asked for: scoring needs none
    private final List<Parameter> own = new ArrayList<>();
    private final Map<String, String> gradientNames = new LinkedHashMap<>(); // by parameter, and hidden
    private final Map<String, INDArray> gradients = new LinkedHashMap<>(); // by parameter, until the update
    private final Adam.Stretch stretch = new Adam.Stretch(STRETCH);

    /** @param memory where the arrays of a step come from */
    CoreLayers(Architecture architecture, Parameters parameters, GraphSession.Memory memory) {
        this.architecture = architecture;
        this.parameters = parameters;
        this.memory = memory;
        this.graph = LossGraph.core(architecture, parameters, DataType.FLOAT);
        this.forward = new GraphSession(graph, memory);
        for (Parameter parameter : architecture.parameters()) {
            boolean ofItems = parameter.layer().equals(architecture.first())
                    || parameter.layer().equals(architecture.last());
            boolean affine = parameter.role() == Role.WEIGHT || parameter.role() == Role.BIAS;
            if (!ofItems || !affine) { // the norm of the first layer is here
                own.add(parameter);
            }
        }
    }

    /** Whether the parameter is of one of these layers. */
    boolean has(Parameter parameter) {
        return own.contains(parameter);
    }

    SameDiff graph() {
        return graph;
    }

    /** The variables' values, valid until the memory's step ends. */
    Map<String, INDArray> run(List<String> variables, Map<String, INDArray> placeholders) {
        return forward.run(variables, placeholders);
    }

    /**
     * The gradients, which wait for the update.
     *
     * @param placeholders all of the graph's
     * @return the gradient by {@link LossGraph#HIDDEN}
     */
    INDArray differentiate(Map<String, INDArray> placeholders) {
        if (backward == null) {
            backward = new GraphSession(LossGraph.gradient(graph, LossGraph.HIDDEN), memory);
            own.forEach(parameter -> gradientNames.put(
                    parameter.name(), graph.grad(parameter.name()).name()));
            gradientNames.put(LossGraph.HIDDEN, graph.grad(LossGraph.HIDDEN).name());
        }
        Map<String, INDArray> found = backward.run(List.copyOf(gradientNames.values()), placeholders);
        gradientNames.forEach((name, gradient) -> gradients.put(name, found.get(gradient)));
        return gradients.remove(LossGraph.HIDDEN);
    }

    private double decay(Parameter parameter) {
        return parameter.role() == Role.WEIGHT ? 2 * architecture.weightPenalty() : 0;
    }

    boolean hasFiniteGradients() {
        return gradients.values().stream()
                .allMatch(gradient -> HostFloats.areFinite(HostFloats.readable(gradient), (int) gradient.length()));
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
            INDArray gradient = gradients.get(name);
            for (int at = 0; at < gradient.length(); at += STRETCH) {
                int count = (int) Math.min(STRETCH, gradient.length() - at);
                HostFloats.readable(gradient).get(at, stretch.gradient, 0, count);
                rule.apply(stretch, at, count);
            }
        }
        gradients.clear();
    }

    /** A copy of the gradient by a parameter, the penalty's part included. */
    INDArray gradient(Parameter parameter) {
        INDArray decayed = parameters.get(parameter.name()).mul(decay(parameter));
        return gradients.get(parameter.name()).add(decayed);
    }
}
