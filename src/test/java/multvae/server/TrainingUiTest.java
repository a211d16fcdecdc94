package multvae.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import multvae.config.Settings;
import multvae.io.UserError;
import multvae.model.LossTerms;
import multvae.training.History.Epoch;
import multvae.training.History.ValidationResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TrainingUiTest {

    @TempDir
    private Path directory;

    private Settings settings(int port, String type) throws IOException {
        Path config = Files.writeString(directory.resolve("c.conf"), "data.dataset = ml-latest-small");
        return Settings.load(
                config,
                Map.of("train.uiPort", String.valueOf(port), "train.epochs", "7", "model.type", type),
                List.of("ml-latest-small"));
    }

    private static Epoch epoch(int number) {
        LossTerms loss = new LossTerms(9.5 - number, 9 - number, 5, 0);
        return new Epoch(number, number, 0.1, 1e-3, loss, new ValidationResult(loss, 0.25, 0.2, 0.3, true), null);
    }

    private static HttpResponse<String> get(TrainingUi ui, String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + ui.port() + path);
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }

    @Test
    void the_page_has_the_curves_of_the_epochs_so_far_and_reloads_itself_until_the_last() throws Exception {
        try (TrainingUi ui = TrainingUi.serve(settings(0, "mult-vae"))) {
            assertThat(get(ui, "/").body()).contains("Epoch 0 of 7", "refresh").doesNotContain("<svg");
            ui.resumed(List.of(epoch(1), epoch(2)));
            ui.epochStarted(3, 7, 100, 0);
            ui.epochDone(epoch(3), 1);
            assertThat(get(ui, "/").body()).contains("Epoch 3 of 7", "refresh", "id=\"kl\"", "id=\"validation\"");
            for (int number = 4; number <= 7; number++) {
                ui.epochDone(epoch(number), 1);
            }
            assertThat(get(ui, "/").body()).contains("Epoch 7 of 7").doesNotContain("refresh");
            ui.epochStarted(1, 7, 100, 0); // the second training of a search
            assertThat(get(ui, "/").body()).contains("Epoch 0 of 7");
            assertThat(get(ui, "/other").statusCode()).isEqualTo(404);
        }
    }

    private static String raw(TrainingUi ui, String... head) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), ui.port())) {
            socket.getOutputStream()
                    .write((String.join("\r\n", head) + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void only_this_machines_browsers_are_answered_and_only_with_a_page_that_can_do_nothing() throws Exception {
        try (TrainingUi ui = TrainingUi.serve(settings(0, "mult-vae"))) {
            for (String host : List.of("localhost", "127.0.0.1:" + ui.port(), "[::1]")) {
                assertThat(raw(ui, "GET / HTTP/1.1", "Host: " + host))
                        .startsWith("HTTP/1.1 200")
                        .contains(
                                "Content-Security-Policy: default-src 'none';",
                                "frame-ancestors 'none'",
                                "X-Content-Type-Options: nosniff",
                                "Cache-Control: no-store")
                        .doesNotContain("Server:");
            }
            assertThat(raw(ui, "GET / HTTP/1.1", "Host: attacker.example")).startsWith("HTTP/1.1 421");
            assertThat(raw(ui, "GET / HTTP/1.1")).startsWith("HTTP/1.1 400").doesNotContain("Jetty", "<html");
            for (String method : List.of("POST", "PUT", "DELETE", "TRACE", "OPTIONS", "PATCH", "BREW")) {
                assertThat(raw(ui, method + " / HTTP/1.1", "Host: localhost", "Content-Length: 0"))
                        .as(method)
                        .startsWith("HTTP/1.1 405")
                        .contains("Allow: GET, HEAD", "nosniff");
            }
            assertThat(raw(ui, "HEAD / HTTP/1.1", "Host: localhost"))
                    .startsWith("HTTP/1.1 200")
                    .endsWith("\r\n\r\n");
            assertThat(raw(ui, "GET /?a=b HTTP/1.1", "Host: localhost")).startsWith("HTTP/1.1 400");
            assertThat(raw(ui, "GET /other HTTP/1.1", "Host: localhost")).startsWith("HTTP/1.1 404");
        }
    }

    @Test
    void a_mult_dae_has_no_kl_and_no_beta() throws Exception {
        try (TrainingUi ui = TrainingUi.serve(settings(0, "mult-dae"))) {
            ui.epochDone(epoch(1), 1);
            assertThat(get(ui, "/").body()).contains("id=\"nll\"").doesNotContain("id=\"kl\"", "id=\"beta\"");
        }
    }

    @Test
    void a_port_that_is_taken_is_the_users_to_change() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Settings settings = settings(taken.getLocalPort(), "mult-vae");
            assertThatThrownBy(() -> TrainingUi.serve(settings))
                    .isInstanceOf(UserError.class)
                    .hasMessage("train.uiPort: expected a free address to listen at, found port " + taken.getLocalPort()
                            + " already in use by another process; choose another host or port, or port 0 for any");
        }
    }
}
