package multvae.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import multvae.training.StopRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says so if Ctrl-C or SIGTERM ends the process, and lets training write a checkpoint first. The exit code, 130 or 143, is the
 * JVM's.
 */
final class Interruption {

    private static final Logger LOG = LoggerFactory.getLogger(Interruption.class);

    /** A step and a checkpoint take seconds. Whoever cannot wait kills, and loses what is newer than the last checkpoint. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final Duration WRAP_UP = Duration.ofSeconds(10);

    /** How long it keeps the process at the most. */
    static final Duration LONGEST = PATIENCE.plus(WRAP_UP);

    private final StopRequest stop;
    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread hook = new Thread(this::interrupt, "interruption");

    private Interruption(StopRequest stop) {
        this.stop = stop;
    }

    static Interruption watch(StopRequest stop) {
        Interruption interruption = new Interruption(stop);
        Runtime.getRuntime().addShutdownHook(interruption.hook);
        return interruption;
    }

    private void interrupt() {
        LOG.warn("interrupted: finished stages are kept; the same command resumes from there");
        try {
            switch (stop.request(PATIENCE)) {
                case NOTHING_TO_STOP -> {}
                case STOPPED -> over.await(WRAP_UP.toSeconds(), TimeUnit.SECONDS); // the command reports it
                case NOT_YET ->
                    LOG.warn(
                            "train: not stopped within {} s; the same command resumes from its last checkpoint",
                            PATIENCE.toSeconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The command has ended, well or not: an exit from here on is no interruption. */
    void end() {
        over.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            return; // the process is ending already: that is what stopped the command
        }
    }
}
