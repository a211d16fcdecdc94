package multvae.training;

import java.util.List;
import multvae.model.LossTerms;

/** Who watches a training run: called on its thread, so quickly done. */
public interface TrainingProgress {

    /** Watches nothing. */
    TrainingProgress NONE = new TrainingProgress() {};

    /** Something that happens once: which checkpoint training resumes from, a damaged checkpoint. */
    default void note(String line) {}

    /** Training resumes after these epochs. */
    default void resumed(List<EpochResult> epochs) {}

    /** An epoch begins: {@code epoch} of {@code epochs}, from 1, with {@code users} train users, {@code done} of them before an interruption. */
    default void epochStarted(int epoch, int epochs, int users, int done) {}

    /** A step is done. */
    default void stepDone(int users, LossTerms loss, double beta) {}

    /** An epoch is trained and, where due, validated. */
    default void epochDone(EpochResult result, double seconds) {}
}
