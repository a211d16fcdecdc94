package multvae.training;

import java.time.Duration;

/**
 * Asks training to stop at the next step boundary, from another thread: the one that a signal starts. Training writes a
 * checkpoint first.
 */
public final class StopRequest {

    /** What came of a request. */
    public enum Outcome {
        /** No training was under way. */
        NOTHING_TO_STOP,
        /** Training has stopped, its checkpoint is written. */
        STOPPED,
        /** Training has not come to its next step in time. */
        NOT_YET
    }

    /** Thrown by a training that was asked to stop, after its checkpoint is written. */
    public static final class TrainingStopped extends RuntimeException {

        TrainingStopped(int epoch) {
            super("stopped in epoch " + epoch + ", a checkpoint is written");
        }
    }

    private boolean requested;
    private boolean training;

    /** Asks, and waits until training has stopped, if it is under way. */
    public synchronized Outcome request(Duration patience) throws InterruptedException {
        requested = true;
        if (!training) {
            return Outcome.NOTHING_TO_STOP;
        }
        long end = System.nanoTime() + patience.toNanos();
        while (training && System.nanoTime() < end) {
            wait(Math.max(1, (end - System.nanoTime()) / 1_000_000));
        }
        return training ? Outcome.NOT_YET : Outcome.STOPPED;
    }

    synchronized boolean isRequested() {
        return requested;
    }

    synchronized void begin() {
        training = true;
    }

    synchronized void end() {
        training = false;
        notifyAll();
    }
}
