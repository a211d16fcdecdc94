package multvae.ratings;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import multvae.io.UserError;

/**
 * Reads parts of a table in the common fork-join pool, and passes them on one by one in their order. Rows and the error, if there
 * is one, do not depend on the number of threads.
 */
final class ParallelParts {

    /** The rows of a part, or why it has none. */
    private interface Read {
        PartRows orThrow();
    }

    private static final int AHEAD_PER_THREAD = 2; // parts that wait in memory

    private final List<TablePart> parts;
    private final PartReader reader;
    private final Consumer<PartRows> action;
    private final int threads = Runtime.getRuntime().availableProcessors();
    private final AtomicInteger next = new AtomicInteger();
    private final PartOrder order = new PartOrder(0);
    private final Read[] waiting; // [parts], read before an earlier part
    private int passedOn; // how many
    private UserError error;
    private volatile boolean ended;

    private ParallelParts(List<TablePart> parts, PartReader reader, Consumer<PartRows> action) {
        this.parts = parts;
        this.reader = reader;
        this.action = action;
        this.waiting = new Read[parts.size()];
    }

    /**
     * Reads the parts.
     *
     * @param parts of one file
     * @throws UserError the first one in the file, as {@link RatingsReader} describes
     */
    static void forEach(List<TablePart> parts, PartReader reader, Consumer<PartRows> action) {
        ParallelParts all = new ParallelParts(parts, reader, action);
        IntStream.range(0, all.threads).parallel().forEach(thread -> all.read());
        if (all.error != null) {
            throw all.error;
        }
    }

    /** Each thread takes the next part, so that few wait for an earlier one. */
    private void read() {
        try {
            for (int part = next.getAndIncrement(); part < parts.size() && !ended; part = next.getAndIncrement()) {
                pass(part, read(parts.get(part)));
                awaitEarlier(part);
            }
        } catch (RuntimeException | Error e) { // of this program: nobody may wait for this part
            end();
            throw e;
        }
    }

    private synchronized void end() {
        ended = true;
        notifyAll();
    }

    /** So that few parts wait in memory for one whose thread is held up. The thread that reads it never waits here. */
    private synchronized void awaitEarlier(int part) {
        boolean interrupted = false;
        while (!ended && part >= passedOn + AHEAD_PER_THREAD * threads) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** What is wrong with an earlier part comes first. */
    private Read read(TablePart part) {
        try {
            PartRows rows = reader.read(part);
            return () -> rows;
        } catch (UserError e) {
            return () -> {
                throw e;
            };
        }
    }

    private synchronized void pass(int part, Read read) {
        waiting[part] = read;
        while (!ended && passedOn < waiting.length && waiting[passedOn] != null) {
            Read first = waiting[passedOn];
            waiting[passedOn] = null;
            try {
                take(parts.get(passedOn), first);
            } catch (UserError e) {
                error = e;
                ended = true;
            }
            passedOn++;
        }
        notifyAll();
    }

    private void take(TablePart part, Read read) {
        PartRows rows = read.orThrow();
        order.take(part.file(), rows.rows().size());
        action.accept(rows);
    }
}
