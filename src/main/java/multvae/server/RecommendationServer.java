package multvae.server;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import multvae.io.UserError;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The HTTP service on a model: docs/serving.md, and /openapi.json of a running one. */
public final class RecommendationServer implements AutoCloseable {

    static final int MAX_THREADS = 32;
    private static final Duration LOOK_FOR_NEWS = Duration.ofSeconds(5);

    /** Where the model is: a run's directory or a bundle's. */
    public interface ModelPlace {

        /** Called once, when keys and certificate have been read: it may fit a baseline first, which takes long. */
        Path find() throws IOException;
    }

    private final CurrentModel model;
    private final Queues queues;
    private final HttpServer server;
    private final Duration stopDelay;
    private final Duration stopTimeout;
    private boolean closed;

    private RecommendationServer(
            CurrentModel model, Queues queues, HttpServer server, Duration stopDelay, Limits limits) {
        this.model = model;
        this.queues = queues;
        this.server = server;
        this.stopDelay = stopDelay;
        this.stopTimeout = limits.deadline().plus(limits.patience());
    }

    /**
     * Opens the model of a run or a bundle and serves it.
     *
     * @throws UserError if the model, the keys or the certificate cannot be read, or nothing can listen at the address
     */
    public static RecommendationServer start(ModelPlace place, ServerOptions options) throws IOException {
        return start(place, options, Limits.DEFAULT, LOOK_FOR_NEWS);
    }

    /** As {@link #start(ModelPlace, ServerOptions)}, of a directory that is there. */
    public static RecommendationServer start(Path path, ServerOptions options) throws IOException {
        return start(() -> path, options);
    }

    /** @param lookForNews the time between two looks for a new model, a renewed certificate or other keys */
    static RecommendationServer start(Path path, ServerOptions options, Limits limits, Duration lookForNews)
            throws IOException {
        return start(() -> path, options, limits, lookForNews);
    }

    private static RecommendationServer start(
            ModelPlace place, ServerOptions options, Limits limits, Duration lookForNews) throws IOException {
        AllowedHosts hosts = AllowedHosts.of(options.host(), options.allowedHosts());
        Optional<ApiKeys> keys = options.apiKeyFile().map(ApiKeys::read);
        Optional<Certificate> certificate = options.tls().map(Certificate::open);

        BugLog bugs = new BugLog();
        CurrentModel model = CurrentModel.open(place.find(), lookForNews, bugs);
        ServiceMetrics metrics = new ServiceMetrics(model::version);
        Queues queues =
                new Queues(queries -> model.use(recommender -> recommender.recommend(queries)), metrics::batch, limits);
        metrics.watchQueue(queues::waiting);
        Connections connections = new Connections(
                options.connections(), options.connectionsPerClient(), limits.patience(), metrics::closed);
        metrics.watchConnections(connections::count);

        QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS);
        threads.setName("multvae-http");
        HttpServer server = new HttpServer(
                threads,
                options.host(),
                options.port(),
                certificate.map(Certificate::factory),
                connections,
                limits.patience(),
                bugs);
        Exchange.Service service = new Exchange.Service(metrics, model::version, limits, connections, bugs);
        Api api = new Api(model, queues, new Api.Admission(hosts, keys), service, threads);
        RecommendationServer started = new RecommendationServer(model, queues, server, options.stopDelay(), limits);
        try {
            server.start(
                    api,
                    (request, response, callback) -> Exchange.refuse(request, response, callback, service),
                    options.host() + ":" + options.port());
        } catch (RuntimeException e) {
            started.close(Duration.ZERO);
            throw e;
        }
        certificate.ifPresent(own -> server.every(lookForNews, own::renew));
        keys.ifPresent(own -> server.every(lookForNews, own::renew));
        return started;
    }

    /** The port that it listens at. */
    public int port() {
        return server.port();
    }

    /** The version of the model in use. */
    public String modelVersion() {
        return model.version();
    }

    /** Waits until it is closed. */
    public void join() throws InterruptedException {
        server.join();
    }

    /** Accepts nothing more, answers the requests that have arrived, frees the model. */
    @Override
    public void close() {
        close(stopDelay);
    }

    private synchronized void close(Duration delay) {
        if (closed) {
            return;
        }
        closed = true;
        try {
            server.stop(delay, stopTimeout);
        } finally {
            queues.close();
            model.close();
        }
    }
}
