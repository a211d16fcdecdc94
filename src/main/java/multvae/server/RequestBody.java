package multvae.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/**
 * The body of a request: kept up to a limit, thrown away beyond. It is read to its end even where its request has been
 * refused: a connection that is closed on a client that still sends is reset, and the answer on its way is lost with it.
 */
final class RequestBody {

    private final Request request;
    private final Limits limits;
    private final CompletableFuture<byte[]> kept = new CompletableFuture<>();
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private boolean reading;

    RequestBody(Request request, Limits limits) {
        this.request = request;
        this.limits = limits;
    }

    /** All bytes of the body. It fails with {@link ApiError} where they are too many, or do not come whole or in time. */
    CompletableFuture<byte[]> read() {
        if (request.getLength() > limits.bodyBytes()) { // -1 where it is not declared
            throw tooLarge();
        }
        start();
        return kept.orTimeout(limits.patience().toMillis(), TimeUnit.MILLISECONDS)
                .exceptionally(thrown -> {
                    throw explained(thrown);
                });
    }

    private RuntimeException explained(Throwable thrown) {
        if (thrown instanceof TimeoutException
                && request.getConnectionMetaData().getConnector().isShutdown()) {
            return new ApiError(ErrorCode.STOPPING, "the service is stopping");
        }
        if (thrown instanceof TimeoutException) {
            return new ApiError(ErrorCode.REQUEST_TIMEOUT, "the body did not come in time");
        }
        if (thrown instanceof HttpException || thrown instanceof IOException) {
            return new ApiError(ErrorCode.BAD_REQUEST, "the body is not whole");
        }
        return new CompletionException(thrown); // one of ours, or a bug
    }

    /** Keeps nothing more. Done when no more of the body comes, or patience with it ends; it does not fail. */
    CompletableFuture<Void> end() {
        kept.cancel(false);
        start();
        return end.isDone()
                ? end
                : end.completeOnTimeout(null, limits.patience().toMillis(), TimeUnit.MILLISECONDS);
    }

    private synchronized void start() {
        if (!reading) {
            reading = true;
            advance();
        }
    }

    private void advance() {
        while (true) {
            Content.Chunk chunk = request.read();
            if (chunk == null) {
                request.demand(this::advance);
                return;
            }
            if (Content.Chunk.isFailure(chunk)) {
                kept.completeExceptionally(chunk.getFailure());
                end.complete(null);
                return;
            }
            boolean last = chunk.isLast();
            keep(chunk.getByteBuffer());
            chunk.release();
            if (last) {
                kept.complete(bytes.toByteArray());
                end.complete(null);
                return;
            }
        }
    }

    private void keep(ByteBuffer more) {
        if (kept.isDone()) {
            return; // answered already
        }
        if (bytes.size() + more.remaining() > limits.bodyBytes()) {
            kept.completeExceptionally(tooLarge());
            return;
        }
        byte[] copy = new byte[more.remaining()];
        more.get(copy);
        bytes.writeBytes(copy);
    }

    private ApiError tooLarge() {
        return new ApiError(ErrorCode.BODY_TOO_LARGE, "at most " + limits.bodyBytes() + " bytes");
    }
}
