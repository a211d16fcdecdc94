package multvae.training;

import multvae.model.Batch;
import org.nd4j.autodiff.listeners.At;
import org.nd4j.autodiff.listeners.BaseListener;
import org.nd4j.autodiff.listeners.Operation;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/** Sets beta before every step, in place, where the graph's {@code anneal} placeholder is about to be read from. */
final class KlAnnealing extends BaseListener {

    private final Annealing annealing;

    KlAnnealing(Annealing annealing) {
        this.annealing = annealing;
    }

    @Override
    public boolean isActive(Operation operation) {
        return operation == Operation.TRAINING;
    }

    @Override
    public void iterationStart(SameDiff sd, At at, MultiDataSet data, long etlMs) {
        data.getFeatures(Batch.ANNEAL_FEATURE).assign(annealing.beta(at.iteration()));
    }

    /** beta at a step, from 0. */
    double beta(long step) {
        return annealing.beta(step);
    }
}
