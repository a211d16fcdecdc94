package multvae.model;

import java.util.HashMap;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The gradients of a step as its update takes them. */
final class AppliedGradients {

    private static final double REST = 0.1; // 1 - beta1: Adam's first moments after a step are so much of its gradients

    private AppliedGradients() {}

    /**
     * By parameter, the penalty's part included; 0 if the step does not update it. The step ends, and the parameters stay as
     * they are.
     */
    static Map<String, INDArray> of(Network network, Parameters parameters) {
        Map<String, INDArray> gradients = new HashMap<>();
        try (Adam adam = new Adam(parameters);
                Parameters before = parameters.zeros()) {
            before.assign(parameters);
            adam.begin(1e-3, 0);
            network.update(adam, 1);
            parameters.assign(before);
            for (String name : parameters.names()) {
                gradients.put(name, adam.firstMoments().get(name).div(REST));
            }
        }
        return gradients;
    }
}
