package multvae.download;

import java.io.IOException;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * An answer's body, chunk by chunk. It has what HttpClient's own stream lacks: a read timeout, and reads that end with an
 * interrupt.
 */
final class ResponseBody implements Flow.Subscriber<List<ByteBuffer>>, AutoCloseable {

    /** A chunk; or, without one, the end; or a failure. */
    private record Signal(Optional<List<ByteBuffer>> chunk, Optional<Throwable> failure) {}

    private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>(); // at most a chunk and an end
    private final Duration idle;
    private Flow.Subscription subscription;
    private boolean closed;

    ResponseBody(Flow.Publisher<List<ByteBuffer>> publisher, Duration idle) {
        this.idle = idle;
        publisher.subscribe(this);
    }

    /**
     * The next chunk, empty at the end.
     *
     * @throws HttpTimeoutException if nothing comes for the time allowed
     * @throws IOException if the connection breaks first
     */
    Optional<List<ByteBuffer>> next() throws IOException, InterruptedException {
        Signal signal = signals.poll(idle.toMillis(), TimeUnit.MILLISECONDS);
        if (signal == null) {
            throw new HttpTimeoutException("no data for " + idle.toSeconds() + " s");
        }
        if (signal.failure().isPresent()) {
            Throwable failure = signal.failure().get();
            throw new IOException("the connection lost", failure);
        }
        if (signal.chunk().isPresent()) {
            request();
        }
        return signal.chunk();
    }

    private synchronized void request() {
        subscription.request(1);
    }

    @Override
    public synchronized void onSubscribe(Flow.Subscription newSubscription) {
        subscription = newSubscription;
        if (closed) {
            subscription.cancel();
        } else {
            subscription.request(1);
        }
    }

    @Override
    public void onNext(List<ByteBuffer> chunk) {
        signals.add(new Signal(Optional.of(chunk), Optional.empty()));
    }

    @Override
    public void onError(Throwable failure) {
        signals.add(new Signal(Optional.empty(), Optional.of(failure)));
    }

    @Override
    public void onComplete() {
        signals.add(new Signal(Optional.empty(), Optional.empty()));
    }

    /** Gives the connection up if the body has not ended. */
    @Override
    public synchronized void close() {
        closed = true;
        if (subscription != null) {
            subscription.cancel();
        }
    }
}
