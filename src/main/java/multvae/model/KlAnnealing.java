package multvae.model;

import org.nd4j.autodiff.listeners.At;
import org.nd4j.autodiff.listeners.BaseListener;
import org.nd4j.autodiff.listeners.Operation;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/** Sets beta before every step, in place, where the graph's {@code anneal} placeholder is about to be read from. */
final class KlAnnealing extends BaseListener {

    private final Annealing annealing;
    private double beta;

    KlAnnealing(Annealing annealing) {
        this.annealing = annealing;
    }

    @Override
    public boolean isActive(Operation operation) {
        return operation == Operation.TRAINING;
    }

    @Override
    public void iterationStart(SameDiff sd, At at, MultiDataSet data, long etlMs) {
        beta = annealing.beta(at.iteration());
        data.getFeatures(Batch.ANNEAL_FEATURE).assign(beta);
    }

    /** beta of the current step, or of the last one where none is under way. */
    double beta() {
        return beta;
    }
}
