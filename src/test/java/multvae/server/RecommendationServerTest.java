package multvae.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import multvae.io.UserError;
import multvae.server.ApiError.Code;
import multvae.serving.Bundles;
import multvae.serving.Query;
import multvae.serving.Recommendation;
import multvae.serving.Recommender;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** The real service on a free port. The model is the one that {@link Bundles#byHand} derives by hand. */
final class RecommendationServerTest {

    private static final Duration LOOK_FOR_MODEL = Duration.ofMillis(20);

    @TempDir
    private Path directory;

    private Path bundle;
    private RecommendationServer server;
    private Client client;

    @BeforeEach
    void start() throws IOException {
        bundle = Bundles.byHand(directory.resolve("bundle"));
        start(Limits.DEFAULT);
    }

    private void start(Limits limits) throws IOException {
        if (server != null) {
            server.close();
        }
        server = RecommendationServer.start(bundle, ServerOptions.at("127.0.0.1", 0), limits, LOOK_FOR_MODEL);
        client = Client.of(server);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static Limits limits(int queued, Duration deadline, Duration patience) {
        return TestLimits.of(queued, Limits.DEFAULT.searches(), deadline, patience);
    }

    private static Limits searches(int searches) {
        Limits d = Limits.DEFAULT;
        return TestLimits.of(d.queued(), searches, d.deadline(), d.patience());
    }

    private static String head(String... lines) {
        return String.join("\r\n", lines) + "\r\n\r\n";
    }

    private static void assertError(Client.Answered answered, int status, String code) {
        assertThat(answered.status()).isEqualTo(status);
        assertThat(answered.body().at("/error/code").asText()).isEqualTo(code);
    }

    @Test
    void the_best_items_come_with_their_scores_reasons_and_the_models_version() throws Exception {
        // x = (1, 0, 0, 0), h = (1, 0): logits 0, 0, 2.5, 1
        Client.Answered answered = client.post("{\"likes\":[10,77],\"top\":2,\"explain\":true}");
        assertThat(answered.status()).isEqualTo(200);
        JsonNode body = answered.body();
        assertThat(body.get("model").asText()).isEqualTo(server.modelVersion());
        assertThat(body.at("/recommendations/0/itemId").asLong()).isEqualTo(30);
        assertThat(body.at("/recommendations/0/title").asText()).isEqualTo("Heat (1986)");
        assertThat(body.at("/recommendations/0/score").asDouble()).isCloseTo(2.5, within(1e-5));
        assertThat(body.at("/recommendations/0/why/0/itemId").asLong()).isEqualTo(10);
        assertThat(body.at("/recommendations/1/itemId").asLong()).isEqualTo(40);
        assertThat(body.get("unknownIds").toString()).isEqualTo("[77]");
        assertThat(body.get("popularity").asBoolean()).isFalse();
    }

    @Test
    void genres_come_with_the_items_that_have_any() throws Exception {
        bundle = Bundles.byHand(
                directory.resolve("genres"),
                Map.of("10", "Heat (1995)", "20", "Casino (1995)", "30", "Heat (1986)"),
                Map.of("10", "Action|Crime|Thriller", "30", "Action", "40", "(no genres listed)"));
        start(Limits.DEFAULT);
        assertThat(client.get("/items?query=heat").body().get("items").toString())
                .isEqualTo("[{\"id\":10,\"title\":\"Heat (1995)\",\"genres\":[\"Action\",\"Crime\",\"Thriller\"]},"
                        + "{\"id\":30,\"title\":\"Heat (1986)\",\"genres\":[\"Action\"]}]");
        JsonNode list = client.post("{\"likes\":[10]}").body().get("recommendations");
        assertThat(list).hasSize(3);
        assertThat(list.get(0).get("genres").toString()).isEqualTo("[\"Action\"]");
        assertThat(list.get(1).get("itemId").asLong()).isEqualTo(40);
        assertThat(list.get(1).has("genres")).isFalse();
        assertThat(list.get(2).has("genres")).isFalse();
    }

    @Test
    void lists_of_many_clients_at_once_are_the_librarys() throws Exception {
        bundle = Bundles.random(directory.resolve("random"), 700);
        start(Limits.DEFAULT);
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try (Recommender recommender = Recommender.open(bundle)) {
            List<Callable<JsonNode>> asked = new ArrayList<>();
            List<List<Recommendation>> expected = new ArrayList<>();
            for (long k = 0; k < 200; k++) {
                List<String> likes = List.of(String.valueOf(3 * k + 1), String.valueOf(3 * ((7 * k) % 700) + 1), "4");
                expected.add(recommender.recommend(Query.of(likes, 20)).recommendations());
                asked.add(() -> client.post("{\"top\":20,\"likes\":" + likes + "}")
                        .body()
                        .get("recommendations"));
            }
            List<Future<JsonNode>> answers = threads.invokeAll(asked);
            for (int k = 0; k < expected.size(); k++) {
                assertThat(answers.get(k).get().toString())
                        .isEqualTo(new ObjectMapper().writeValueAsString(expected.get(k)));
            }
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void items_are_found_by_a_part_of_their_title_the_most_popular_first() throws Exception {
        assertThat(client.get("/items?query=heat").body().get("items").toString())
                .isEqualTo("[{\"id\":10,\"title\":\"Heat (1995)\"},{\"id\":30,\"title\":\"Heat (1986)\"}]");
        assertThat(client.get("/items?query=Cassino").body().at("/items/0/id").asLong())
                .isEqualTo(20);
        assertError(client.get("/items"), 400, "invalid_value");
        assertError(client.get("/items?query=" + "x".repeat(101)), 400, "invalid_value");
        assertThat(client.get("/items?query=" + "x".repeat(100)).status()).isEqualTo(200);
        assertThat(client.raw("GET /items?query=%ff%zz HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.UTF_8)))
                .startsWith("HTTP/1.1 400");
    }

    @Test
    void a_parameter_that_a_path_does_not_have_is_an_error_and_so_is_one_given_twice() throws Exception {
        for (String path : Api.ROUTES.keySet()) {
            String method = Api.ROUTES.get(path).method();
            String answer = client.raw(
                    head(method + " " + path + "?qeury=heat HTTP/1.1", "Host: localhost", "Connection: close")
                            .getBytes(StandardCharsets.UTF_8));
            assertThat(answer)
                    .as(path)
                    .startsWith("HTTP/1.1 400")
                    .contains("\"code\":\"unknown_parameter\"", "\"field\":\"qeury\"");
        }
        Client.Answered unknown = client.get("/items?query=heat&Query=heat");
        assertError(unknown, 400, "unknown_parameter");
        assertThat(unknown.body().at("/error/message").asText()).isEqualTo("the parameters are query");
        Client.Answered twice = client.get("/items?query=heat&query=heat");
        assertError(twice, 400, "invalid_value");
        assertThat(twice.body().at("/error/field").asText()).isEqualTo("query");
        assertError(client.get("/items?" + "x".repeat(1000) + "=1"), 400, "unknown_parameter");
        assertError(client.get("/items?=1&query=heat"), 400, "unknown_parameter");
        assertError(client.get("/health;a=b"), 404, "not_found");
        assertThat(client.get("/health?").status()).isEqualTo(200);
    }

    /** As curl sends what is typed in a terminal. */
    @Test
    void a_query_that_is_not_percent_encoded_is_read_as_utf_8_or_refused() throws Exception {
        String request = head("GET /items?query=h\u00e9at HTTP/1.1", "Host: localhost", "Connection: close");
        assertThat(client.raw(request.getBytes(StandardCharsets.UTF_8)))
                .startsWith("HTTP/1.1 200")
                .contains("Heat");
        assertThat(client.raw(request.getBytes(StandardCharsets.ISO_8859_1)))
                .startsWith("HTTP/1.1 400")
                .contains("bad_request", "the query string is not percent-encoded UTF-8");
    }

    /** RFC 9110, 6.6.1: a server with a clock says when, in each answer below 500. */
    @Test
    void each_answer_has_its_date() throws Exception {
        for (String line : List.of("GET /health HTTP/1.1", "GET /nothing HTTP/1.1", "GET /%zz HTTP/1.1")) {
            String answer = client.raw(
                    head(line, "Host: localhost", "Connection: close").getBytes(StandardCharsets.UTF_8));
            assertThat(answer.lines().filter(header -> header.startsWith("Date: ")))
                    .as(answer)
                    .singleElement(STRING)
                    .satisfies(header -> assertThat(ZonedDateTime.parse(
                                            header.substring("Date: ".length()), DateTimeFormatter.RFC_1123_DATE_TIME)
                                    .toInstant())
                            .isCloseTo(Instant.now(), within(1, ChronoUnit.MINUTES)));
        }
    }

    @Test
    void it_is_ready_unless_too_many_requests_wait() throws Exception {
        assertThat(client.get("/ready").body().toString())
                .isEqualTo("{\"status\":\"ready\",\"model\":\"" + server.modelVersion() + "\"}");
        start(limits(1, Limits.DEFAULT.deadline(), Limits.DEFAULT.patience()));
        AtomicBoolean done = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        for (int k = 0; k < 8; k++) {
            Future<?> unused = threads.submit(() -> {
                while (!done.get()) {
                    client.post("{\"likes\":[10],\"explain\":true}");
                }
                return null;
            });
        }
        Client.Answered answered = client.get("/ready");
        while (answered.status() == 200) {
            answered = client.get("/ready");
        }
        assertError(answered, 503, "overloaded");
        assertThat(client.get("/health").status()).isEqualTo(200);
        done.set(true);
        threads.shutdown();
        assertThat(threads.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
        assertThat(client.get("/ready").status()).isEqualTo(200);
    }

    @Test
    void wrong_requests_get_typed_errors() throws Exception {
        assertError(client.post("{"), 400, "invalid_json");
        assertError(client.post("{\"lks\":[]}"), 400, "unknown_field");
        assertError(client.post("{\"top\":-1}"), 400, "invalid_value");
        Client.Answered twice = client.post("{\"likes\":[1],\"likes\":[2]}");
        assertError(twice, 400, "invalid_value");
        assertThat(twice.body().at("/error/field").asText()).isEqualTo("likes");
        Client.Answered huge = client.post("{\"top\":" + "9".repeat(40) + "}");
        assertError(huge, 400, "invalid_value");
        assertThat(huge.body().at("/error/field").asText()).isEqualTo("top");
        assertError(client.post("{\"" + "k".repeat(65) + "\":1}"), 400, "unknown_field");
        assertThat(client.post("{\"likes\":\n[1,]}").body().at("/error/message").asText())
                .isEqualTo("expected one JSON object in UTF-8, found a mistake at line 2, column 4");
        assertError(client.get("/nothing"), 404, "not_found");
        assertError(client.get("/../../etc/passwd"), 400, "bad_request");
        assertError(client.get("/recommendations"), 405, "method_not_allowed");
        assertThat(client.get("/recommendations").response().headers().firstValue("Allow"))
                .contains("POST");
        assertError(client.post(" ".repeat((64 << 10) - 2) + "{}"), 200, "");
        assertError(client.post(" ".repeat((64 << 10) - 1) + "{}"), 413, "body_too_large");
        assertError(
                client.json(client.send(client.request("/recommendations")
                        .header("Content-Type", "text/plain")
                        .POST(HttpRequest.BodyPublishers.ofString("{}")))),
                415,
                "unsupported_media_type");
    }

    /** A proxy that keeps /metrics from strangers compares paths as they are sent: there is no other way to write one. */
    @Test
    void a_path_has_one_form() throws Exception {
        assertThat(client.send(client.request("/metrics")).statusCode()).isEqualTo(200);
        for (String path :
                List.of("/./metrics", "/x/../metrics", "/%6detrics", "/metri%63s", "/metrics/.", "/metrics;x")) {
            String head = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
            assertThat(client.raw(head.getBytes(StandardCharsets.US_ASCII)))
                    .as(path)
                    .matches("(?s)HTTP/1\\.1 40[04] .*");
        }
    }

    /** RFC 9110, 15.5.16 and 12.5.3: the header tells a coding from a media type. */
    @ParameterizedTest
    @CsvSource({"gzip,415", "br,415", "'identity, gzip',415", "identity,200", "Identity,200"})
    void a_body_in_a_coding_is_refused_as_such(String coding, int status) throws Exception {
        Client.Answered answered = client.json(client.send(client.request("/recommendations")
                .header("Content-Type", "application/json")
                .header("Content-Encoding", coding)
                .POST(HttpRequest.BodyPublishers.ofString("{\"likes\":[10]}"))));
        assertError(answered, status, status == 200 ? "" : "unsupported_media_type");
        assertThat(answered.response().headers().firstValue("Accept-Encoding"))
                .isEqualTo(status == 200 ? Optional.empty() : Optional.of("identity"));
        if (status == 415) {
            assertThat(answered.body().at("/error/message").asText())
                    .isEqualTo("expected a body without Content-Encoding, found a coded one; send the JSON as it is");
        }
        Client.Answered other = client.json(client.send(client.request("/recommendations")
                .header("Content-Type", "text/plain")
                .POST(HttpRequest.BodyPublishers.ofString("{}"))));
        assertThat(other.response().headers().firstValue("Accept-Encoding")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "GET / HTTP/9.9, 505, 'expected HTTP/1.1, found another version; use an HTTP client'",
        "GET /LONG HTTP/1.1, 414, 'expected a shorter path and query, found more than 8192 bytes; shorten them'",
        "GET / HTTP/1.1, 400, 'expected a request as HTTP/1.1 has it, found a mistake (status 400); check path, headers and"
                + " the body''s length, or use an HTTP client'"
    })
    void what_http_itself_refuses_has_its_reason(String line, int status, String message) throws Exception {
        String request = line.replace("LONG", "a".repeat(9000)) + "\r\n\r\n"; // without a host
        String answer = client.raw(request.getBytes(StandardCharsets.UTF_8));
        assertThat(answer)
                .startsWith("HTTP/1.1 " + status + " ")
                .contains("\"message\":\"" + message + "\"")
                .contains("\"code\":\"bad_request\""); // a client's mistake, whatever HTTP's number for it
    }

    @Test
    void a_request_whose_deadline_has_passed_is_told_so() throws Exception {
        start(limits(Limits.DEFAULT.queued(), Duration.ofNanos(-1), Limits.DEFAULT.patience()));
        assertError(client.post("{\"likes\":[10]}"), 504, "deadline_exceeded");
    }

    @Test
    void more_requests_than_may_wait_are_told_when_to_come_again() throws Exception {
        start(limits(1, Limits.DEFAULT.deadline(), Limits.DEFAULT.patience()));
        AtomicReference<Client.Answered> refused = new AtomicReference<>();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        for (int k = 0; k < 8; k++) {
            Future<?> unused = threads.submit(() -> {
                while (refused.get() == null) {
                    Client.Answered answered = client.post("{\"likes\":[10],\"explain\":true}");
                    if (answered.status() != 200) {
                        refused.set(answered);
                    }
                }
                return null;
            });
        }
        threads.shutdown();
        assertThat(threads.awaitTermination(2, TimeUnit.MINUTES)).isTrue();
        assertError(refused.get(), 503, "overloaded");
        assertThat(refused.get().response().headers().firstValue("Retry-After")).contains("1");
    }

    @Test
    void more_searches_than_may_run_at_once_are_told_when_to_come_again_and_others_are_answered() throws Exception {
        start(searches(0)); // as if all were under way
        Client.Answered refused = client.get("/items?query=heat");
        assertError(refused, 503, "overloaded");
        assertThat(refused.response().headers().firstValue("Retry-After")).contains("1");
        assertError(client.get("/items"), 400, "invalid_value");
        assertThat(client.get("/health").status()).isEqualTo(200);
        assertThat(client.post("{\"likes\":[10]}").status()).isEqualTo(200);
        start(searches(1));
        for (int k = 0; k < 3; k++) { // each is over before the next one
            assertThat(client.get("/items?query=heat").status()).isEqualTo(200);
        }
    }

    @Test
    void a_file_and_nothing_at_all_are_no_model() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "");
        assertThatThrownBy(() -> RecommendationServer.start(file, ServerOptions.at("127.0.0.1", 0)))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith(file + ": expected the directory of a run or a bundle, found neither");
        Path none = directory.resolve("none");
        assertThatThrownBy(() -> RecommendationServer.start(none, ServerOptions.at("127.0.0.1", 0)))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith(none + ": expected the directory of a run or a bundle, found nothing");
    }

    @Test
    void an_address_that_is_not_to_be_had_is_told_with_the_reason() {
        assertThatThrownBy(() -> RecommendationServer.start(bundle, ServerOptions.at("127.0.0.1", server.port())))
                .isInstanceOf(UserError.class)
                .hasMessage("127.0.0.1:" + server.port() + ": expected a free address to listen at, " + "found port "
                        + server.port()
                        + " already in use by another process; choose another host or port, or port 0 for any");
        assertThatThrownBy(() -> RecommendationServer.start(bundle, ServerOptions.at("no.such.host.invalid", 0)))
                .isInstanceOf(UserError.class)
                .hasMessage(
                        "no.such.host.invalid:0: expected an address to listen at, found an unknown host; correct the host");
        // an address for documentation, RFC 5737, which no machine has
        assertThatThrownBy(() -> RecommendationServer.start(bundle, ServerOptions.at("192.0.2.1", 0)))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith("192.0.2.1:0: expected a free address to listen at, found port 0: ")
                .hasMessageEndingWith("; choose another host or port, or port 0 for any");
    }

    @Test
    void a_body_of_unknown_length_is_bounded_too() throws Exception {
        byte[] body = " ".repeat(70_000).getBytes(StandardCharsets.UTF_8);
        Client.Answered answered = client.json(client.send(client.request("/recommendations")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))));
        assertError(answered, 413, "body_too_large");
    }

    /** A connection that is closed on a client that still sends is reset, and the answer on its way is lost. */
    @ParameterizedTest
    @CsvSource({
        "/recommendations,application/json,413",
        "/recommendations,text/plain,415",
        "/nothing,application/json,404",
        "/health,application/json,405"
    })
    void a_refusal_reaches_a_client_that_is_still_sending(String path, String type, int status) throws Exception {
        int length = 4 << 20;
        try (Socket socket = client.connect()) {
            OutputStream out = socket.getOutputStream();
            out.write(head(
                            "POST " + path + " HTTP/1.1",
                            "Host: localhost",
                            "Content-Type: " + type,
                            "Content-Length: " + length)
                    .getBytes(StandardCharsets.UTF_8));
            for (int sent = 0; sent < length; sent += length / 16) {
                Thread.sleep(10); // time to refuse it, and to close
                out.write(new byte[length / 16]);
            }
            socket.shutdownOutput();
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 " + status)
                    .endsWith("}");
        }
    }

    @Test
    void a_body_that_trickles_in_is_given_up_and_then_its_connection() throws Exception {
        start(limits(Limits.DEFAULT.queued(), Limits.DEFAULT.deadline(), Duration.ofMillis(300)));
        try (Socket socket = client.connect()) {
            OutputStream out = socket.getOutputStream();
            out.write(head(
                            "POST /recommendations HTTP/1.1",
                            "Host: localhost",
                            "Content-Type: application/json",
                            "Content-Length: 50000")
                    .getBytes(StandardCharsets.UTF_8));
            CompletableFuture<byte[]> start = CompletableFuture.supplyAsync(() -> {
                try {
                    return socket.getInputStream().readNBytes(12);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            assertThatIOException().isThrownBy(() -> {
                for (int k = 0; k < 10_000; k++) {
                    out.write(' ');
                    Thread.sleep(5);
                }
            });
            assertThat(new String(start.get(), StandardCharsets.UTF_8)).isEqualTo("HTTP/1.1 408");
        }
    }

    @Test
    void a_body_that_does_not_come_while_the_service_stops_is_told_that_it_stops() throws Exception {
        try (Socket socket = client.connect()) {
            socket.getOutputStream()
                    .write((head(
                                            "POST /recommendations HTTP/1.1",
                                            "Host: localhost",
                                            "Content-Type: application/json",
                                            "Content-Length: 100")
                                    + "{")
                            .getBytes(StandardCharsets.UTF_8));
            Thread.sleep(200); // for it to be read
            server.close();
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 503")
                    .contains("\"stopping\"");
        }
    }

    @Test
    void a_connection_goes_on_after_a_refusal_whose_body_has_come() throws Exception {
        String refused = head("POST /nothing HTTP/1.1", "Host: localhost", "Content-Length: 2") + "{}";
        String answers = client.raw((refused + head("GET /health HTTP/1.0")).getBytes(StandardCharsets.UTF_8));
        assertThat(answers).matches("(?s)HTTP/1\\.1 404 .*HTTP/1\\.1 200 .*");
    }

    @Test
    void no_error_of_http_itself_shows_what_the_server_is() throws Exception {
        for (String request : List.of(
                "GET / HTTP/9.9\r\n\r\n",
                "\0\1\2\r\n\r\n",
                "GET / HTTP/1.1\r\n\r\n",
                "GET /" + "a".repeat(20_000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "POST /recommendations HTTP/1.1\r\nHost: localhost\r\nContent-Length: -5\r\n\r\n",
                head(
                                "POST /recommendations HTTP/1.1",
                                "Host: localhost",
                                "Transfer-Encoding: chunked",
                                "Content-Type: application/json")
                        + "ZZZ\r\n")) {
            String answer = client.raw(request.getBytes(StandardCharsets.ISO_8859_1));
            assertThat(answer).as("%.10s", request).matches("(?s)HTTP/1\\.1 (4\\d\\d|505) .*");
            assertThat(answer.toLowerCase(Locale.ROOT)).doesNotContain("jetty", "exception", "\tat ", "<html");
        }
    }

    @Test
    void the_page_and_the_description_are_served_with_a_policy_and_without_a_servers_name() throws Exception {
        for (String path : List.of("/", "/page.css", "/page.js", "/openapi.json")) {
            HttpResponse<String> response = client.send(client.request(path));
            assertThat(response.statusCode()).as(path).isEqualTo(200);
            assertThat(response.headers().firstValue("Content-Security-Policy").orElse(""))
                    .startsWith("default-src 'self'");
            assertThat(response.headers().firstValue("Server")).isEmpty();
        }
        assertThat(client.send(client.request("/").method("HEAD", HttpRequest.BodyPublishers.noBody()))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void metrics_count_requests_and_batches() throws Exception {
        client.post("{\"likes\":[10]}");
        client.post("{");
        assertThat(client.send(client.request("/metrics")).body())
                .contains(
                        "multvae_requests_total{route=\"/recommendations\",status=\"200\"} 1.0",
                        "multvae_requests_total{route=\"/recommendations\",status=\"400\"} 1.0",
                        "multvae_batch_requests_count 1",
                        "multvae_queue_requests 0.0",
                        "multvae_model_info{version=\"" + server.modelVersion() + "\"} 1.0");
    }

    @Test
    void answers_are_as_the_description_says() throws Exception {
        JsonNode api = client.get("/openapi.json").body();
        assertAsDescribed(api, "Recommendations", client.post("{\"likes\":[10],\"explain\":true}"));
        assertAsDescribed(api, "Recommendations", client.post("{}"));
        assertAsDescribed(api, "Items", client.get("/items?query=heat"));
        assertAsDescribed(api, "Health", client.get("/health"));
        assertAsDescribed(api, "Ready", client.get("/ready"));
        assertAsDescribed(api, "Error", client.post("{"));
        assertAsDescribed(api, "Error", client.get("/nothing"));
        List<String> codes = new ArrayList<>();
        api.at("/components/schemas/Error/properties/error/properties/code/enum")
                .forEach(code -> codes.add(code.asText()));
        assertThat(codes)
                .containsExactlyInAnyOrderElementsOf(
                        List.of(Code.values()).stream().map(Code::text).toList());
        List<String> paths = new ArrayList<>();
        api.get("paths").fieldNames().forEachRemaining(paths::add);
        assertThat(paths).containsExactlyInAnyOrderElementsOf(Api.ROUTES.keySet());
        Api.ROUTES.forEach((path, route) -> assertThat(
                        api.get("paths").get(path).has(route.method().toLowerCase(Locale.ROOT)))
                .as(path)
                .isTrue());
        api.get("paths")
                .forEach(path -> path.forEach(operation -> assertThat(operation
                                .at("/responses/default/content/application~1json/schema/$ref")
                                .asText())
                        .isEqualTo("#/components/schemas/Error")));
    }

    private static void assertAsDescribed(JsonNode api, String schema, Client.Answered answered) {
        ObjectNode description = new ObjectMapper().createObjectNode();
        description.put("$ref", "#/components/schemas/" + schema);
        description.set("components", api.get("components"));
        Schema described = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(description.toString(), InputFormat.JSON);
        assertThat(described.validate(answered.response().body(), InputFormat.JSON))
                .isEmpty();
    }

    @Test
    void a_new_model_that_does_not_fit_beside_the_old_one_is_not_opened() throws Exception {
        Logger logger = (Logger) LoggerFactory.getLogger(CurrentModel.class);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        logger.addAppender(log);
        try (RandomAccessFile weights =
                new RandomAccessFile(bundle.resolve("weights.safetensors").toFile(), "rw")) {
            weights.setLength(Runtime.getRuntime().maxMemory()); // a hole, which takes no disk
            Files.writeString(bundle.resolve("bundle.json"), "{}");
            while (!client.get("/health").body().get("newModelRejected").asBoolean()) {
                Thread.sleep(5);
            }
        } finally {
            logger.detachAppender(log);
        }
        assertThat(client.post("{\"likes\":[10]}").status()).isEqualTo(200);
        assertThat(log.list.get(0).getFormattedMessage())
                .startsWith("the new model is not used: " + bundle
                        + ": expected a model that fits beside the one in use into a heap of ")
                .matches(
                        ".* bytes, found [0-9,]+ bytes for both; raise the heap with -Xmx, or restart the service to have"
                                + " the new model alone");
    }

    @Test
    void a_new_model_takes_over_without_a_lost_request_and_a_bad_one_does_not() throws Exception {
        Path other = Bundles.random(directory.resolve("other"), 50);
        String first = server.modelVersion();
        AtomicBoolean done = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<Future<Integer>> lost = new ArrayList<>();
        for (int k = 0; k < 4; k++) {
            lost.add(threads.submit(() -> {
                int failed = 0;
                while (!done.get()) {
                    failed += client.post("{\"likes\":[10]}").status() == 200 ? 0 : 1;
                }
                return failed;
            }));
        }
        for (String file : List.of("weights.safetensors", "items.csv", "popularity.csv")) {
            Files.copy(other.resolve(file), bundle.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        Files.writeString(bundle.resolve("bundle.json"), "{}");
        while (!client.get("/health").body().get("newModelRejected").asBoolean()) {
            Thread.sleep(5);
        }
        assertThat(client.post("{}").body().get("model").asText()).isEqualTo(first);
        Files.copy(other.resolve("bundle.json"), bundle.resolve("bundle.json"), StandardCopyOption.REPLACE_EXISTING);
        while (client.post("{}").body().get("model").asText().equals(first)) {
            Thread.sleep(5);
        }
        while (client.get("/health").body().get("newModelRejected").asBoolean()) {
            Thread.sleep(5);
        }
        done.set(true);
        for (Future<Integer> failed : lost) {
            assertThat(failed.get()).isZero();
        }
        threads.shutdown();
        assertThat(client.get("/items?query=Film%207%20")
                        .body()
                        .at("/items/0/id")
                        .asLong())
                .isEqualTo(22);
    }
}
