package multvae.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import multvae.serving.Bundles;
import multvae.testing.Mutations;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A thousand damaged requests, ten thousand with -Pthorough: no 5xx, and health stays green. */
final class MalformedRequestsTest {

    private static final List<String> BODIES = List.of(
            "{\"likes\":[10,20],\"top\":3,\"exclude\":[30],\"only\":[40,30],\"includeSeen\":false,\"explain\":true}",
            "{\"likes\":[" + "[".repeat(2000) + "],\"top\":" + "9".repeat(2000) + "}",
            "{\"likes\":[1e999999999,-0.5,99999999999999999999999],\"top\":\"\uD83D\uDE00\"}");

    @TempDir
    private static Path directory;

    private static RecommendationServer server;
    private static Client client;

    @BeforeAll
    static void start() throws IOException {
        server = RecommendationServer.start(Bundles.byHand(directory.resolve("bundle")), "127.0.0.1", 0);
        client = Client.of(server);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static byte[] request(byte[] body) {
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes(("POST /recommendations HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                        + "Content-Type: application/json\r\nContent-Length: " + body.length + "\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8));
        request.writeBytes(body);
        return request.toByteArray();
    }

    private static void assertHealthy() throws Exception {
        assertThat(client.get("/health").body().get("status").asText()).isEqualTo("ok");
    }

    @Test
    void damaged_bodies_get_an_answer_below_500() throws Exception {
        Mutations mutations = new Mutations(1);
        for (int k = 0; k < Mutations.COUNT; k++) {
            byte[] body = mutations.mutate(BODIES.get(k % BODIES.size()).getBytes(StandardCharsets.UTF_8));
            assertThat(client.raw(request(body))).as("mutation %d", k).matches("(?s)HTTP/1\\.1 [24]\\d\\d .*");
        }
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
