package multvae.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import multvae.report.Page;
import multvae.server.ApiError.Code;
import multvae.serving.Answer;
import multvae.serving.Item;
import multvae.serving.Recommender;
import org.apache.commons.lang3.ArrayUtils;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** The routes. No request holds a thread while its body arrives or while it waits for the model. */
final class Api extends Handler.Abstract {

    private static final String QUERY = "query";
    private static final int MAX_FOUND = 20;
    private static final int MAX_SEARCH_CHARS = 100;

    /** Who may ask. */
    enum Access {
        ANYONE,
        WITH_KEY
    }

    /**
     * What a path does with the one method that it has; HEAD goes with GET.
     *
     * @param parameters of the query string, each at most once
     */
    record Route(String path, String method, Access access, Set<String> parameters, Action action) {

        interface Action {
            void answer(Api api, Exchange exchange) throws IOException;
        }

        /** A file of the program's own, held in memory: no path leads to the disk. */
        static Route file(String path, Access access, String contentType) {
            return content(path, access, contentType, resource(path.equals("/") ? "index.html" : path.substring(1)));
        }

        /** The page's style, in the colours of the reports. */
        static Route style(String path) {
            byte[] palette = Page.palette().getBytes(StandardCharsets.UTF_8);
            byte[] content = ArrayUtils.addAll(palette, resource(path.substring(1)));
            return content(path, Access.ANYONE, "text/css; charset=utf-8", content);
        }

        private static Route content(String path, Access access, String contentType, byte[] content) {
            return new Route(
                    path, "GET", access, Set.of(), (api, exchange) -> exchange.send(200, contentType, content));
        }

        private static byte[] resource(String name) {
            try (InputStream in = Api.class.getResourceAsStream("/multvae/server/" + name)) {
                return in.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** By path: all that the service has. */
    static final Map<String, Route> ROUTES = Stream.of(
                    new Route("/recommendations", "POST", Access.WITH_KEY, Set.of(), Api::recommend),
                    new Route("/items", "GET", Access.WITH_KEY, Set.of(QUERY), Api::find),
                    new Route("/health", "GET", Access.ANYONE, Set.of(), Api::health),
                    new Route("/ready", "GET", Access.ANYONE, Set.of(), Api::ready),
                    new Route("/metrics", "GET", Access.WITH_KEY, Set.of(), Api::metrics),
                    // the page asks its user for a key; a browser brings none for a page and its parts
                    Route.file("/", Access.ANYONE, "text/html; charset=utf-8"),
                    Route.style("/page.css"),
                    Route.file("/page.js", Access.ANYONE, "text/javascript; charset=utf-8"),
                    Route.file("/icon.svg", Access.ANYONE, "image/svg+xml"),
                    Route.file("/openapi.json", Access.WITH_KEY, "application/json"))
            .collect(Collectors.toUnmodifiableMap(Route::path, Function.identity()));

    private record Found(String model, List<Item> items) {}

    private record Health(String status, String model, boolean logits, boolean newModelRejected) {}

    private record Ready(String status, String model) {}

    /** @param keys without them, anyone may ask */
    record Admission(AllowedHosts hosts, Optional<ApiKeys> keys) {}

    private final CurrentModel model;
    private final Queues queues;
    private final Admission admission;
    private final Exchange.Service service;
    private final Executor threads;
    private final Semaphore searches;

    Api(CurrentModel model, Queues queues, Admission admission, Exchange.Service service, Executor threads) {
        this.model = model;
        this.queues = queues;
        this.admission = admission;
        this.service = service;
        this.threads = threads;
        this.searches = new Semaphore(service.limits().searches());
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Route route = ROUTES.get(path(request));
        Exchange exchange = new Exchange(request, response, callback, route == null ? "other" : route.path(), service);
        try {
            admit(request, route);
            if (route == null) {
                throw new ApiError(Code.NOT_FOUND, "no such path; /openapi.json lists all paths");
            }
            String method = request.getMethod().equals("HEAD") ? "GET" : request.getMethod();
            if (!route.method().equals(method)) {
                response.getHeaders()
                        .put(HttpHeader.ALLOW, route.method().equals("GET") ? "GET, HEAD" : route.method());
                throw new ApiError(Code.METHOD_NOT_ALLOWED, "this path takes " + route.method());
            }
            QueryString.check(request, route.parameters());
            route.action().answer(this, exchange);
        } catch (Throwable e) { // an Error too has its answer and its line in the log
            exchange.fail(e);
        }
        return true;
    }

    /** As it was sent: a proxy that keeps a path from strangers need not know its other forms, such as {@code /./metrics}. */
    private static String path(Request request) {
        String path = request.getHttpURI().getPath();
        return path == null || path.isEmpty() ? "/" : path; // RFC 9110, 4.2.3
    }

    private void admit(Request request, Route route) {
        if (!admission.hosts().allows(Request.getServerName(request))) {
            throw new ApiError(
                    Code.HOST_NOT_ALLOWED, "the service does not answer to this host; --allowed-host adds one");
        }
        boolean open = route != null && route.access() == Access.ANYONE;
        if (!open && admission.keys().isPresent() && !admission.keys().get().accept(request.getHeaders())) {
            throw new ApiError(Code.UNAUTHORIZED, "expected a key, as Authorization: Bearer KEY or X-Api-Key: KEY");
        }
    }

    private void health(Exchange exchange) {
        exchange.sendJson(
                200,
                model.use(recommender -> new Health(
                        "ok", recommender.modelVersion(), recommender.scoresAreLogits(), model.newModelRejected())));
    }

    /** Live is not ready: a service that stops or has too much to do should get no new clients, and need not be restarted. */
    private void ready(Exchange exchange) {
        if (service.connections().isStopping()) {
            throw ApiError.stopping();
        }
        if (queues.full()) {
            throw ApiError.overloaded();
        }
        exchange.sendJson(200, new Ready("ready", model.version()));
    }

    private void metrics(Exchange exchange) throws IOException {
        exchange.send(200, service.metrics().contentType(), service.metrics().text());
    }

    private void recommend(Exchange exchange) {
        String type = exchange.request().getHeaders().get(HttpHeader.CONTENT_TYPE);
        if (type == null || !type.toLowerCase(Locale.ROOT).matches("application/json *(;.*)?")) {
            throw new ApiError(Code.UNSUPPORTED_MEDIA_TYPE, "expected Content-Type: application/json");
        }
        boolean coded = exchange.request().getHeaders().getCSV(HttpHeader.CONTENT_ENCODING, false).stream()
                .anyMatch(coding -> !coding.equalsIgnoreCase("identity"));
        if (coded) {
            throw exchange.unsupportedCoding();
        }
        CompletableFuture<Answer> unused = exchange.body()
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
        } catch (Throwable e) { // as in handle
            exchange.fail(e);
        }
    }

    private void find(Exchange exchange) {
        String query = QueryString.value(exchange.request(), QUERY).strip();
        if (query.isEmpty() || query.length() > MAX_SEARCH_CHARS) {
            throw new ApiError(Code.INVALID_VALUE, "expected 1 to " + MAX_SEARCH_CHARS + " characters", QUERY);
        }
        if (!searches.tryAcquire()) {
            throw ApiError.overloaded();
        }
        Found found;
        try {
            Recommender searched = model.use(Function.identity()); // its items can be searched after it is closed too
            found = new Found(searched.modelVersion(), searched.items().find(query, MAX_FOUND));
        } finally {
            searches.release();
        }
        exchange.sendJson(200, found);
    }
}
