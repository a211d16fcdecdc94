package multvae.server;

import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import multvae.serving.Recommender;

/** The model in use. Another takes its place between two uses of it, and none is closed while in use. */
final class CurrentModel implements AutoCloseable {

    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private Recommender recommender;

    CurrentModel(Recommender recommender) {
        this.recommender = recommender;
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

    /** Waits for what uses the last one, a batch at most, and closes it. */
    void replace(Recommender next) {
        Recommender last;
        lock.writeLock().lock();
        try {
            last = recommender;
            recommender = next;
        } finally {
            lock.writeLock().unlock();
        }
        last.close();
    }

    @Override
    public void close() {
        lock.writeLock().lock();
        try {
            recommender.close();
        } finally {
            lock.writeLock().unlock();
        }
    }
}
