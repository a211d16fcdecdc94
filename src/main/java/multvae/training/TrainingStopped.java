package multvae.training;

/** Thrown by training that was asked to stop, after its checkpoint is written. */
public final class TrainingStopped extends RuntimeException {

    TrainingStopped(int epoch) {
        super("stopped in epoch " + epoch + ", a checkpoint is written");
    }
}
