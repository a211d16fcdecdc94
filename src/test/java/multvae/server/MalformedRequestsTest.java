package multvae.server;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import multvae.serving.Bundles;
import multvae.testing.Mutations;
import multvae.testing.TrustTable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A thousand damaged requests, ten thousand with -Pthorough: no 5xx, no line in the log, and health stays green. */
final class MalformedRequestsTest {

    private static final List<String> BODIES = List.of(
            "{\"likes\":[10,20],\"top\":3,\"exclude\":[30],\"only\":[40,30],\"includeSeen\":false,\"explain\":true}",
            "{\"likes\":[" + "[".repeat(2000) + "],\"top\":" + "9".repeat(2000) + "}",
            "{\"likes\":[1e999999999,-0.5,99999999999999999999999],\"top\":\"\uD83D\uDE00\"}");

    @TempDir
    private static Path directory;

    private static final List<String> NUMBERS = List.of(
            "9".repeat(40),
            "-" + "9".repeat(40),
            "9".repeat(999),
            "9".repeat(1001),
            "9".repeat(60_000),
            "1e999999999",
            "-1e-999999999",
            "0." + "0".repeat(2000) + "1",
            "2147483648",
            "9223372036854775808",
            "00",
            "-0",
            "1e1",
            "0x10",
            "NaN",
            "Infinity");

    private static final List<String> FIELDS = List.of("top", "likes", "exclude", "only", "includeSeen", "explain");

    private static ListAppender<ILoggingEvent> log;
    private static RecommendationServer server;
    private static Client client;

    @BeforeAll
    static void start() throws IOException {
        log = new ListAppender<>();
        log.start();
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).addAppender(log);
        server = RecommendationServer.start(
                Bundles.byHand(directory.resolve("bundle")), ServerOptions.at("127.0.0.1", 0));
        client = Client.of(server);
    }

    @AfterAll
    static void stop() {
        server.close();
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).detachAppender(log);
        assertThat(log.list)
                .as("nothing that a client sends makes a line in the log")
                .isEmpty();
    }

    private static byte[] request(byte[] body) {
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes(("POST /recommendations HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                        + "Content-Type: application/json\r\nContent-Length: " + body.length + "\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8));
        request.writeBytes(body);
        return request.toByteArray();
    }

    private static void assertHealthy() throws Exception {
        assertThat(client.get("/health").body().get("status").asText()).isEqualTo("ok");
    }

    @Test
    void absurd_numbers_and_names_are_the_clients_to_correct() throws Exception {
        for (String number : NUMBERS) {
            for (String field : FIELDS) {
                String wrong = "{\"" + field + "\":" + (field.equals("top") ? number : "[[" + number + "]]") + "}";
                Client.Answered answered = client.post(wrong);
                assertThat(answered.status()).as("%.80s", wrong).isEqualTo(400);
                assertThat(answered.response().body()).as("%.80s", wrong).hasSizeLessThan(400);
            }
        }
        for (int length : new int[] {0, 1, 63, 64, 65, 255, 256, 1000, 8192, 50_001, 65_000}) {
            String name = "k".repeat(length);
            for (String body : List.of(
                    "{\"" + name + "\":1}",
                    "{\"top\":1,\"" + name + "\":{\"" + (length > 100 ? "" : name) + "\":[1]}}",
                    "{\"top\":{\"" + name + "\":1}}",
                    "{\"likes\":[{\"" + name + "\":1}]}",
                    "[".repeat(length + 1),
                    "{\"a\":".repeat((length + 1) / 6 + 1),
                    "{\"likes\":" + "[".repeat(length + 1) + "}")) {
                Client.Answered answered = client.post(body);
                assertThat(answered.status())
                        .as("%d: %.80s", length, body)
                        .isIn(400, body.length() > 65_536 ? 413 : 400);
                assertThat(answered.response().body()).as("%.80s", body).hasSizeLessThan(400);
            }
        }
        assertHealthy();
    }

    @Test
    void damaged_bodies_get_an_answer_below_500() throws Exception {
        Mutations mutations = new Mutations(1);
        for (int k = 0; k < Mutations.COUNT; k++) {
            byte[] body = mutations.mutate(BODIES.get(k % BODIES.size()).getBytes(StandardCharsets.UTF_8));
            assertThat(client.raw(request(body))).as("mutation %d", k).matches("(?s)HTTP/1\\.1 [24]\\d\\d .*");
        }
        TrustTable.row("damaged bodies and heads of requests", Mutations.COUNT, 0, 0, 0);
        assertHealthy();
    }

    @Test
    void damaged_heads_get_an_answer_below_500_or_none() throws Exception {
        Mutations mutations = new Mutations(2);
        byte[] whole = request(BODIES.get(0).getBytes(StandardCharsets.UTF_8));
        for (int k = 0; k < Mutations.COUNT; k++) {
            String answer;
            try {
                answer = client.raw(mutations.mutate(whole));
            } catch (SocketException e) {
                continue; // closed with what we sent unread
            }
            // 501 and 505 say of a method or a version that HTTP does not have it
            assertThat(answer).as("mutation %d", k).matches("(?s)(HTTP/1\\.1 ([1-4]\\d\\d|501|505)[ \r].*)?");
        }
        TrustTable.row("damaged bodies and heads of requests", Mutations.COUNT, 0, 0, 0);
        assertHealthy();
    }

    @Test
    void connections_that_are_cut_anywhere_harm_no_one() throws Exception {
        byte[] whole = request(BODIES.get(0).getBytes(StandardCharsets.UTF_8));
        for (int length = 0; length < whole.length; length++) {
            try (Socket socket = client.connect()) {
                socket.setSoLinger(length % 2 == 0, 0); // every other one is reset
                socket.getOutputStream().write(whole, 0, length);
            }
        }
        assertHealthy();
        assertThat(client.send(client.request("/metrics")).body()).doesNotContain("status=\"500\"");
    }
}
