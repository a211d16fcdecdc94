package multvae.model;

import org.nd4j.autodiff.listeners.At;
import org.nd4j.autodiff.listeners.BaseListener;
import org.nd4j.autodiff.listeners.Loss;
import org.nd4j.autodiff.listeners.Operation;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/** Tells whoever watches how training goes. */
final class ProgressReport extends BaseListener {

    private final TrainingProgress progress;
    private final int epochs;
    private final int users;
    private final KlAnnealing annealing;
    private final LossMeter meter;
    private long epochStartNanos;

    ProgressReport(TrainingProgress progress, int epochs, int users, KlAnnealing annealing, LossMeter meter) {
        this.progress = progress;
        this.epochs = epochs;
        this.users = users;
        this.annealing = annealing;
        this.meter = meter;
    }

    @Override
    public boolean isActive(Operation operation) {
        return operation == Operation.TRAINING;
    }

    @Override
    public void epochStart(SameDiff sd, At at) {
        epochStartNanos = System.nanoTime();
        progress.epochStarted(at.epoch() + 1, epochs, users);
    }

    @Override
    public void iterationDone(SameDiff sd, At at, MultiDataSet batch, Loss loss) {
        progress.stepDone((int) batch.getFeatures(0).size(0), meter.step(), annealing.beta());
    }

    void epochDone(EpochResult result) {
        progress.epochDone(result, (System.nanoTime() - epochStartNanos) / 1e9);
    }
}
