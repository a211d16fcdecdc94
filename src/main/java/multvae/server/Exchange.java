package multvae.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import multvae.io.Json;
import multvae.server.ApiError.Code;
import multvae.server.ClientConnection.Phase;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.QuietException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** One request and its answer, which is sent once. */
final class Exchange {

    private static final String JSON_TYPE = "application/json";

    /** Of a request's line and headers. */
    static final int HEAD_BYTES = 8192;

    /** The form of every error. */
    private record ErrorBody(Problem error, String model) {}

    /** What went wrong; {@code field} is empty if it is not about a field. */
    private record Problem(String code, String message, String field) {}

    /** What all exchanges of a service share. */
    record Service(
            ServiceMetrics metrics,
            Supplier<String> modelVersion,
            Limits limits,
            Connections connections,
            BugLog bugs) {}

    private final Request request;
    private final RequestBody requestBody;
    private final ClientConnection connection;
    private final Response response;
    private final Callback callback;
    private final String route;
    private final Service service;

    /** @param route one of few, for the metrics */
    Exchange(Request request, Response response, Callback callback, String route, Service service) {
        this.request = request;
        this.connection = service.connections().of(request);
        this.requestBody = new RequestBody(request, service.limits());
        this.response = response;
        this.callback = callback;
        this.route = route;
        this.service = service;
    }

    /**
     * Answers an error that HTTP itself finds, before there is a route, in the form of the others: no page, no trace, no name
     * of the server.
     */
    static boolean refuse(Request request, Response response, Callback callback, Service service) {
        int status = response.getStatus();
        if (status == HttpStatus.INTERNAL_SERVER_ERROR_500
                && request.getAttribute(ErrorHandler.ERROR_EXCEPTION) instanceof Throwable thrown
                && !(thrown instanceof IOException || thrown instanceof QuietException)) { // a client that has gone
            service.bugs().log("HTTP refused a request", thrown);
        }
        Code code =
                switch (status) {
                    case 503 -> Code.STOPPING;
                    case 408 -> Code.REQUEST_TIMEOUT;
                    case 500 -> Code.INTERNAL_ERROR;
                    default -> Code.BAD_REQUEST; // a version or a method that HTTP/1.1 does not have is a 5xx too
                };
        service.metrics().refused(code);
        new Exchange(request, response, callback, "http", service)
                .sendError(status, new Problem(code.text(), refusal(status), ""));
        return true;
    }

    /** Why HTTP itself refuses a request, and what to do: of the request nothing is repeated. */
    static String refusal(int status) {
        return switch (status) {
            case 408 -> "expected the whole head of a request in time, found a part of it; send it at once";
            case 414 -> "expected a shorter path and query, found more than " + HEAD_BYTES + " bytes; shorten them";
            case 431 -> "expected shorter headers, found more than " + HEAD_BYTES + " bytes; leave some out";
            case 501 -> "expected a method of HTTP, found another one; use GET or POST";
            case 503 -> "the service is stopping";
            case 505 -> "expected HTTP/1.1, found another version; use an HTTP client";
            default ->
                status >= 500
                        ? "an error in the service; its log says more"
                        : "expected a request as HTTP/1.1 has it, found a mistake (status " + status
                                + "); check path, headers and the body's length, or use an HTTP client";
        };
    }

    /** The error for a body in a coding that is not read; only with it the answer names those that are (RFC 9110, 12.5.3). */
    ApiError unsupportedCoding() {
        response.getHeaders().put(HttpHeader.ACCEPT_ENCODING, "identity");
        return new ApiError(
                Code.UNSUPPORTED_MEDIA_TYPE,
                "expected a body without Content-Encoding, found a coded one; send the JSON as it is");
    }

    Request request() {
        return request;
    }

    /** The body, for which the connection waits until it is here. */
    CompletableFuture<byte[]> body() {
        service.connections().enter(connection, Phase.BODY);
        return requestBody.read().thenApply(body -> {
            service.connections().enter(connection, Phase.WORK);
            return body;
        });
    }

    void sendJson(int status, Object body) {
        send(status, JSON_TYPE, Json.bytes(body));
    }

    void send(int status, String contentType, byte[] body) {
        response.setStatus(status);
        SecurityHeaders.put(response.getHeaders(), SecurityHeaders.OWN_FILES);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, contentType).put(HttpHeader.CONTENT_LENGTH, body.length);
        if (service.connections().answer(connection)) {
            response.getHeaders().put(HttpHeader.CONNECTION, "close");
        }
        service.metrics()
                .answered(
                        route,
                        status,
                        (System.nanoTime() - request.getHeadersNanoTime()) / (double) TimeUnit.SECONDS.toNanos(1));
        response.write(true, ByteBuffer.wrap(body), Callback.from(this::end, callback::failed));
    }

    private void end() {
        service.connections().enter(connection, Phase.BODY);
        CompletableFuture<Void> unused = requestBody.end().thenRun(callback::succeeded);
    }

    /** Tells the client what it can fix; of any other error it learns only that there was one, the log has the rest. */
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
        service.bugs().log("a request to " + route + " failed", cause);
        send(new ApiError(Code.INTERNAL_ERROR, "an error in the service; its log says more"));
    }

    private void send(ApiError error) {
        service.metrics().refused(error.code());
        switch (error.code()) {
            case UNAUTHORIZED -> response.getHeaders().put(HttpHeader.WWW_AUTHENTICATE, ApiKeys.CHALLENGE);
            case OVERLOADED, STOPPING -> response.getHeaders().put(HttpHeader.RETRY_AFTER, 1);
            case BODY_TOO_LARGE, REQUEST_TIMEOUT -> response.getHeaders().put(HttpHeader.CONNECTION, "close");
            default -> {}
        }
        sendError(error.code().status(), new Problem(error.code().text(), error.getMessage(), error.field()));
    }

    private void sendError(int status, Problem problem) {
        sendJson(status, new ErrorBody(problem, service.modelVersion().get()));
    }
}
