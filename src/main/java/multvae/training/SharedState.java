package multvae.training;

import java.util.HashMap;
import java.util.Map;
import multvae.model.Adam;
import multvae.model.Parameters;

/** What a training's next step starts from, on the heap: to be sent, and averaged. */
final class SharedState implements Round.Start {

    private static final long serialVersionUID = 1;

    private final HashMap<String, float[]> weights;
    private final HashMap<String, float[]> prior;
    private final HashMap<String, float[]> first; // Adam's
    private final HashMap<String, float[]> second;

    private SharedState(
            Map<String, float[]> weights,
            Map<String, float[]> prior,
            Map<String, float[]> first,
            Map<String, float[]> second) {
        this.weights = new HashMap<>(weights);
        this.prior = new HashMap<>(prior);
        this.first = new HashMap<>(first);
        this.second = new HashMap<>(second);
    }

    /** A copy. */
    static SharedState of(Parameters weights, Parameters prior, Adam adam) {
        return new SharedState(
                weights.toHeap(),
                prior.toHeap(),
                adam.firstMoments().toHeap(),
                adam.secondMoments().toHeap());
    }

    /** Of weights and moments, each times {@code share}; a prior stays as it is in all of them. */
    static SharedState of(Parameters weights, Adam adam, double share) {
        SharedState state = new SharedState(
                weights.toHeap(),
                Map.of(),
                adam.firstMoments().toHeap(),
                adam.secondMoments().toHeap());
        state.weights.values().forEach(values -> scale(values, (float) share));
        state.first.values().forEach(values -> scale(values, (float) share));
        state.second.values().forEach(values -> scale(values, (float) share));
        return state;
    }

    private static void scale(float[] values, float factor) {
        for (int i = 0; i < values.length; i++) {
            values[i] *= factor;
        }
    }

    void add(SharedState other) {
        add(weights, other.weights);
        add(first, other.first);
        add(second, other.second);
    }

    private static void add(Map<String, float[]> sums, Map<String, float[]> others) {
        sums.forEach((name, sum) -> {
            float[] values = others.get(name);
            for (int i = 0; i < sum.length; i++) {
                sum[i] += values[i];
            }
        });
    }

    /** Fills the arrays; the prior only if it is in here. */
    void copyTo(Parameters intoWeights, Parameters intoPrior, Adam adam) {
        intoWeights.assign(weights);
        if (!prior.isEmpty()) {
            intoPrior.assign(prior);
        }
        adam.firstMoments().assign(first);
        adam.secondMoments().assign(second);
    }

    @Override
    public long bytes() {
        return Float.BYTES * (length(weights) + length(prior) + length(first) + length(second));
    }

    private static long length(Map<String, float[]> arrays) {
        return arrays.values().stream().mapToLong(values -> values.length).sum();
    }
}
