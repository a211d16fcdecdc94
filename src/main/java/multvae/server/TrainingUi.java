package multvae.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.LongSupplier;
import multvae.config.Settings;
import multvae.io.UserError;
import multvae.model.LossTerms;
import multvae.report.Page;
import multvae.report.StepLosses;
import multvae.report.TrainingPageState;
import multvae.training.History;
import multvae.training.History.Epoch;
import multvae.training.TrainingProgress;
import multvae.weights.Architecture.ModelType;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The curves of a training so far, served to browsers on this machine until it is closed. */
public final class TrainingUi implements TrainingProgress, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TrainingUi.class);
    private static final String LOOPBACK = "127.0.0.1"; // the page has no password
    private static final int THREADS = 4;
    private static final int MAX_CONNECTIONS = 64;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final double NANOSECONDS = 1e9;
    private static final String TEXT = "text/plain; charset=utf-8";

    private final HttpServer server;
    private final AllowedHosts hosts = AllowedHosts.local();
    private final Settings settings;
    private final LongSupplier clock;

    // guarded by history
    private final List<Epoch> history = new ArrayList<>();
    private final StepLosses losses = new StepLosses();
    private int epochs;
    private int trainUsers;
    private int items;
    private int epochUsers; // each train user as often as the epoch has passes
    private int doneUsers; // of the epoch
    private OptionalDouble loss = OptionalDouble.empty(); // of the last step
    private double beta;
    private boolean started;
    private long start; // of the training in this process
    private long last; // when something was last done
    private long trainedUsers; // since the start

    /** @param clock in nanoseconds, as {@link System#nanoTime} */
    private TrainingUi(Settings settings, LongSupplier clock) {
        this.settings = settings;
        this.clock = clock;
        this.epochs = settings.train().epochs();
        QueuedThreadPool threads = new QueuedThreadPool(THREADS, 1);
        threads.setDaemon(true);
        Connections connections = new Connections(MAX_CONNECTIONS, MAX_CONNECTIONS, PATIENCE, reason -> {});
        this.server = new HttpServer(
                threads, LOOPBACK, settings.train().uiPort(), Optional.empty(), connections, PATIENCE, new BugLog());
    }

    /**
     * Starts serving.
     *
     * @throws UserError if nothing can listen at the port
     */
    public static TrainingUi serve(Settings settings) {
        return serve(settings, System::nanoTime);
    }

    static TrainingUi serve(Settings settings, LongSupplier clock) {
        TrainingUi ui = new TrainingUi(settings, clock);
        Handler page = new Handler.Abstract.NonBlocking() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) {
                ui.answer(request, response, callback);
                return true;
            }
        };
        ui.server.start(page, TrainingUi::refuse, "train.uiPort");
        LOG.info("training curves: http://{}:{}/", LOOPBACK, ui.port());
        return ui;
    }

    private void answer(Request request, Response response, Callback callback) {
        String method = request.getMethod();
        if (!hosts.allows(Request.getServerName(request))) {
            send(response, HttpStatus.MISDIRECTED_REQUEST_421, TEXT, "this page answers to localhost only", callback);
        } else if (!Request.getPathInContext(request).equals("/")) {
            send(response, HttpStatus.NOT_FOUND_404, TEXT, "the page is at /", callback);
        } else if (!method.equals("GET") && !method.equals("HEAD")) {
            response.getHeaders().put(HttpHeader.ALLOW, "GET, HEAD");
            send(response, HttpStatus.METHOD_NOT_ALLOWED_405, TEXT, "this page takes GET", callback);
        } else if (request.getHttpURI().getQuery() != null) {
            send(response, HttpStatus.BAD_REQUEST_400, TEXT, "this page takes no parameters", callback);
        } else {
            send(response, HttpStatus.OK_200, "text/html; charset=utf-8", page(), callback);
        }
    }

    /** Answers what HTTP itself refuses. */
    private static boolean refuse(Request request, Response response, Callback callback) {
        send(response, response.getStatus(), TEXT, Exchange.refusal(response.getStatus()), callback);
        return true;
    }

    private static void send(Response response, int status, String type, String text, Callback callback) {
        response.setStatus(status);
        SecurityHeaders.put(response.getHeaders(), SecurityHeaders.INLINE_STYLES);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
        Content.Sink.write(response, true, text, callback);
    }

    int port() {
        return server.port();
    }

    private String page() {
        TrainingPageState state;
        synchronized (history) { // training waits for this lock, so nothing is drawn under it
            state = state();
        }
        return Page.training(state);
    }

    private TrainingPageState state() {
        double seconds = (last - start) / NANOSECONDS;
        return new TrainingPageState(
                String.valueOf(settings.runDirectory().getFileName()),
                settings.data().dataset().orElse("your own ratings"),
                trainUsers,
                items,
                settings.model().type(),
                settings.train().stopping().enabled(),
                new History(history),
                losses.copy(),
                new TrainingPageState.Now(
                        epochs,
                        epochUsers,
                        doneUsers,
                        loss,
                        beta,
                        history.isEmpty()
                                ? settings.train().learningRate()
                                : history.get(history.size() - 1).learningRate(),
                        trainedUsers > 0 && seconds > 0
                                ? OptionalDouble.of(trainedUsers / seconds)
                                : OptionalDouble.empty()));
    }

    @Override
    public void note(String line) {}

    @Override
    public void begun(ModelType model, int users, int items) {
        synchronized (history) {
            trainUsers = users;
            epochUsers = users;
            this.items = items;
            history.clear(); // of the first of two trainings
            started = false;
            loss = OptionalDouble.empty();
        }
    }

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
            epochUsers = users;
            doneUsers = done;
            if (!started) {
                started = true;
                start = clock.getAsLong();
                last = start;
                trainedUsers = 0;
                losses.startAfter((epoch - 1L) * steps(users) + steps(done));
            }
        }
    }

    /** The steps over the first {@code users} of an epoch: each pass ends with a batch that may be smaller. */
    private long steps(int users) {
        int batchSize = settings.train().batchSize();
        long inPass = (trainUsers + batchSize - 1L) / batchSize;
        return users / trainUsers * inPass + (users % trainUsers + batchSize - 1L) / batchSize;
    }

    @Override
    public void stepDone(int users, LossTerms loss, double beta) {
        synchronized (history) {
            doneUsers += users;
            trainedUsers += users;
            losses.add(loss.loss());
            this.loss = OptionalDouble.of(loss.loss());
            this.beta = beta;
            last = clock.getAsLong();
        }
    }

    @Override
    public void epochDone(Epoch result, double seconds) {
        synchronized (history) {
            history.add(result);
            doneUsers = 0;
            last = clock.getAsLong();
        }
    }

    @Override
    public void close() {
        server.stop(Duration.ZERO, Duration.ofSeconds(1));
    }
}
