package multvae.training;

import java.util.List;
import multvae.model.LossTerms;

/** Who watches a training run: called on its thread, so quickly done. */
public interface TrainingProgress {

    /** Something that happens once: where training goes on from, a damaged checkpoint. */
    void note(String line);

    /** Training goes on after these epochs. */
    default void resumed(List<EpochResult> epochs) {}

    /** An epoch begins: {@code epoch} of {@code epochs}, from 1, with {@code users} train users, {@code done} of them before an interruption. */
    void epochStarted(int epoch, int epochs, int users, int done);

    /** A step is done. */
    void stepDone(int users, LossTerms loss, double beta);

    /** An epoch is trained and, where due, validated. */
    void epochDone(EpochResult result, double seconds);
}
