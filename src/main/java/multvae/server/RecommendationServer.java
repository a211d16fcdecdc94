package multvae.server;

import java.io.IOException;
import java.net.BindException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import multvae.io.UserError;
import multvae.serving.Recommender;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The HTTP service on a model: docs/serving.md, and /openapi.json of a running one. */
public final class RecommendationServer implements AutoCloseable {

    private static final int MOST_THREADS = 32;
    private static final Duration LOOK_FOR_MODEL = Duration.ofSeconds(5);

    private final CurrentModel model;
    private final ModelWatch watch;
    private final Queues queues;
    private final Server server;
    private final ServerConnector connector;
    private boolean closed;

    private RecommendationServer(
            CurrentModel model, ModelWatch watch, Queues queues, Server server, ServerConnector connector) {
        this.model = model;
        this.watch = watch;
        this.queues = queues;
        this.server = server;
        this.connector = connector;
    }

    /**
     * Opens the model of a run or a bundle and serves it.
     *
     * @param port 0 for any free one
     * @throws UserError where the model cannot be opened, or the address is not to be had
     */
    public static RecommendationServer start(Path path, String host, int port) throws IOException {
        return start(path, host, port, Limits.DEFAULT, LOOK_FOR_MODEL);
    }

    static RecommendationServer start(Path path, String host, int port, Limits limits, Duration lookForModel)
            throws IOException {
        String signature = ModelWatch.signature(path);
        CurrentModel model = new CurrentModel(Recommender.open(path));
        Metrics metrics = new Metrics(model::version);
        Queues queues =
                new Queues(queries -> model.use(recommender -> recommender.recommend(queries)), metrics::batch, limits);
        metrics.watchQueue(queues::waiting);
        ModelWatch watch = ModelWatch.start(path, model, signature, lookForModel);

        QueuedThreadPool threads = new QueuedThreadPool(MOST_THREADS);
        threads.setName("multvae-http");
        Server server = new Server(threads);
        ServerConnector connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(configuration()));
        connector.setHost(host);
        connector.setPort(port);
        connector.setIdleTimeout(limits.patience().toMillis());
        server.addConnector(connector);
        server.addBean(new NetworkConnectionLimit(limits.connections(), server));
        Exchange.Service service = new Exchange.Service(metrics, model::version, limits);
        server.setErrorHandler(new JsonErrors(service));
        server.setHandler(
                new GracefulHandler(new Api(model, queues, service, Resources.load(), watch::rejected, threads)));
        server.setStopTimeout(limits.deadline().plus(limits.patience()).toMillis());
        RecommendationServer started = new RecommendationServer(model, watch, queues, server, connector);
        started.listen(host, port);
        return started;
    }

    private static HttpConfiguration configuration() {
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.setSendServerVersion(false);
        configuration.setSendDateHeader(false);
        return configuration;
    }

    private void listen(String host, int port) throws IOException {
        try {
            server.start();
        } catch (Exception e) {
            close();
            for (Throwable t = e; t != null; t = t.getCause()) {
                if (t instanceof UnknownHostException || t instanceof UnresolvedAddressException) {
                    throw cannotListen(host, port, "an unknown host", "correct --host", e);
                }
                if (t instanceof BindException) {
                    String reason = String.valueOf(t.getMessage()).toLowerCase(Locale.ROOT);
                    throw reason.contains("in use")
                            ? cannotListen(
                                    host, port, "one that another process listens at", "choose another --port", e)
                            : cannotListen(host, port, reason, "choose another --host or --port", e);
                }
            }
            throw e instanceof RuntimeException runtime ? runtime : new IllegalStateException(e);
        }
    }

    private static UserError cannotListen(String host, int port, String found, String remedy, Exception e) {
        return new UserError(host + ":" + port, "an address to listen at", found, remedy, e);
    }

    /** The port that it listens on. */
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

    /** Accepts nothing more, answers what has come, frees the model. */
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
            watch.close();
            queues.close();
            model.close();
        }
    }
}
