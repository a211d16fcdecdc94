package multvae.training;

import multvae.model.Batch;
import org.nd4j.autodiff.listeners.At;
import org.nd4j.autodiff.listeners.BaseListener;
import org.nd4j.autodiff.listeners.Operation;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * Sets the batch's beta before every step: the one place in a training where beta is computed. Everything else reads it
 * from the batch.
 */
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
        data.getFeatures(Batch.Training.BETA_FEATURE).assign(annealing.beta(at.iteration()));
    }
}
