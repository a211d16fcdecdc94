package multvae.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Attempts to make the program crash with forged files of one form. Each has a limit of time and one of memory, and its own seed,
 * so that it can be repeated alone: {@code -Dmultvae.attempt=N} runs attempt N of every form and no other.
 */
public final class Attempts {

    private static final int ONLY = Integer.getInteger("multvae.attempt", -1);
    private static final long MOST_SECONDS = 30; // of 2 cores that others use too
    private static final long MOST_BYTES = 512L << 20;
    private static final int MOST_SHOWN = 20;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** How an attempt ended well. */
    public enum Outcome {
        READ,
        REFUSED
    }

    /** Forges and reads. What it throws is a crash. */
    public interface Attempt {
        Outcome run(Forger forger) throws Exception;
    }

    private final String what;
    private final int read;
    private final int refused;
    private final int hung;
    private final List<String> crashes;

    private Attempts(String what, int read, int refused, int hung, List<String> crashes) {
        this.what = what;
        this.read = read;
        this.refused = refused;
        this.hung = hung;
        this.crashes = crashes;
    }

    /**
     * Makes some attempts.
     *
     * @param what the form, as a row of {@link TrustTable}
     * @param count how many
     */
    public static Attempts make(String what, int count, Attempt attempt) throws InterruptedException {
        List<Outcome> outcomes = new ArrayList<>();
        int hung = 0;
        List<String> crashes = new ArrayList<>();
        ExecutorService thread = newThread();
        try {
            for (int number = ONLY < 0 ? 0 : ONLY; number < (ONLY < 0 ? count : ONLY + 1); number++) {
                Forger forger = new Forger(31L * what.hashCode() + number, number);
                Future<Outcome> future = thread.submit(() -> bounded(attempt, forger));
                try {
                    outcomes.add(future.get(MOST_SECONDS, TimeUnit.SECONDS));
                } catch (TimeoutException e) {
                    hung++;
                    crashes.add("attempt " + number + ": no end within " + MOST_SECONDS + " s");
                    thread.shutdownNow();
                    thread = newThread();
                } catch (ExecutionException e) {
                    crashes.add("attempt " + number + ": " + described(e.getCause()));
                }
            }
        } finally {
            thread.shutdownNow();
        }
        Attempts made = new Attempts(
                what,
                Collections.frequency(outcomes, Outcome.READ),
                Collections.frequency(outcomes, Outcome.REFUSED),
                hung,
                crashes);
        made.print();
        return made;
    }

    private static ExecutorService newThread() {
        return Executors.newSingleThreadExecutor(work -> {
            Thread thread = new Thread(work, "attempts");
            thread.setDaemon(true);
            return thread;
        });
    }

    private static Outcome bounded(Attempt attempt, Forger forger) throws Exception {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        Outcome outcome = attempt.run(forger);
        long bytes = THREADS.getCurrentThreadAllocatedBytes() - before;
        if (bytes > MOST_BYTES) {
            throw new AssertionError(bytes + " bytes allocated");
        }
        return outcome;
    }

    private static String described(Throwable thrown) {
        StringBuilder text = new StringBuilder(thrown.toString());
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            StackTraceElement[] trace = cause.getStackTrace();
            for (int k = 0; k < Math.min(8, trace.length); k++) {
                text.append("\n    at ").append(trace[k]);
            }
            text.append(cause.getCause() == null ? "" : "\n  caused by " + cause.getCause());
        }
        return text.toString();
    }

    private void print() {
        long tried = (long) read + refused + crashes.size();
        System.out.printf(
                Locale.ROOT,
                "| %-40s | %,7d tried | %,7d read | %,7d refused | %d crashed | %d hung |%n",
                what,
                tried,
                read,
                refused,
                crashes.size() - hung,
                hung);
        TrustTable.row("forged, checksums right: " + what, tried, 0, crashes.size() - hung, hung);
    }

    /** Fails if one crashed or hung. */
    public void assertNoCrash() {
        assertThat(crashes).as("of %s; one alone: -Dmultvae.attempt=N", what).satisfies(all -> assertThat(
                        all.stream().limit(MOST_SHOWN).toList())
                .isEmpty());
    }

    /** As {@link #assertNoCrash}; fails also if none was read or none refused: then nothing was forged, or nothing read. */
    public void assertHarmless() {
        assertNoCrash();
        if (ONLY < 0) {
            assertThat(refused).as("refused of " + what).isPositive();
            assertThat(read).as("read of " + what).isPositive();
        }
    }
}
