package multvae.download;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import multvae.io.IoReason;
import multvae.io.Printable;
import multvae.io.RegularFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One file over HTTP, through as many connections as it takes. */
final class Download {

    private static final Logger log = LoggerFactory.getLogger(Download.class);

    /**
     * How long a download waits for a server, and how often it tries again.
     *
     * @param connect for a connection, without TLS
     * @param idle for the first, or the next, bytes of an answer
     * @param retries attempts that bring nothing new before it gives up; each one that brings new bytes
     *     starts the count again
     * @param backoff before the first retry; doubles with each
     */
    record RetryPolicy(Duration connect, Duration idle, int retries, Duration backoff) {

        static final RetryPolicy DEFAULT =
                new RetryPolicy(Duration.ofSeconds(20), Duration.ofSeconds(30), 5, Duration.ofSeconds(1));

        /** The wait before retry {@code retry}, counted from 1. */
        Duration before(int retry) {
            return backoff.multipliedBy(1L << (retry - 1));
        }
    }

    /** Ample: the largest archive of the catalogue has 0.3 GB. Whoever sends more fills a disk. */
    private static final long MOST_BYTES = 4L << 30;

    /** An answer longer than any archive. */
    static final class TooLongException extends IOException {
        private TooLongException() {
            super("more than " + RegularFile.bytes(MOST_BYTES));
        }
    }

    /** An answer that is not the archive. */
    static final class StatusException extends IOException {

        private final int status;

        /** @param location the address that the answer redirects to, if it was not followed */
        StatusException(int status, Optional<String> location) {
            super("HTTP " + status
                    + location.map(l -> ", a redirect to " + Printable.oneLine(l))
                            .orElse(""));
            this.status = status;
        }

        /** Whether the same request may succeed later. */
        boolean isTransient() {
            return status >= 500 || status == 408 || status == 429;
        }

        boolean isRedirect() {
            return status >= 300 && status < 400;
        }
    }

    private final URI address;
    private final RetryPolicy policy;
    private final DownloadProgress progress;
    private final HttpClient client;
    private boolean answered;

    Download(URI address, RetryPolicy policy, DownloadProgress progress) {
        this.address = address;
        this.policy = policy;
        this.progress = progress;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .connectTimeout(policy.connect())
                .build();
    }

    /**
     * Reads what {@code partial} lacks, until it is complete.
     *
     * @throws IOException the last failure, if another attempt is useless or none succeeded
     * @throws InterruptedException if the thread is interrupted; the bytes so far stay
     */
    void into(PartialFile partial) throws IOException, InterruptedException {
        long furthest = partial.bytes();
        int retry = 0;
        while (true) {
            try {
                attempt(partial);
                return;
            } catch (IOException e) {
                // Beyond the furthest byte ever, not this attempt's first: without Range support each attempt starts
                // at 0, and a connection that always drops at the same place would be tried for ever.
                retry = partial.bytes() > furthest ? 1 : retry + 1;
                furthest = Math.max(furthest, partial.bytes());
                if (!isWorthRetrying(e) || retry > policy.retries()) {
                    throw e;
                }
                Duration wait = policy.before(retry);
                log.info(
                        "{}: {} after {} bytes; retry {} of {} in {} s",
                        address,
                        IoReason.of(e),
                        partial.bytes(),
                        retry,
                        policy.retries(),
                        wait.toSeconds());
                TimeUnit.MILLISECONDS.sleep(wait.toMillis());
            }
        }
    }

    private boolean isWorthRetrying(IOException e) {
        if (e instanceof StatusException status) {
            return status.isTransient();
        }
        if (e instanceof TooLongException
                || e instanceof SSLHandshakeException
                || e instanceof SSLPeerUnverifiedException) {
            return false;
        }
        // If the server never answered, the address is probably misspelt or we are offline.
        return answered || !isConnectFailure(e);
    }

    private static boolean isConnectFailure(IOException e) {
        return e instanceof ConnectException || e instanceof HttpTimeoutException;
    }

    private void attempt(PartialFile partial) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address).header("Accept-Encoding", "identity");
        Optional<ArchiveSource> resumed = partial.resumable(address);
        resumed.flatMap(ArchiveSource::validator)
                .ifPresent(validator -> request.header("Range", "bytes=" + partial.bytes() + "-")
                        .header("If-Range", validator));
        HttpResponse<Flow.Publisher<List<ByteBuffer>>> response = send(request.build());
        answered = true;
        try (ResponseBody body = new ResponseBody(response.body(), policy.idle())) {
            ArchiveSource source = begin(partial, resumed, response);
            OptionalLong total = source.totalBytes();
            requireShort(partial, total.orElse(0));
            progress.downloaded(partial.bytes(), total);
            for (Optional<List<ByteBuffer>> chunk = body.next(); chunk.isPresent(); chunk = body.next()) {
                partial.append(chunk.get());
                requireShort(partial, partial.bytes());
                progress.downloaded(partial.bytes(), total);
            }
            if (total.isPresent() && total.getAsLong() != partial.bytes()) {
                if (partial.bytes() > total.getAsLong()) {
                    partial.forget();
                }
                throw new IOException("an answer that ended before the file did");
            }
        }
    }

    private static void requireShort(PartialFile partial, long bytes) throws TooLongException {
        if (bytes > MOST_BYTES) {
            partial.forget();
            throw new TooLongException();
        }
    }

    /** Brings {@code partial} to the position that the answer's body begins at. */
    private ArchiveSource begin(PartialFile partial, Optional<ArchiveSource> resumed, HttpResponse<?> response)
            throws IOException {
        switch (response.statusCode()) {
            case 200 -> {
                ArchiveSource source = ArchiveSource.of(address, response.headers());
                partial.restart(source);
                return source;
            }
            case 206 -> {
                if (resumed.isPresent() && resumed.get().isContinuedBy(response.headers(), partial.bytes())) {
                    return resumed.get();
                }
                partial.forget();
                throw new IOException("a range that was not asked for");
            }
            case 416 -> {
                if (resumed.isPresent()) {
                    partial.forget();
                    throw new IOException("a file shorter than it was");
                }
                throw statusException(response);
            }
            default -> throw statusException(response);
        }
    }

    private static StatusException statusException(HttpResponse<?> response) {
        return new StatusException(response.statusCode(), response.headers().firstValue("Location"));
    }

    /**
     * The answer's head. HttpRequest.timeout would do up to JDK 25; from 26 it also bounds the whole body, which may
     * rightly take an hour.
     */
    private HttpResponse<Flow.Publisher<List<ByteBuffer>>> send(HttpRequest request)
            throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<Flow.Publisher<List<ByteBuffer>>>> future =
                client.sendAsync(request, BodyHandlers.ofPublisher());
        try {
            return future.get(policy.connect().plus(policy.idle()).toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            HttpTimeoutException timeout =
                    new HttpTimeoutException("no answer for " + policy.idle().toSeconds() + " s");
            timeout.initCause(e);
            throw timeout;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            if (e.getCause() instanceof UncheckedIOException failure) {
                throw failure.getCause();
            }
            if (e.getCause() instanceof IllegalArgumentException failure) {
                throw new IOException("a malformed redirect", failure);
            }
            throw new IllegalStateException(e);
        } finally {
            future.cancel(true);
        }
    }
}
