package multvae.server;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import multvae.io.Json;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One request and its answer, which is sent once. */
final class Exchange {

    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);
    private static final String JSON_TYPE = "application/json";

    /** The form of every error. */
    record ErrorBody(Problem error, String model) {}

    /** What went wrong; field is empty where it is no field. */
    record Problem(String code, String message, String field) {}

    /** What all exchanges of a service share. */
    record Service(Metrics metrics, Supplier<String> modelVersion, Limits limits) {}

    private final Request request;
    private final RequestBody requestBody;
    private final Response response;
    private final Callback callback;
    private final String route;
    private final Service service;

    /** @param route one of few, for the metrics */
    Exchange(Request request, Response response, Callback callback, String route, Service service) {
        this.request = request;
        this.requestBody = new RequestBody(request, service.limits());
        this.response = response;
        this.callback = callback;
        this.route = route;
        this.service = service;
    }

    Request request() {
        return request;
    }

    RequestBody requestBody() {
        return requestBody;
    }

    void sendJson(int status, Object body) {
        send(status, JSON_TYPE, Json.bytes(body));
    }

    void send(int status, String contentType, byte[] body) {
        response.setStatus(status);
        response.getHeaders()
                .put(HttpHeader.CONTENT_TYPE, contentType)
                .put(HttpHeader.CACHE_CONTROL, "no-store")
                .put("Content-Security-Policy", "default-src 'self'; frame-ancestors 'none'; base-uri 'none'")
                .put("X-Content-Type-Options", "nosniff")
                .put("Referrer-Policy", "no-referrer")
                .put(HttpHeader.CONTENT_LENGTH, body.length);
        service.metrics()
                .answered(
                        route,
                        status,
                        (System.nanoTime() - request.getHeadersNanoTime()) / (double) TimeUnit.SECONDS.toNanos(1));
        response.write(true, ByteBuffer.wrap(body), Callback.from(this::end, callback::failed));
    }

    private void end() {
        CompletableFuture<Void> unused = requestBody.end().thenRun(callback::succeeded);
    }

    /** Tells the client what it can mend; of anything else, only that there was an error, and the log the rest. */
    void fail(Throwable thrown) {
        Throwable cause =
                thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        if (response.isCommitted()) {
            callback.failed(cause);
            return;
        }
        if (cause instanceof ApiError error) {
            send(error);
            return;
        }
        LOG.error("A bug in multvae: a request to {} failed", route, cause);
        send(new ApiError(ErrorCode.INTERNAL_ERROR, "an error in the service; its log has more"));
    }

    private void send(ApiError error) {
        switch (error.code()) {
            case OVERLOADED, STOPPING -> response.getHeaders().put(HttpHeader.RETRY_AFTER, 1);
            case BODY_TOO_LARGE, REQUEST_TIMEOUT -> response.getHeaders().put(HttpHeader.CONNECTION, "close");
            default -> {}
        }
        sendJson(
                error.code().status(),
                new ErrorBody(
                        new Problem(error.code().text(), error.getMessage(), error.field()),
                        service.modelVersion().get()));
    }
}
