package multvae.server;

import java.io.IOException;
import java.net.BindException;
import java.net.UnknownHostException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import multvae.io.IoReason;
import multvae.io.UserError;
import multvae.server.ClientConnection.Phase;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.AbstractConnectionFactory;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.IO;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** Jetty as the service and the training page use it: one port, bounded connections, and a stop that breaks no promise. */
final class HttpServer {

    private static final int BACKLOG = 1024; // a newcomer beyond it would try again a second later
    private static final Duration MOST_FOR_THE_LAST = Duration.ofSeconds(1);
    private static final Duration LOOK_FOR_SLOW = Duration.ofMillis(100);

    private final Server server;
    private final ServerConnector connector;
    private final Connections connections;
    private final BugLog bugs;
    private final CountDownLatch accepted = new CountDownLatch(1);

    /** @param patience with a connection on which nothing moves */
    HttpServer(
            QueuedThreadPool threads,
            String host,
            int port,
            Optional<SslContextFactory.Server> tls,
            Connections connections,
            Duration patience,
            BugLog bugs) {
        this.connections = connections;
        this.bugs = bugs;
        this.server = new Server(threads);
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.setSendServerVersion(false);
        configuration.setRequestHeaderSize(Exchange.HEAD_BYTES);
        // otherwise a key in other case would be taken for an earlier one of the same connection
        configuration.setHeaderCacheCaseSensitive(true);
        // the certificate need not have the request's host: AllowedHosts decides, and probes name an address
        configuration.addCustomizer(new SecureRequestCustomizer(false));
        HttpConnectionFactory http = new HttpConnectionFactory(configuration);
        this.connector = new Listener(AbstractConnectionFactory.getFactories(tls.orElse(null), http));
        connector.setHost(host);
        connector.setPort(port);
        connector.setAcceptQueueSize(BACKLOG);
        connector.setIdleTimeout(patience.toMillis());
        connector.addBean(connections);
        server.addConnector(connector);
    }

    /**
     * Listens and answers.
     *
     * @param handler answers requests
     * @param errors answers what HTTP itself refuses
     * @param setting what a user sets the address by, for messages
     * @throws UserError if nothing can listen at the address
     */
    void start(Handler handler, Request.Handler errors, String setting) {
        server.setErrorHandler(errors);
        server.setHandler(new Handler.Wrapper(handler) {
            @Override
            public boolean handle(Request request, Response response, Callback callback) throws Exception {
                ClientConnection connection = connections.of(request);
                connections.enter(connection, Phase.WORK);
                Runnable done = () -> connections.enter(connection, Phase.IDLE);
                return super.handle(request, response, Callback.from(done, callback));
            }
        });
        try {
            server.start();
            every(LOOK_FOR_SLOW, connections::closeSlow);
        } catch (Exception e) {
            throw unable(setting, e);
        }
    }

    /** Does something again and again, until the server stops. To be called once it has started. */
    void every(Duration period, Runnable task) {
        Runnable again = () -> {
            try {
                task.run();
            } catch (Throwable e) { // the scheduler would drop it
                bugs.log("a task of the service failed", e);
            } finally {
                every(period, task);
            }
        };
        server.getScheduler().schedule(again, period.toMillis(), TimeUnit.MILLISECONDS);
    }

    private RuntimeException unable(String setting, Exception e) {
        if (ExceptionUtils.indexOfType(e, UnknownHostException.class) >= 0
                || ExceptionUtils.indexOfType(e, UnresolvedAddressException.class) >= 0) {
            return new UserError(setting, "an address to listen at", "an unknown host", "correct the host", e);
        }
        BindException refused = ExceptionUtils.throwableOfType(e, BindException.class);
        IOException failed = ExceptionUtils.throwableOfType(e, IOException.class);
        if (failed == null) {
            return e instanceof RuntimeException runtime ? runtime : new IllegalStateException(e);
        }
        String found = refused == null ? IoReason.of(failed) : reason(connector.getPort(), refused);
        return new UserError(
                setting, "a free address to listen at", found, "choose another host or port, or port 0 for any", e);
    }

    /** Why nothing can listen at a port, in words. */
    private static String reason(int port, BindException e) {
        String reason = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        return "port " + port + (reason.contains("in use") ? " already in use by another process" : ": " + reason);
    }

    /** The port that it listens at. */
    int port() {
        return connector.getLocalPort();
    }

    void join() throws InterruptedException {
        server.join();
    }

    /**
     * Accepts no more connections, tells each client with its next answer that the connection ends, answers all requests that
     * have arrived, and closes the rest. The order matters: a client that is told so comes back on a new connection, and must
     * find the port closed rather than a connection that nobody will answer.
     *
     * @param delay for which it still accepts connections
     * @param most that requests may take
     */
    void stop(Duration delay, Duration most) {
        connections.announceStop();
        try {
            Thread.sleep(delay.toMillis());
            stopListening();
            connections.drain();
            connections.awaitQuick(most);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        server.setStopTimeout(most.toMillis());
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the server did not stop in time", e);
        }
    }

    /** Jetty's own way would end open connections too. */
    private void stopListening() throws InterruptedException {
        if (connector.getTransport()
                instanceof ServerSocketChannel port) { // none if nothing could listen at the address
            IO.close(port);
            boolean unused = accepted.await(MOST_FOR_THE_LAST.toMillis(), TimeUnit.MILLISECONDS);
            connector.setAccepting(false);
        }
    }

    /** Tells of its connections, and when the last one is known after the port has been closed. */
    private final class Listener extends ServerConnector {

        private Listener(ConnectionFactory... factories) {
            super(server, null, null, null, 1, 1, factories);
        }

        @Override
        public void accept(int acceptor) throws IOException {
            try {
                super.accept(acceptor);
            } finally {
                if (!isOpen()) {
                    accepted.countDown();
                }
            }
        }

        @Override
        protected void onEndPointOpened(EndPoint endPoint) {
            super.onEndPointOpened(endPoint);
            connections.opened(endPoint);
        }
    }
}
