package multvae.server;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import multvae.io.Printable;
import multvae.io.UserError;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stack traces of bugs, and a line for each error of a file, few of them: whoever finds a request that trips over one must not
 * fill the disk with it. Within a window each is logged once, and so many at most. What is left out is counted.
 */
final class BugLog {

    static final int MOST_PER_WINDOW = 10;
    static final Duration WINDOW = Duration.ofMinutes(1);

    private static final int MAX_LINE_CHARS = 300; // an exception's message may quote what a client sent
    private static final int MAX_LINES = 120;
    private static final Logger LOG = LoggerFactory.getLogger(BugLog.class);

    private final LongSupplier nanoTime;
    private final Set<Integer> seen = new HashSet<>();
    private long windowStart;
    private long leftOut;

    BugLog() {
        this(System::nanoTime);
    }

    /** @param nanoTime as {@link System#nanoTime} */
    BugLog(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.windowStart = nanoTime.getAsLong();
    }

    /** @param what happened, in our own words */
    synchronized void log(String what, Throwable thrown) {
        if (nanoTime.getAsLong() - windowStart >= WINDOW.toNanos()) {
            windowStart = nanoTime.getAsLong();
            seen.clear();
        }
        if (seen.contains(place(thrown)) || seen.size() == MOST_PER_WINDOW) {
            leftOut++;
            return;
        }
        seen.add(place(thrown));
        String others = leftOut == 0 ? "" : " (" + leftOut + " more like those logged before were left out)";
        leftOut = 0;
        if (thrown instanceof UserError) {
            LOG.error("{}{}: {}", what, others, Printable.oneLine(thrown.getMessage()));
        } else {
            LOG.error("A bug in multvae: {}{}\n{}", what, others, trace(thrown));
        }
    }

    /** Where it was thrown, without the message, which a client may choose. */
    private static int place(Throwable thrown) {
        int place = 0;
        for (Throwable cause : ExceptionUtils.getThrowableList(thrown)) {
            place = 31 * place + cause.getClass().getName().hashCode();
            place = 31 * place + Arrays.hashCode(cause.getStackTrace());
        }
        return place;
    }

    /** In the message, since the terminal shows no traces of its own. */
    private static String trace(Throwable thrown) {
        return ExceptionUtils.getStackTrace(thrown)
                .lines()
                .limit(MAX_LINES)
                .map(line -> Printable.oneLine(line.replace("\t", "    ")))
                .map(line -> line.length() <= MAX_LINE_CHARS ? line : line.substring(0, MAX_LINE_CHARS) + "...")
                .collect(Collectors.joining("\n"));
    }
}
