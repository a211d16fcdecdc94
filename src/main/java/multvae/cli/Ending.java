package multvae.cli;

import ch.qos.logback.classic.LoggerContext;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;

/**
 * The end of the process. Once it has begun it takes at most so long: a shutdown hook that hangs, of ours or of a library, does
 * not keep the process.
 */
final class Ending {

    /** For the shutdown hooks, if nothing is to be finished. */
    private static final Duration LONGEST = Duration.ofSeconds(30);

    /** After a signal: for the training's checkpoint, or a server's open requests, and for the shutdown hooks. */
    private static final Duration LONGEST_AFTER_SIGNAL = Interruption.LONGEST.plus(LONGEST);

    /** What the JVM exits with after SIGTERM. */
    private static final int TERMINATED = 143;

    private record Deadline(int exitCode, Duration atMost) {}

    private final BlockingQueue<Deadline> begun = new LinkedBlockingQueue<>();

    private final Duration longest;

    private Ending(Duration longest) {
        this.longest = longest;
    }

    /** Waits for the end on a thread of its own, made now: later there may be no memory for one. */
    static Ending watch() {
        return watch(LONGEST, LONGEST_AFTER_SIGNAL);
    }

    /**
     * @param longest from {@link #exit} to the end
     * @param longestAfterSignal from a signal to the end
     */
    static Ending watch(Duration longest, Duration longestAfterSignal) {
        Ending ending = new Ending(longest);
        Deadline signal =
                new Deadline(TERMINATED, longestAfterSignal); // now: exec:java unloads our classes before the JVM ends
        Thread watch = new Thread(ending::waitForIt, "ending");
        watch.setDaemon(true);
        watch.start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> ending.begun.add(signal), "ending-begun"));
        return ending;
    }

    private void waitForIt() {
        try {
            Deadline next = begun.take();
            long end = Long.MAX_VALUE;
            int exitCode = next.exitCode(); // what ended it first
            for (; next != null; next = begun.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                end = Math.min(end, System.nanoTime() + next.atMost().toNanos());
            }
            Runtime.getRuntime().halt(exitCode);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the process, under {@code exec:java} too: Maven's own exit code would be 1. */
    void exit(int exitCode) {
        begun.add(new Deadline(exitCode, longest));
        try {
            ((LoggerContext) LoggerFactory.getILoggerFactory()).stop();
        } finally {
            System.exit(exitCode);
        }
    }
}
