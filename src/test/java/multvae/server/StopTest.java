package multvae.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import multvae.serving.Bundles;
import multvae.testing.TrustTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service stops while clients ask: 3 stops, 100 with -Pthorough. */
final class StopTest {

    private static final int STOPS = TrustTable.count(3, 100);
    private static final int CLIENTS = 16;
    private static final String BODY = "{\"likes\":[10]}";
    private static final byte[] REQUEST = ("POST /recommendations HTTP/1.1\r\nHost: localhost\r\n"
                    + "Content-Type: application/json\r\nContent-Length: " + BODY.length() + "\r\n\r\n" + BODY)
            .getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path directory;

    /** The head of an answer; its body is read too. */
    private static String answer(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("closed without an answer after: " + head);
            }
            head.append((char) next);
        }
        int at = head.indexOf("Content-Length: ") + "Content-Length: ".length();
        in.readNBytes(Integer.parseInt(head.substring(at, head.indexOf("\r\n", at))));
        return head.toString();
    }

    /** Asks on one connection until it is told that there will be no further answer. */
    private static int askUntilTheLast(Client client, CountDownLatch asking) throws IOException {
        try (Socket socket = client.connect()) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            for (int asked = 1; ; asked++) {
                socket.getOutputStream().write(REQUEST);
                String head = answer(in);
                assertThat(head).startsWith("HTTP/1.1 200");
                if (asked == 20) {
                    asking.countDown();
                }
                if (head.contains("Connection: close")) {
                    assertThat(in.read()).isNegative();
                    return asked;
                }
            }
        }
    }

    /** Asks until there is no further answer; counts down once it is at it, and returns how often it has asked. */
    private interface Asking {
        int ask(Client client, CountDownLatch asking) throws Exception;
    }

    /** Stops the service again and again under clients that each have a connection of their own. */
    private void assertAllAnswered(String what, Asking each) throws Exception {
        Path bundle = Bundles.byHand(directory.resolve("bundle"));
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        int asked = 0;
        for (int stop = 0; stop < STOPS; stop++) {
            RecommendationServer server = RecommendationServer.start(bundle, ServerOptions.at("127.0.0.1", 0));
            CountDownLatch asking = new CountDownLatch(CLIENTS);
            List<Future<Integer>> clients = new ArrayList<>();
            for (int k = 0; k < CLIENTS; k++) {
                Client client = Client.of(server);
                clients.add(threads.submit(() -> each.ask(client, asking)));
            }
            assertThat(asking.await(1, TimeUnit.MINUTES)).isTrue();
            server.close();
            for (Future<Integer> client : clients) {
                asked += client.get(1, TimeUnit.MINUTES);
            }
        }
        threads.shutdown();
        TrustTable.row(what + ", in " + STOPS + " stops of the service", asked, 0, 0, 0);
    }

    @Test
    void every_request_on_a_kept_connection_is_answered_and_the_last_answer_says_so() throws Exception {
        assertAllAnswered("requests on kept connections", StopTest::askUntilTheLast);
    }

    /** Until the port is closed; a client that is told that its connection ends comes back on a new one. */
    private static int askUntilRefused(Client client, CountDownLatch asking) throws Exception {
        for (int asked = 0; ; asked++) {
            try {
                assertThat(client.post(BODY).status()).isEqualTo(200);
            } catch (ConnectException e) {
                return asked;
            }
            if (asked == 20) {
                asking.countDown();
            }
        }
    }

    @Test
    void a_client_that_comes_back_finds_the_port_closed_or_gets_its_answer() throws Exception {
        assertAllAnswered("requests of clients that come back", StopTest::askUntilRefused);
    }

    @Test
    void while_it_waits_to_stop_it_is_live_but_not_ready() throws Exception {
        ServerOptions d = ServerOptions.at("127.0.0.1", 0);
        RecommendationServer server = RecommendationServer.start(
                Bundles.byHand(directory.resolve("bundle")),
                new ServerOptions(
                        d.host(),
                        d.port(),
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        d.connections(),
                        d.connectionsPerClient(),
                        Duration.ofSeconds(2)));
        Client client = Client.of(server);
        assertThat(client.get("/ready").status()).isEqualTo(200);
        Thread stop = new Thread(server::close);
        stop.start();
        Client.Answered answered = client.get("/ready");
        while (answered.status() == 200) {
            Thread.sleep(5);
            answered = client.get("/ready");
        }
        assertThat(answered.status()).isEqualTo(503);
        assertThat(answered.body().at("/error/code").asText()).isEqualTo("stopping");
        assertThat(client.get("/health").status()).isEqualTo(200);
        assertThat(client.post(BODY).status()).isEqualTo(200);
        stop.join();
    }
}
