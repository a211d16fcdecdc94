package multvae.model;

/** Who watches a training run: called on its thread, so quickly done. */
public interface TrainingProgress {

    /** An epoch begins: {@code epoch} of {@code epochs}, from 1, with {@code users} train users. */
    void epochStarted(int epoch, int epochs, int users);

    /** A step is done. */
    void stepDone(int users, LossTerms loss, double beta);

    /** An epoch is trained and validated. */
    void epochDone(EpochResult result, double seconds);
}
