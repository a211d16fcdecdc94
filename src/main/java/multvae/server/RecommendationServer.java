package multvae.server;

import java.io.IOException;
import java.net.BindException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import multvae.io.UserError;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The HTTP service on a model: docs/serving.md, and /openapi.json of a running one. */
public final class RecommendationServer implements AutoCloseable {

    private static final int MAX_THREADS = 32;
    private static final Duration LOOK_FOR_MODEL = Duration.ofSeconds(5);

    private final CurrentModel model;
    private final Queues queues;
    private final Server server;
    private final ServerConnector connector;
    private boolean closed;

    private RecommendationServer(CurrentModel model, Queues queues, Server server, ServerConnector connector) {
        this.model = model;
        this.queues = queues;
        this.server = server;
        this.connector = connector;
    }

    /**
     * Opens the model of a run or a bundle and serves it.
     *
     * @param port 0 for any free one
     * @throws UserError if the model cannot be opened, or nothing can listen at the address
     */
    public static RecommendationServer start(Path path, String host, int port) throws IOException {
        return start(path, host, port, Limits.DEFAULT, LOOK_FOR_MODEL);
    }

    static RecommendationServer start(Path path, String host, int port, Limits limits, Duration lookForModel)
            throws IOException {
        CurrentModel model = CurrentModel.open(path, lookForModel);
        Metrics metrics = new Metrics(model::version);
        Queues queues =
                new Queues(queries -> model.use(recommender -> recommender.recommend(queries)), metrics::batch, limits);
        metrics.watchQueue(queues::waiting);

        QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS);
        threads.setName("multvae-http");
        Server server = new Server(threads);
        ServerConnector connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(configuration()));
        connector.setHost(host);
        connector.setPort(port);
        connector.setIdleTimeout(limits.patience().toMillis());
        server.addConnector(connector);
        server.addBean(new NetworkConnectionLimit(limits.connections(), server));
        Exchange.Service service = new Exchange.Service(metrics, model::version, limits);
        server.setErrorHandler((request, response, callback) -> Exchange.refuse(request, response, callback, service));
        server.setHandler(new GracefulHandler(new Api(model, queues, service, threads)));
        server.setStopTimeout(limits.deadline().plus(limits.patience()).toMillis());
        RecommendationServer started = new RecommendationServer(model, queues, server, connector);
        started.listen(host, port);
        return started;
    }

    private static HttpConfiguration configuration() {
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.setSendServerVersion(false);
        configuration.setSendDateHeader(false);
        return configuration;
    }

    private void listen(String host, int port) {
        try {
            server.start();
        } catch (Exception e) {
            close();
            String where = host + ":" + port;
            if (ExceptionUtils.indexOfType(e, UnknownHostException.class) >= 0
                    || ExceptionUtils.indexOfType(e, UnresolvedAddressException.class) >= 0) {
                throw new UserError(where, "an address to listen at", "an unknown host", "correct the host", e);
            }
            BindException refused = ExceptionUtils.throwableOfType(e, BindException.class);
            if (refused != null) {
                throw new UserError(
                        where, "a free address to listen at", reason(port, refused), "choose another host or port", e);
            }
            throw e instanceof RuntimeException runtime ? runtime : new IllegalStateException(e);
        }
    }

    /** Why nothing can listen at a port, in words. */
    static String reason(int port, BindException e) {
        String reason = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        return "port " + port + (reason.contains("in use") ? " already in use by another process" : ": " + reason);
    }

    /** The port that it listens at. */
    public int port() {
        return connector.getLocalPort();
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
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the server did not stop in time", e);
        } finally {
            queues.close();
            model.close();
        }
    }
}
