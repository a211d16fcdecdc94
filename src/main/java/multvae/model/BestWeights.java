package multvae.model;

import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A copy of the parameters of the epoch with the best validation metric so far; the earlier epoch wins a tie. */
final class BestWeights {

    private final ElboGraph graph;
    private final Map<String, INDArray> copies = new LinkedHashMap<>();
    private double best = Double.NEGATIVE_INFINITY;
    private int epoch = -1;

    BestWeights(ElboGraph graph) {
        this.graph = graph;
    }

    /** Copies the graph's parameters if {@code metric}, to be maximised, is better than all before. */
    boolean offer(int epoch, double metric) {
        if (metric <= best) {
            return false;
        }
        best = metric;
        this.epoch = epoch;
        for (String name : graph.parameterNames()) {
            INDArray parameter = graph.parameter(name);
            INDArray copy = copies.get(name);
            if (copy == null) {
                copies.put(name, parameter.dup());
            } else {
                copy.assign(parameter);
            }
        }
        return true;
    }

    /** The epoch that they are of, from 0. */
    int epoch() {
        return epoch;
    }

    /** Puts the copies back into the graph. */
    void restore() {
        copies.forEach((name, copy) -> graph.parameter(name).assign(copy));
    }
}
