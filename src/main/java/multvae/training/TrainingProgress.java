package multvae.training;

import java.util.List;
import multvae.model.LossTerms;
import multvae.training.History.Epoch;
import multvae.weights.Architecture.ModelType;

/** Who watches a training. It is called on the thread of the training, which waits for it. */
public interface TrainingProgress {

    /** Watches nothing. */
    TrainingProgress NONE = new TrainingProgress() {};

    /** Something that happens once: which checkpoint training resumes from, a damaged checkpoint. */
    default void note(String line) {}

    /**
     * A training begins or resumes.
     *
     * @param model its type
     * @param users train users
     * @param items as many as the model has outputs
     */
    default void begun(ModelType model, int users, int items) {}

    /** Training resumes after these epochs. */
    default void resumed(List<Epoch> epochs) {}

    /**
     * An epoch begins.
     *
     * @param epoch from 1
     * @param epochs how many there are
     * @param users users in an epoch: each train user as often as the epoch has passes
     * @param done how many of them were trained on before an interruption
     */
    default void epochStarted(int epoch, int epochs, int users, int done) {}

    /** A step is done. */
    default void stepDone(int users, LossTerms loss, double beta) {}

    /** An epoch is trained and, if due, validated. */
    default void epochDone(Epoch result, double seconds) {}
}
