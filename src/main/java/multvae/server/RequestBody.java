package multvae.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import multvae.server.ApiError.Code;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/**
 * The body of a request: kept up to a limit, thrown away beyond it. It is read to its end even if the request has been
 * refused: a connection that is closed while the client still sends is reset, and the answer on its way is lost.
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

    /** All bytes of the body. It fails with {@link ApiError} if they are too many, or do not arrive whole or in time. */
    CompletableFuture<byte[]> read() {
        if (request.getLength() > limits.bodyBytes()) { // -1 if it is not declared
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
            return ApiError.stopping();
        }
        if (thrown instanceof TimeoutException) {
            return new ApiError(Code.REQUEST_TIMEOUT, "the body did not arrive in time");
        }
        if (thrown instanceof HttpException || thrown instanceof IOException) {
            return new ApiError(Code.BAD_REQUEST, "the body is incomplete");
        }
        return new CompletionException(thrown); // one of ours, or a bug
    }

    /** Keeps nothing more. Done when the body has ended or patience with it has; it does not fail. */
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
        return new ApiError(Code.BODY_TOO_LARGE, "at most " + limits.bodyBytes() + " bytes");
    }
}
