package multvae.server;

import java.io.IOException;
import java.net.BindException;
import java.util.ArrayList;
import java.util.List;
import multvae.config.Settings;
import multvae.io.IoReason;
import multvae.io.UserError;
import multvae.model.LossTerms;
import multvae.report.Page;
import multvae.training.History;
import multvae.training.History.Epoch;
import multvae.training.TrainingProgress;
import multvae.weights.Architecture.ModelType;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The curves of a training so far, served to browsers on this machine until it is closed. */
public final class TrainingUi implements TrainingProgress, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TrainingUi.class);
    private static final String LOOPBACK = "127.0.0.1"; // the page has no password
    private static final int THREADS = 4;

    private final Server server;
    private final ServerConnector connector;
    private final boolean variational;
    private final List<Epoch> history = new ArrayList<>();
    private int epochs;

    private TrainingUi(Settings settings) {
        this.variational = settings.model().type() == ModelType.MULT_VAE;
        this.epochs = settings.train().epochs();
        QueuedThreadPool threads = new QueuedThreadPool(THREADS, 1);
        threads.setDaemon(true);
        this.server = new Server(threads);
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        this.connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setHost(LOOPBACK);
        connector.setPort(settings.train().uiPort());
        server.addConnector(connector);
        server.setHandler(new Handler.Abstract.NonBlocking() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) {
                if (!Request.getPathInContext(request).equals("/")) {
                    return false;
                }
                response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/html; charset=utf-8");
                response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
                Content.Sink.write(response, true, page(), callback);
                return true;
            }
        });
    }

    /**
     * Starts serving.
     *
     * @throws UserError if nothing can listen at the port
     */
    public static TrainingUi serve(Settings settings) throws IOException {
        TrainingUi ui = new TrainingUi(settings);
        try {
            ui.connector.open();
        } catch (IOException e) {
            BindException refused = ExceptionUtils.throwableOfType(e, BindException.class);
            throw new UserError(
                    "train.uiPort",
                    "a free port",
                    refused == null
                            ? IoReason.of(e)
                            : RecommendationServer.reason(settings.train().uiPort(), refused),
                    "choose another port, or 0 for any",
                    e);
        }
        try {
            ui.server.start();
        } catch (Exception e) { // Jetty declares no more
            throw new IOException("the training page cannot be served", e);
        }
        LOG.info("training curves: http://{}:{}/", LOOPBACK, ui.connector.getLocalPort());
        return ui;
    }

    int port() {
        return connector.getLocalPort();
    }

    private String page() {
        History finished;
        int planned;
        synchronized (history) { // training waits for this lock, so nothing is drawn under it
            finished = new History(history);
            planned = epochs;
        }
        return Page.training(finished, planned, variational);
    }

    @Override
    public void note(String line) {}

    @Override
    public void resumed(List<Epoch> finished) {
        synchronized (history) {
            history.clear();
            history.addAll(finished);
        }
    }

    @Override
    public void epochStarted(int epoch, int epochs, int users, int done) {
        synchronized (history) {
            this.epochs = epochs;
            if (epoch == 1) {
                history.clear(); // the second training of a search
            }
        }
    }

    @Override
    public void stepDone(int users, LossTerms loss, double beta) {}

    @Override
    public void epochDone(Epoch result, double seconds) {
        synchronized (history) {
            history.add(result);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            server.stop();
        } catch (Exception e) { // Jetty declares no more
            throw new IOException("the training page cannot be stopped", e);
        }
    }
}
