package multvae.training;

import java.util.List;
import multvae.model.Batch;
import multvae.model.Half;
import multvae.model.LossTerms;
import org.nd4j.autodiff.listeners.At;

/** Steps in this process, one at a time. */
final class LocalSteps implements Steps {

    private final BatchSource batches;
    private final TrainingStep step;

    /** @param batches closed with this */
    LocalSteps(BatchSource batches, TrainingStep step) {
        this.batches = batches;
        this.step = step;
    }

    @Override
    public void startPass(int pass, Half half) {
        batches.startPass(pass, half);
    }

    @Override
    public List<Taken> take(At at, int batch, long adamSteps, double learningRate) {
        Batch.Training users = batches.batch(batch);
        LossTerms terms = step.take(users, at, adamSteps, learningRate);
        return List.of(new Taken(terms, users.users(), users.beta()));
    }

    @Override
    public void close() {
        batches.close();
    }
}
