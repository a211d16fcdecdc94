package multvae.cli;

import java.time.Duration;
import multvae.training.StopRequest;

/**
 * Says one line when Ctrl-C or SIGTERM ends the process, and lets training write a checkpoint first; the exit code, 130 or
 * 143, is the JVM's.
 */
final class Interruption {

    /** A step and a checkpoint take seconds; whoever cannot wait kills, and loses what is newer than the last checkpoint. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Thread hook;

    private Interruption(StopRequest stop) {
        hook = new Thread(() -> end(stop), "interruption");
    }

    private static void end(StopRequest stop) {
        System.err.println("interrupted: finished stages are kept, the same command goes on from there");
        try {
            switch (stop.request(PATIENCE)) {
                case NOTHING_TO_STOP -> {}
                case STOPPED -> System.err.println("train: stopped at a step, a checkpoint is written");
                case NOT_YET ->
                    System.err.println("train: no step within " + PATIENCE.toSeconds()
                            + " s, it goes on from its last checkpoint");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static Interruption watch(StopRequest stop) {
        Interruption interruption = new Interruption(stop);
        Runtime.getRuntime().addShutdownHook(interruption.hook);
        return interruption;
    }

    /** The work is over, well or not: an exit from here on is no interruption. */
    void end() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the process is ending already, which is what stopped the work
            return;
        }
    }
}
