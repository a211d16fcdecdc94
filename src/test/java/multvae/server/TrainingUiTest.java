package multvae.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Media;
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
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import multvae.config.Settings;
import multvae.io.UserError;
import multvae.model.LossTerms;
import multvae.testing.Browser;
import multvae.testing.PageChecks;
import multvae.training.History.Epoch;
import multvae.training.History.ValidationResult;
import multvae.weights.Architecture.ModelType;
import org.assertj.core.api.Assertions;
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
        return new Epoch(
                number,
                number,
                0.1,
                1e-3,
                loss,
                Optional.of(new ValidationResult(loss, 0.25, 0.2, 0.3, true)),
                Optional.empty());
    }

    private static HttpResponse<String> get(TrainingUi ui, String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + ui.port() + path);
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }

    @Test
    void the_page_has_the_curves_of_the_epochs_so_far_and_reloads_itself_until_the_last() throws Exception {
        try (TrainingUi ui = TrainingUi.serve(settings(0, "mult-vae"))) {
            assertThat(get(ui, "/").body()).contains("Epoch 0 of 7", "refresh").doesNotContain("<svg");
            ui.begun(ModelType.MULT_VAE, 100, 50);
            ui.resumed(List.of(epoch(1), epoch(2)));
            ui.epochStarted(3, 7, 100, 0);
            ui.epochDone(epoch(3), 1);
            assertThat(get(ui, "/").body()).contains("Epoch 3 of 7", "refresh", "id=\"kl\"", "id=\"validation\"");
            for (int number = 4; number <= 7; number++) {
                ui.epochDone(epoch(number), 1);
            }
            assertThat(get(ui, "/").body()).contains("Epoch 7 of 7").doesNotContain("refresh");
            ui.begun(ModelType.MULT_VAE, 100, 50); // the second training of a search
            assertThat(get(ui, "/").body()).contains("Epoch 0 of 7");
            assertThat(get(ui, "/other").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void an_epoch_of_several_passes_has_each_train_user_several_times() throws Exception {
        AtomicLong clock = new AtomicLong();
        try (TrainingUi ui = TrainingUi.serve(settings(0, "recvae"), clock::get)) {
            ui.begun(ModelType.RECVAE, 600, 50); // steps of 500 users: two in a pass
            ui.epochStarted(3, 7, 2400, 600); // after two epochs of four passes and one pass of the third: 18 steps
            step(ui, clock, 500, 7.25);
            step(ui, clock, 100, 7.5);
            assertThat(get(ui, "/").body())
                    .contains(": 600 train users, 50 items.", "step 19\nloss 7.25", "step 20\nloss 7.5", "gamma")
                    .doesNotContain("beta");
        }
    }

    private static void step(TrainingUi ui, AtomicLong clock, int users, double loss) {
        clock.addAndGet(TimeUnit.SECONDS.toNanos(2));
        ui.stepDone(users, new LossTerms(loss, loss - 1, 5, 0), 0.2);
    }

    @Test
    void the_page_says_what_is_trained_on_what_how_fast_how_long_still_and_how_well() throws Exception {
        AtomicLong clock = new AtomicLong(5);
        Settings settings = settings(0, "mult-vae");
        try (TrainingUi ui = TrainingUi.serve(settings, clock::get);
                Browser browser = Browser.launch()) {
            assertThat(get(ui, "/").body()).contains("c on ml-latest-small. Training has not begun.");
            ui.begun(ModelType.MULT_VAE, 1500, 2345); // steps of 500 users: three in an epoch
            ui.resumed(List.of(epoch(1)));
            ui.epochStarted(2, 7, 1500, 500);
            step(ui, clock, 500, 7.25);
            step(ui, clock, 500, 7.5);
            ui.epochDone(new Epoch(2, 6, 0.2, 5e-4, epoch(1).train(), epoch(2).evaluation(), Optional.empty()), 5);
            ui.epochStarted(3, 7, 1500, 0);
            step(ui, clock, 500, 6.125);

            NewContextOptions phone = new NewContextOptions().setViewportSize(390, 800);
            for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
                for (NewContextOptions options : List.of(phone, new NewContextOptions().setViewportSize(1280, 800))) {
                    try (BrowserContext context = browser.context(options.setColorScheme(scheme))) {
                        Page page = context.newPage();
                        page.navigate("http://127.0.0.1:" + ui.port() + "/");
                        assertThat(page.locator(".lead").innerText())
                                .isEqualTo("c on ml-latest-small: 1,500 train users, 2,345 items.");
                        // 1,500 users in 6 s; of 7 epochs 2 and a third are done, so 7,000 users are left: 28 s
                        assertThat(page.locator("#facts > div").allTextContents().stream()
                                        .map(fact ->
                                                fact.replaceAll("\\s+", " ").strip()))
                                .containsExactly(
                                        "time left" + "about 28.0 s",
                                        "users per second" + "250, validation included",
                                        "loss of the last step" + "6.13",
                                        "beta" + "0.2000",
                                        "learning rate" + "0.0005",
                                        "validation NDCG@100" + "0.2500 in epoch 2",
                                        "validation loss" + "7.50",
                                        "the best so far" + "0.2500 in epoch 1");
                        assertThat((Double) page.evaluate("document.querySelector('progress').position"))
                                .isCloseTo(7.0 / 21, Assertions.within(0.001));
                        // the steps since the resumption: one of the first epoch's three was done, and one of the
                        // second's
                        assertThat(page.locator("#steps .hover > title").allTextContents())
                                .containsExactly("step 5\nloss 7.25", "step 6\nloss 7.5", "step 7\nloss 6.125");
                        assertThat(page.locator("#validation text").allTextContents())
                                .contains("\u2506 best: epoch 1");
                        PageChecks.assertPlotsDrawn(page);
                        PageChecks.assertFits(page);
                        PageChecks.assertReadable(page);
                        page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
                        PageChecks.assertReadable(page);
                    }
                }
            }
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
