package multvae.server;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import multvae.io.UserError;
import multvae.serving.Recommender;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for a new model every few seconds, by the files that are written last, and puts it in the old one's place. One that
 * cannot be opened is tried again each time, since it may be half copied; the old one stays meanwhile.
 */
final class ModelWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ModelWatch.class);
    private static final List<String> LAST_WRITTEN = Recommender.LAST_WRITTEN;

    private final Path path;
    private final CurrentModel model;
    private final ScheduledExecutorService thread;
    private String seen;
    private volatile String problem = "";

    private final ScheduledFuture<?> looking;

    private ModelWatch(Path path, CurrentModel model, String seen, Duration period) {
        this.path = path;
        this.model = model;
        this.seen = seen;
        this.thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread watching = new Thread(task, "multvae-model-watch");
            watching.setDaemon(true);
            return watching;
        });
        this.looking = thread.scheduleWithFixedDelay(
                this::lookSafely, period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** @param seen the {@link #signature} from before the model in use was opened */
    static ModelWatch start(Path path, CurrentModel model, String seen, Duration period) {
        return new ModelWatch(path, model, seen, period);
    }

    /** Changes when the model's files are replaced. */
    static String signature(Path path) throws IOException {
        List<String> parts = new ArrayList<>();
        for (String name : LAST_WRITTEN) {
            try {
                BasicFileAttributes file = Files.readAttributes(path.resolve(name), BasicFileAttributes.class);
                parts.add(name + " " + file.lastModifiedTime() + " " + file.size() + " " + file.fileKey());
            } catch (FileSystemException e) {
                parts.add(name + " none"); // or out of reach: opening the model says why
            }
        }
        return String.join("\n", parts);
    }

    /** Whether there is a new model that cannot be opened. */
    boolean rejected() {
        return !problem.isEmpty();
    }

    private void lookSafely() {
        try {
            look();
        } catch (UserError | IOException e) {
            if (isNews(e)) {
                LOG.warn("the new model is not used: {}", problem);
            }
        } catch (RuntimeException | Error e) { // thrown on, it would end the watch in silence
            if (isNews(e)) {
                LOG.error("A bug in multvae: the new model is not used", e);
            }
        }
    }

    private void look() throws IOException {
        String now = signature(path);
        if (now.equals(seen)) {
            problem = "";
            return;
        }
        Recommender next = Recommender.open(path);
        seen = now;
        problem = "";
        model.replace(next);
        LOG.info("the model is now {}", next.modelVersion());
    }

    /** It is tried every few seconds, and said once. */
    private boolean isNews(Throwable e) {
        String before = problem;
        problem = String.valueOf(e.getMessage());
        return !problem.equals(before);
    }

    @Override
    public void close() {
        looking.cancel(false);
        thread.shutdown();
        try {
            thread.awaitTermination(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
