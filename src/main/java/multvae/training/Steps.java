package multvae.training;

import java.util.List;
import multvae.model.Half;
import multvae.model.LossTerms;
import org.nd4j.autodiff.listeners.At;

/** Takes the steps of a training in their order: in this process, or on workers. */
interface Steps extends AutoCloseable {

    /**
     * A step that was taken.
     *
     * @param terms of the loss before the update
     * @param users in its batch
     * @param beta as it was in it
     */
    record Taken(LossTerms terms, int users, double beta) {}

    /**
     * Shuffles the users.
     *
     * @param pass counted through all epochs, from 0
     * @param half what is to be updated
     */
    void startPass(int pass, Half half);

    /**
     * Takes the step of a batch, and perhaps those of some after it.
     *
     * @param at the first of these steps
     * @param batch of the pass, from 0
     * @param adamSteps earlier steps that have updated the same parameters
     * @return at least one
     * @throws multvae.io.UserError if the loss or a gradient is NaN or infinite
     */
    List<Taken> take(At at, int batch, long adamSteps, double learningRate);

    @Override
    void close();
}
