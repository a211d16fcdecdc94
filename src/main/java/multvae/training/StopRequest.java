package multvae.training;

import java.time.Duration;

/**
 * Asks training to stop at the next step boundary, from another thread: the one that a signal starts. Training writes a
 * checkpoint first.
 */
public final class StopRequest {

    private boolean requested;
    private boolean training;

    /**
     * Asks, and waits until training has stopped, if it is under way.
     *
     * @return whether none is under way any more
     */
    public synchronized boolean request(Duration patience) throws InterruptedException {
        requested = true;
        long end = System.nanoTime() + patience.toNanos();
        while (training && System.nanoTime() < end) {
            wait(Math.max(1, (end - System.nanoTime()) / 1_000_000));
        }
        return !training;
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
