package multvae.download;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An HTTP server on 127.0.0.1 that answers its first request with the first handler, and so on; the last one stays. */
final class ArchiveServer implements AutoCloseable {

    private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Headers> requests = new CopyOnWriteArrayList<>();

    ArchiveServer(HttpHandler... handlers) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            requests.add(exchange.getRequestHeaders());
            HttpHandler handler = handlers[Math.min(requests.size(), handlers.length) - 1];
            try (exchange) {
                handler.handle(exchange);
            }
        });
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/datasets";
    }

    int requests() {
        return requests.size();
    }

    /** A header of request {@code number}, counted from 0. */
    Optional<String> header(int number, String name) {
        return Optional.ofNullable(requests.get(number).getFirst(name));
    }

    /** As RFC 9110 has it: a range where one is asked for and If-Range names this version, else all of it. */
    static HttpHandler file(byte[] content, String etag) {
        return exchange -> {
            exchange.getResponseHeaders().set("ETag", etag);
            Matcher range =
                    RANGE.matcher(String.valueOf(exchange.getRequestHeaders().getFirst("Range")));
            boolean same = etag.equals(exchange.getRequestHeaders().getFirst("If-Range"));
            if (range.matches() && same) {
                sendRange(exchange, content, Integer.parseInt(range.group(1)));
            } else {
                exchange.sendResponseHeaders(200, content.length);
                exchange.getResponseBody().write(content);
            }
        };
    }

    /** A server that serves the range whatever If-Range says. */
    static HttpHandler rangeWhateverVersion(byte[] content, String etag) {
        return exchange -> {
            exchange.getResponseHeaders().set("ETag", etag);
            Matcher range =
                    RANGE.matcher(String.valueOf(exchange.getRequestHeaders().getFirst("Range")));
            if (!range.matches()) {
                throw new AssertionError("no range asked for");
            }
            sendRange(exchange, content, Integer.parseInt(range.group(1)));
        };
    }

    private static void sendRange(HttpExchange exchange, byte[] content, int from) throws IOException {
        exchange.getResponseHeaders()
                .set("Content-Range", "bytes " + from + "-" + (content.length - 1) + "/" + content.length);
        exchange.sendResponseHeaders(206, content.length - from);
        exchange.getResponseBody().write(Arrays.copyOfRange(content, from, content.length));
    }

    /** Announces all of it and hangs up after {@code count} bytes. */
    static HttpHandler droppedAfter(byte[] content, String etag, int count) {
        return exchange -> sendStart(exchange, content, etag, count);
    }

    /** Announces all of it and says nothing more after {@code count} bytes. */
    static HttpHandler stalledAfter(byte[] content, String etag, int count) {
        return exchange -> {
            sendStart(exchange, content, etag, count);
            await();
        };
    }

    private static void sendStart(HttpExchange exchange, byte[] content, String etag, int count) throws IOException {
        exchange.getResponseHeaders().set("ETag", etag);
        exchange.sendResponseHeaders(200, content.length);
        OutputStream body = exchange.getResponseBody();
        body.write(content, 0, count);
        body.flush();
    }

    static HttpHandler status(int status) {
        return exchange -> exchange.sendResponseHeaders(status, -1);
    }

    static HttpHandler redirect(String location) {
        return exchange -> {
            exchange.getResponseHeaders().set("Location", location);
            exchange.sendResponseHeaders(302, -1);
        };
    }

    /** Until {@link #close} interrupts it. */
    private static void await() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
        server.stop(0);
    }
}
