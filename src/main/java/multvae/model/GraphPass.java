package multvae.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import multvae.weights.Architecture;
import multvae.weights.Architecture.Parameter;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The graph itself, run by SameDiff. */
final class GraphPass implements CorePass {

    private final SameDiff graph;
    private final List<Parameter> parameters;
    private final List<String> results = new ArrayList<>(List.of(LossGraph.DECODED));
    private final GraphSession.Memory memory;
    private final GraphSession forward;
    private GraphSession backward; // made when first asked for: scoring needs none
    private final Map<String, String> gradientNames = new LinkedHashMap<>(); // by parameter, and hidden

    /**
     * @param parameters whose gradients are asked for
     * @param memory where the arrays of a step come from
     */
    GraphPass(Architecture architecture, SameDiff graph, List<Parameter> parameters, GraphSession.Memory memory) {
        this.graph = graph;
        this.parameters = parameters;
        this.memory = memory;
        this.forward = new GraphSession(graph, memory);
        if (architecture.variational()) {
            results.add(LossGraph.KL);
        }
    }

    @Override
    public Output forward(Map<String, INDArray> placeholders, boolean kl) {
        Map<String, INDArray> outputs = forward.run(kl ? results : List.of(LossGraph.DECODED), placeholders);
        INDArray divergence = outputs.get(LossGraph.KL);
        return new Output(outputs.get(LossGraph.DECODED), divergence == null ? 0 : divergence.getDouble(0));
    }

    @Override
    public Map<String, INDArray> backward(Map<String, INDArray> placeholders) {
        if (backward == null) {
            backward = new GraphSession(LossGraph.gradient(graph, LossGraph.HIDDEN), memory);
            parameters.forEach(parameter -> gradientNames.put(
                    parameter.name(), graph.grad(parameter.name()).name()));
            gradientNames.put(LossGraph.HIDDEN, graph.grad(LossGraph.HIDDEN).name());
        }
        Map<String, INDArray> found = backward.run(List.copyOf(gradientNames.values()), placeholders);
        Map<String, INDArray> gradients = new LinkedHashMap<>();
        gradientNames.forEach((name, gradient) -> gradients.put(name, found.get(gradient)));
        return gradients;
    }
}
