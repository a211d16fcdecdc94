package multvae.server;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import multvae.io.RegularFile;
import multvae.io.UserError;
import multvae.serving.Recommender;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The model in use. Every few seconds it looks for a new one, at the files that are written last, and replaces the old one
 * between two uses; no model is closed while in use. A new model that cannot be opened is tried again each time, since it
 * may be half copied; meanwhile the old one stays.
 */
final class CurrentModel implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CurrentModel.class);

    /** For ids, titles and what requests take. */
    private static final double ROOM = 1.1;

    private final Path path;
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private Recommender recommender;

    private final BugLog bugs;
    private final ScheduledExecutorService watch;
    private final ScheduledFuture<?> looking;
    private String seen; // the signature of the model in use
    private long bytes; // of its weights
    private volatile String problem = ""; // of the new model

    private CurrentModel(Path path, String seen, Recommender recommender, long bytes, Duration period, BugLog bugs) {
        this.path = path;
        this.bugs = bugs;
        this.seen = seen;
        this.recommender = recommender;
        this.bytes = bytes;
        this.watch = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "multvae-model-watch");
            thread.setDaemon(true);
            return thread;
        });
        this.looking =
                watch.scheduleWithFixedDelay(this::look, period.toNanos(), period.toNanos(), TimeUnit.NANOSECONDS);
    }

    /**
     * Opens the model of a run or a bundle.
     *
     * @param period between two looks for a new one
     */
    static CurrentModel open(Path path, Duration period, BugLog bugs) throws IOException {
        String seen = Recommender.signature(path); // before it is opened: what is written meanwhile is new
        Recommender recommender = Recommender.open(path);
        return new CurrentModel(path, seen, recommender, Recommender.weightBytes(path), period, bugs);
    }

    <T> T use(Function<Recommender, T> action) {
        lock.readLock().lock();
        try {
            return action.apply(recommender);
        } finally {
            lock.readLock().unlock();
        }
    }

    String version() {
        return use(Recommender::modelVersion);
    }

    /** Whether there is a new model that cannot be opened. */
    boolean newModelRejected() {
        return !problem.isEmpty();
    }

    private void look() {
        try {
            replaceIfNew();
        } catch (UserError | IOException e) {
            if (isNews(e)) {
                LOG.warn("the new model is not used: {}", problem);
            }
        } catch (RuntimeException | Error e) { // if thrown, it would silently end the watch
            if (isNews(e)) {
                bugs.log("the new model is not used", e);
            }
        }
    }

    private void replaceIfNew() throws IOException {
        String now = Recommender.signature(path);
        if (now.equals(seen)) {
            problem = "";
            return;
        }
        long nextBytes = Recommender.weightBytes(path);
        requireHeap(bytes + nextBytes);
        Recommender next = Recommender.open(path);
        seen = now;
        bytes = nextBytes;
        problem = "";
        Recommender last;
        lock.writeLock().lock(); // waits for what uses the last one, a batch at most
        try {
            last = recommender;
            recommender = next;
        } finally {
            lock.writeLock().unlock();
        }
        last.close();
        LOG.info("the model is now {}", next.modelVersion());
    }

    /**
     * Without room for both models, the requests under way would fail too.
     *
     * @param both what the weights of both take, bytes
     */
    private void requireHeap(long both) {
        long limit = Runtime.getRuntime().maxMemory();
        if (both * ROOM > limit) {
            throw new UserError(
                    path.toString(),
                    "a model that fits beside the one in use into a heap of " + RegularFile.bytes(limit),
                    RegularFile.bytes(both) + " for both",
                    "raise the heap with -Xmx, or restart the service to have the new model alone");
        }
    }

    /** A model is tried every few seconds; the same problem is logged once. */
    private boolean isNews(Throwable e) {
        String before = problem;
        problem = String.valueOf(e.getMessage());
        return !problem.equals(before);
    }

    /** Ends the watch, waits for what uses the model, and closes it. */
    @Override
    public void close() {
        looking.cancel(false);
        watch.shutdown();
        try {
            watch.awaitTermination(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        lock.writeLock().lock();
        try {
            recommender.close();
        } finally {
            lock.writeLock().unlock();
        }
    }
}
