package multvae.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import multvae.serving.Bundles;
import multvae.testing.TrustTable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that send a line now and then: 300 at once, 2,000 with -Pthorough, each at an address of loopback's own. */
final class SlowClientsTest {

    private static final int COUNT = TrustTable.count(300, 2_000);
    private static final int HONEST = 200;
    private static final int PATIENCE_MILLIS = 60_000;

    private static final String SLOW_HEAD = "GET /health HTTP/1.1\r\nHost: localhost\r\n";
    private static final String BODY = "{\"likes\":[10]}";
    private static final String SLOW_BODY = post(60_000, "");

    private static String post(int length, String body) {
        return String.join(
                "\r\n",
                "POST /recommendations HTTP/1.1",
                "Host: localhost",
                "Content-Type: application/json",
                "Content-Length: " + length,
                "",
                body);
    }

    @TempDir
    private Path directory;

    private final List<Socket> sockets = Collections.synchronizedList(new ArrayList<>());
    private Path bundle;
    private RecommendationServer server;

    @BeforeEach
    void make() throws IOException {
        bundle = Bundles.byHand(directory.resolve("bundle"));
    }

    @AfterEach
    void close() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        server.close();
    }

    private void start(int connections, int perClient, Duration patience) throws IOException {
        ServerOptions options = new ServerOptions(
                "127.0.0.1", 0, List.of(), Optional.empty(), Optional.empty(), connections, perClient, Duration.ZERO);
        server = RecommendationServer.start(bundle, options, TestLimits.patience(patience), Duration.ofSeconds(5));
    }

    /** Of 127.0.0.0/8: all of these addresses are this machine's, and each is a client of its own. */
    private Socket connect(int client) throws IOException {
        Socket socket = new Socket();
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.bind(new InetSocketAddress(
                InetAddress.getByAddress(new byte[] {127, 0, (byte) (1 + client / 250), (byte) (2 + client % 250)}),
                0));
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()), PATIENCE_MILLIS);
        sockets.add(socket);
        return socket;
    }

    private Socket send(int client, String text) throws IOException {
        Socket socket = connect(client);
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        return socket;
    }

    private static boolean isClosed(Socket socket) throws IOException {
        socket.setSoTimeout(1);
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true; // reset, with what we sent unread
        }
    }

    /** A header line, or as much of a body; whether the connection still takes it. */
    private static boolean isWritten(Socket socket) {
        try {
            socket.getOutputStream().write("X-A: b\r\n".getBytes(StandardCharsets.UTF_8));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private double metric(String name) throws Exception {
        String text =
                Client.of(server).send(Client.of(server).request("/metrics")).body();
        Matcher matcher =
                Pattern.compile("(?m)^" + Pattern.quote(name) + " (\\S+)$").matcher(text);
        assertThat(matcher.find()).as(name).isTrue();
        return Double.parseDouble(matcher.group(1));
    }

    /** How long a request takes that is answered. */
    private long honest() throws IOException {
        long start = System.nanoTime();
        Socket socket = send(3_000, post(BODY.length(), BODY));
        socket.shutdownOutput();
        assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .startsWith("HTTP/1.1 200");
        return System.nanoTime() - start;
    }

    /** A new connection for each request, as of newcomers; leaves a row that says how long they took. */
    private void assertHonestAreAnswered(String meanwhile) throws Exception {
        long[] nanos = new long[HONEST];
        for (int k = 0; k < HONEST; k++) {
            nanos[k] = honest();
        }
        Arrays.sort(nanos);
        TrustTable.row(
                String.format(
                        Locale.ROOT,
                        "honest requests, %s; median %.1f ms, worst %.0f ms",
                        meanwhile,
                        nanos[HONEST / 2] / 1e6,
                        nanos[HONEST - 1] / 1e6),
                HONEST,
                0,
                0,
                0);
    }

    @Test
    void a_line_now_and_then_does_not_keep_a_connection_for_longer_than_a_heads_deadline() throws Exception {
        start(100, 100, Duration.ofMillis(500));
        Socket head = send(0, SLOW_HEAD);
        Socket body = send(1, SLOW_BODY);
        Socket second = send(2, "GET /health HTTP/1.1\r\nHost: localhost\r\n\r\nGET /health HTTP/1.1\r\n");
        List<Socket> slow = new ArrayList<>(List.of(head, body, second));
        long start = System.nanoTime();
        while (!slow.isEmpty()) {
            Thread.sleep(50);
            slow.removeIf(socket -> !isWritten(socket));
            assertThat(System.nanoTime() - start)
                    .as("%s", slow)
                    .isLessThan(Duration.ofSeconds(30).toNanos());
        }
        assertThat(metric("multvae_connections_closed_total{reason=\"slow\"}")).isGreaterThanOrEqualTo(2);
    }

    @Test
    void honest_requests_are_answered_beside_slow_clients_that_are_connected() throws Exception {
        start(COUNT + 50, 50, Duration.ofMinutes(2));
        honest(); // the first answer of a process loads classes: no slow client is to blame for that
        for (int k = 0; k < COUNT; k++) {
            send(k, k % 2 == 0 ? SLOW_HEAD : SLOW_BODY);
        }
        AtomicBoolean done = new AtomicBoolean();
        Thread dribble = dribble(done);
        assertThat(metric("multvae_connections")).isGreaterThan(COUNT);
        assertHonestAreAnswered(COUNT + " slow clients connected");
        assertThat(metric("multvae_connections")).isGreaterThan(COUNT);
        done.set(true);
        dribble.join();
    }

    /** One line each, again and again. */
    private Thread dribble(AtomicBoolean done) {
        List<Socket> slow = List.copyOf(sockets);
        Thread thread = new Thread(() -> {
            while (!done.get()) {
                for (Socket socket : slow) {
                    boolean unused = isWritten(socket); // the service may have closed it
                }
                sleep(500);
            }
        });
        thread.start();
        return thread;
    }

    @Test
    void honest_newcomers_get_in_when_slow_clients_take_all_connections_and_come_back() throws Exception {
        int connections = COUNT / 2;
        start(connections, 50, Duration.ofSeconds(10));
        AtomicBoolean done = new AtomicBoolean();
        Thread attack = new Thread(() -> {
            for (int k = 0; !done.get(); k++) {
                try {
                    send(k % COUNT, k % 2 == 0 ? SLOW_HEAD : SLOW_BODY);
                    Thread.sleep(0, 200_000); // up to 5,000 a second
                } catch (IOException | InterruptedException e) {
                    continue; // refused, or closed at once
                }
                if (sockets.size() > 2 * COUNT) {
                    closeOldest();
                }
            }
        });
        attack.start();
        while (metric("multvae_connections") < connections) {
            Thread.sleep(20);
        }
        assertHonestAreAnswered("slow clients on all " + connections + " connections, coming back");
        assertThat(metric("multvae_connections_closed_total{reason=\"room\"}")).isGreaterThan(1);
        assertThat(metric("multvae_connections")).isLessThanOrEqualTo(connections);
        done.set(true);
        attack.join();
    }

    private void closeOldest() {
        try {
            sockets.remove(0).close();
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("closed");
        }
    }

    @Test
    void a_client_at_its_limit_loses_its_own_oldest_connection_and_no_one_elses() throws Exception {
        start(100, 3, Duration.ofSeconds(60));
        Socket other = send(9, "GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n");
        assertThat(other.getInputStream().read()).isEqualTo('H');
        List<Socket> mine = new ArrayList<>();
        for (int k = 0; k < 5; k++) {
            mine.add(send(1, SLOW_HEAD));
            Thread.sleep(20);
        }
        while (metric("multvae_connections_closed_total{reason=\"room\"}") < 2) {
            Thread.sleep(10);
        }
        assertThat(isClosed(mine.get(0))).isTrue();
        assertThat(isClosed(mine.get(1))).isTrue();
        assertThat(isClosed(mine.get(2))).isFalse();
        assertThat(isClosed(mine.get(4))).isFalse();
        mine.get(4).getOutputStream().write("\r\n".getBytes(StandardCharsets.UTF_8));
        mine.get(4).setSoTimeout(PATIENCE_MILLIS);
        assertThat(new String(mine.get(4).getInputStream().readNBytes(12), StandardCharsets.UTF_8))
                .isEqualTo("HTTP/1.1 200");
    }

    @Test
    void a_client_has_one_ipv4_address_or_all_of_a_network_of_ipv6() throws Exception {
        assertThat(ClientConnection.client(InetAddress.getByName("2001:db8:1:2::1")))
                .isEqualTo(ClientConnection.client(InetAddress.getByName("2001:db8:1:2:ffff::9")))
                .isNotEqualTo(ClientConnection.client(InetAddress.getByName("2001:db8:1:3::1")));
        assertThat(ClientConnection.client(InetAddress.getByName("192.0.2.1")))
                .isNotEqualTo(ClientConnection.client(InetAddress.getByName("192.0.2.2")));
        start(1, 1, Duration.ofSeconds(1));
    }

    @Test
    void a_client_that_does_not_take_its_answer_is_closed() throws Exception {
        bundle = Bundles.random(directory.resolve("random"), 1000);
        start(100, 100, Duration.ofMillis(700));
        String body = "{\"top\":1000}";
        String request = post(body.length(), body);
        Socket socket = connect(1);
        Thread sender = new Thread(
                () -> { // pipelined, and nothing is read: the buffers fill up
                    try {
                        while (true) {
                            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
                        }
                    } catch (IOException e) {
                        assertThat(e).isNotNull(); // closed, as it should be
                    }
                });
        sender.start();
        sender.join(30_000);
        assertThat(sender.isAlive()).isFalse();
    }
}
