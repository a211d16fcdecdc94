package multvae.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import multvae.server.ApiError.Code;
import multvae.serving.Answer;
import multvae.serving.Item;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;

/** The routes. No request holds a thread while its body arrives or while it waits for the model. */
final class Api extends Handler.Abstract {

    private static final int MAX_FOUND = 20;
    private static final int MAX_SEARCH_CHARS = 100;

    /** What a path does with the one method that it has; HEAD goes with GET. */
    record Route(String path, String method, Action action) {

        interface Action {
            void answer(Api api, Exchange exchange) throws IOException;
        }

        /** A file of the program's own, held in memory: no path leads to the disk. */
        static Route file(String path, String name, String contentType) {
            try (InputStream in = Api.class.getResourceAsStream("/multvae/server/" + name)) {
                byte[] content = in.readAllBytes();
                return new Route(path, "GET", (api, exchange) -> exchange.send(200, contentType, content));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** By path: all that the service has. */
    static final Map<String, Route> ROUTES = Stream.of(
                    new Route("/recommendations", "POST", Api::recommend),
                    new Route("/items", "GET", Api::find),
                    new Route("/health", "GET", Api::health),
                    new Route("/metrics", "GET", Api::metrics),
                    Route.file("/", "index.html", "text/html; charset=utf-8"),
                    Route.file("/page.css", "page.css", "text/css; charset=utf-8"),
                    Route.file("/page.js", "page.js", "text/javascript; charset=utf-8"),
                    Route.file("/icon.svg", "icon.svg", "image/svg+xml"),
                    Route.file("/openapi.json", "openapi.json", "application/json"))
            .collect(Collectors.toUnmodifiableMap(Route::path, Function.identity()));

    private record Found(String model, List<Item> items) {}

    private record Health(String status, String model, boolean newModelRejected) {}

    private final CurrentModel model;
    private final Queues queues;
    private final Exchange.Service service;
    private final Executor threads;

    Api(CurrentModel model, Queues queues, Exchange.Service service, Executor threads) {
        this.model = model;
        this.queues = queues;
        this.service = service;
        this.threads = threads;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Route route = ROUTES.get(Request.getPathInContext(request));
        Exchange exchange = new Exchange(request, response, callback, route == null ? "other" : route.path(), service);
        try {
            if (route == null) {
                throw new ApiError(Code.NOT_FOUND, "no such path; /openapi.json lists all paths");
            }
            String method = request.getMethod().equals("HEAD") ? "GET" : request.getMethod();
            if (!route.method().equals(method)) {
                response.getHeaders()
                        .put(HttpHeader.ALLOW, route.method().equals("GET") ? "GET, HEAD" : route.method());
                throw new ApiError(Code.METHOD_NOT_ALLOWED, "this path takes " + route.method());
            }
            route.action().answer(this, exchange);
        } catch (IOException | RuntimeException e) {
            exchange.fail(e);
        }
        return true;
    }

    private void health(Exchange exchange) {
        exchange.sendJson(200, new Health("ok", model.version(), model.newModelRejected()));
    }

    private void metrics(Exchange exchange) throws IOException {
        exchange.send(200, service.metrics().contentType(), service.metrics().text());
    }

    private void recommend(Exchange exchange) {
        String type = exchange.request().getHeaders().get(HttpHeader.CONTENT_TYPE);
        if (type == null || !type.toLowerCase(Locale.ROOT).matches("application/json *(;.*)?")) {
            throw new ApiError(Code.UNSUPPORTED_MEDIA_TYPE, "expected Content-Type: application/json");
        }
        CompletableFuture<Answer> unused = exchange.requestBody()
                .read()
                .thenApply(body -> QueryBody.read(body, service.limits()))
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

    private void find(Exchange exchange) {
        Fields parameters;
        try {
            parameters = Request.extractQueryParameters(exchange.request());
        } catch (RuntimeException e) {
            throw new ApiError(Code.BAD_REQUEST, "the query string is not percent-encoded UTF-8");
        }
        String query =
                Optional.ofNullable(parameters.getValue("query")).orElse("").strip();
        if (query.isEmpty() || query.length() > MAX_SEARCH_CHARS) {
            throw new ApiError(Code.INVALID_VALUE, "expected 1 to " + MAX_SEARCH_CHARS + " characters", "query");
        }
        exchange.sendJson(
                200,
                model.use(recommender -> new Found(
                        recommender.modelVersion(), recommender.items().find(query, MAX_FOUND))));
    }
}
