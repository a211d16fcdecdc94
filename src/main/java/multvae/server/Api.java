package multvae.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import multvae.serving.Answer;
import multvae.serving.Item;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;

/** The routes. No request holds a thread while its body comes in or while it waits for the model. */
final class Api extends Handler.Abstract {

    private static final int MOST_FOUND = 20;
    private static final int LONGEST_SEARCH = 100; // characters
    private static final String OTHER = "other";
    private static final String RECOMMENDATIONS = "/recommendations";

    /** The methods of a path; HEAD goes with GET. */
    static final Map<String, String> ROUTES = Map.of(
            RECOMMENDATIONS,
            "POST",
            "/items",
            "GET",
            "/health",
            "GET",
            "/metrics",
            "GET",
            "/",
            "GET",
            "/page.css",
            "GET",
            "/icon.svg",
            "GET",
            "/page.js",
            "GET",
            "/openapi.json",
            "GET");

    private record Found(String model, List<Item> items) {}

    private record Health(String status, String model, boolean newModelRejected) {}

    private final CurrentModel model;
    private final Queues queues;
    private final Exchange.Service service;
    private final Resources resources;
    private final BooleanSupplier newModelRejected;
    private final QueryReader reader;
    private final Executor threads;

    Api(
            CurrentModel model,
            Queues queues,
            Exchange.Service service,
            Resources resources,
            BooleanSupplier newModelRejected,
            Executor threads) {
        this.model = model;
        this.queues = queues;
        this.service = service;
        this.resources = resources;
        this.newModelRejected = newModelRejected;
        this.reader = new QueryReader(service.limits());
        this.threads = threads;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        String path = Request.getPathInContext(request);
        String method = ROUTES.get(path);
        Exchange exchange = new Exchange(request, response, callback, method == null ? OTHER : path, service);
        try {
            if (method == null) {
                throw new ApiError(ErrorCode.NOT_FOUND, "no such path; /openapi.json lists them");
            }
            String asked = request.getMethod().equals("HEAD") ? "GET" : request.getMethod();
            if (!method.equals(asked)) {
                response.getHeaders().put(HttpHeader.ALLOW, method.equals("GET") ? "GET, HEAD" : method);
                throw new ApiError(ErrorCode.METHOD_NOT_ALLOWED, "this path takes " + method);
            }
            answer(path, exchange);
        } catch (IOException | RuntimeException e) {
            exchange.fail(e);
        }
        return true;
    }

    private void answer(String path, Exchange exchange) throws IOException {
        switch (path) {
            case RECOMMENDATIONS -> recommend(exchange);
            case "/items" -> exchange.sendJson(200, find(exchange.request()));
            case "/health" ->
                exchange.sendJson(200, new Health("ok", model.version(), newModelRejected.getAsBoolean()));
            case "/metrics" ->
                exchange.send(
                        200, service.metrics().contentType(), service.metrics().text());
            default -> {
                Resources.Resource resource = resources.at(path).orElseThrow();
                exchange.send(200, resource.contentType(), resource.text().getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private void recommend(Exchange exchange) {
        String type = exchange.request().getHeaders().get(HttpHeader.CONTENT_TYPE);
        if (type == null || !type.toLowerCase(Locale.ROOT).matches("application/json *(;.*)?")) {
            throw new ApiError(ErrorCode.UNSUPPORTED_MEDIA_TYPE, "expected Content-Type: application/json");
        }
        CompletableFuture<Answer> unused = exchange.requestBody()
                .read()
                .thenApply(reader::read)
                .thenCompose(queues::submit)
                .whenCompleteAsync((answer, thrown) -> send(exchange, answer, thrown), threads);
    }

    private static void send(Exchange exchange, Answer answer, Throwable thrown) {
        if (thrown != null) {
            exchange.fail(thrown);
            return;
        }
        try {
            exchange.sendJson(200, answer);
        } catch (RuntimeException e) {
            exchange.fail(e);
        }
    }

    private Found find(Request request) {
        Fields parameters;
        try {
            parameters = Request.extractQueryParameters(request);
        } catch (RuntimeException e) {
            throw new ApiError(ErrorCode.BAD_REQUEST, "the query string is not percent-encoded UTF-8");
        }
        String query =
                Optional.ofNullable(parameters.getValue("query")).orElse("").strip();
        if (query.isEmpty() || query.length() > LONGEST_SEARCH) {
            throw new ApiError(ErrorCode.INVALID_VALUE, "expected 1 to " + LONGEST_SEARCH + " characters", "query");
        }
        return model.use(recommender ->
                new Found(recommender.modelVersion(), recommender.items().find(query, MOST_FOUND)));
    }
}
