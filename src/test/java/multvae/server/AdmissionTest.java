package multvae.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.net.InetAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import multvae.io.UserError;
import multvae.serving.Bundles;
import org.eclipse.jetty.http.HttpFields;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Who may ask: by the host that a request names, and by its key. */
final class AdmissionTest {

    private static final String OLD_KEY = "old-key-0123456789";
    private static final String NEW_KEY = "new-key-9876543210+/=";

    private static final List<String> ALLOWED = List.of(
            "localhost",
            "LOCALHOST.",
            "localhost:8080",
            "127.0.0.1",
            "192.0.2.7:99",
            "[::1]:80",
            "shop.example",
            "Shop.Example:443");

    private static final List<String> REFUSED = List.of(
            "attacker.example",
            "attacker.example:8080",
            "localhost.attacker.example",
            "127.0.0.1.attacker.example",
            "127.0.0.1.1",
            "127.0.0.256",
            "127.0.1",
            "2130706433",
            "0x7f.0.0.1",
            "xlocalhost",
            "localhost..",
            "sub.shop.example");

    @TempDir
    private Path directory;

    private RecommendationServer server;

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    private Client start(List<String> allowedHosts, Optional<Path> keys) throws IOException {
        ServerOptions options =
                new ServerOptions("127.0.0.1", 0, allowedHosts, keys, Optional.empty(), 100, 100, Duration.ZERO);
        server = RecommendationServer.start(Bundles.byHand(directory.resolve("bundle")), options);
        return Client.of(server);
    }

    private Client startWithKeys() throws IOException {
        Path keys = Files.writeString(directory.resolve("keys"), "# rotated in May\r\n" + OLD_KEY + "\r\n\n" + NEW_KEY);
        return start(List.of(), Optional.of(keys));
    }

    private static String get(Client client, String... head) throws IOException {
        return client.raw(
                (String.join("\r\n", head) + "\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void addresses_localhost_and_hosts_that_are_allowed_are_answered() throws Exception {
        Client client = start(List.of("shop.example"), Optional.empty());
        for (String host : ALLOWED) {
            for (String path : List.of("/", "/health", "/items?query=heat")) {
                assertThat(get(client, "GET " + path + " HTTP/1.1", "Host: " + host))
                        .as(host)
                        .startsWith("HTTP/1.1 200");
            }
        }
    }

    @Test
    void a_name_that_another_site_can_point_here_is_refused_on_every_path() throws Exception {
        Client client = start(List.of("shop.example"), Optional.empty());
        List<String> paths = List.of("/", "/health", "/ready", "/openapi.json", "/nothing");
        for (String host : REFUSED) {
            for (String path : paths) {
                assertThat(get(client, "GET " + path + " HTTP/1.1", "Host: " + host))
                        .as(host)
                        .startsWith("HTTP/1.1 421")
                        .contains("host_not_allowed");
            }
        }
        assertThat(client.send(client.request("/metrics")).body())
                .contains("multvae_requests_refused_total{code=\"host_not_allowed\"} "
                        + (double) (REFUSED.size() * paths.size()));
    }

    @Test
    void no_host_two_hosts_and_two_different_ones_are_bad_requests() throws Exception {
        Client client = start(List.of(), Optional.empty());
        assertThat(get(client, "GET /health HTTP/1.1"))
                .startsWith("HTTP/1.1 400")
                .contains("bad_request");
        assertThat(get(client, "GET /health HTTP/1.1", "Host:")).startsWith("HTTP/1.1 400");
        assertThat(get(client, "GET /health HTTP/1.1", "Host: localhost", "Host: localhost"))
                .startsWith("HTTP/1.1 400");
        assertThat(get(client, "GET http://attacker.example/health HTTP/1.1", "Host: localhost"))
                .startsWith("HTTP/1.1 400");
        assertThat(get(client, "GET http://attacker.example/health HTTP/1.1", "Host: attacker.example"))
                .startsWith("HTTP/1.1 421");
        assertThat(get(client, "GET http://attacker.example/health HTTP/1.0")).startsWith("HTTP/1.1 421");
        assertThat(get(client, "GET /health HTTP/1.0", "Host: attacker.example"))
                .startsWith("HTTP/1.1 421");
        // no browser sends this; the health checks of old load balancers do
        assertThat(get(client, "GET /health HTTP/1.0")).startsWith("HTTP/1.1 200");
    }

    @Test
    void the_name_listened_at_and_the_machines_name_are_allowed_and_a_star_allows_all() throws Exception {
        AllowedHosts hosts = AllowedHosts.of("Recommender.example", List.of());
        assertThat(hosts.allows("recommender.example")).isTrue();
        assertThat(hosts.allows(InetAddress.getLocalHost().getHostName())).isTrue();
        assertThat(hosts.allows("")).isFalse();
        assertThat(AllowedHosts.of("127.0.0.1", List.of("*")).allows("any.example"))
                .isTrue();
        assertThat(AllowedHosts.local().allows("recommender.example")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "shop.example:80", "http://shop.example", "*.example", "a b", "shöp.example", "x\u001b[1m"})
    void a_host_that_no_request_can_name_is_the_users_to_correct(String host) {
        assertThatThrownBy(() -> AllowedHosts.of("127.0.0.1", List.of(host)))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith(
                        "--allowed-host: expected a host name without port, such as shop.example, or *, found \"")
                .hasMessageMatching("\\P{Cntrl}*");
    }

    @ParameterizedTest
    @CsvSource({"Authorization,'Bearer '", "authorization,'bEARER  '", "X-Api-Key,''"})
    void each_key_of_the_file_opens_what_needs_one(String header, String scheme) throws Exception {
        Client client = startWithKeys();
        for (String key : List.of(OLD_KEY, NEW_KEY)) {
            assertThat(client.send(client.request("/items?query=heat").header(header, scheme + key))
                            .statusCode())
                    .isEqualTo(200);
        }
        for (String key : List.of(
                OLD_KEY + "x", OLD_KEY.substring(1), "x", "# rotated in May", OLD_KEY.toUpperCase(Locale.ROOT))) {
            assertThat(client.send(client.request("/items?query=heat").header(header, scheme + key))
                            .statusCode())
                    .as(key)
                    .isEqualTo(401);
        }
    }

    @Test
    void without_a_key_only_the_probes_and_the_page_are_answered() throws Exception {
        Client client = startWithKeys();
        for (String path : List.of("/health", "/ready", "/", "/page.js", "/page.css", "/icon.svg")) {
            assertThat(client.send(client.request(path)).statusCode()).as(path).isEqualTo(200);
        }
        for (String path : List.of("/items?query=heat", "/metrics", "/openapi.json", "/nothing", "/recommendations")) {
            HttpResponse<String> refused = client.send(client.request(path));
            assertThat(refused.statusCode()).as(path).isEqualTo(401);
            assertThat(refused.headers().firstValue("WWW-Authenticate")).contains("Bearer realm=\"multvae\"");
            assertThat(refused.body()).contains("\"code\":\"unauthorized\"");
        }
        assertThat(client.post("{}").status()).isEqualTo(401);
        assertThat(client.send(client.request("/items?query=heat").header("Authorization", "Basic eDp5"))
                        .statusCode())
                .isEqualTo(401);
        assertThat(client.send(client.request("/metrics").header("X-Api-Key", NEW_KEY))
                        .body())
                .contains("multvae_requests_refused_total{code=\"unauthorized\"} 7.0");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|keys: expected one key per line, found none; make one with: openssl rand -base64 32",
                "'# none'|keys: expected one key per line, found none; make one with: openssl rand -base64 32",
                "'short-secret'|keys:1: expected a key of 16 to 512 visible ASCII characters without spaces, found 12 characters; make one with: openssl rand -base64 32",
                "'a secret with some spaces'|keys:1: expected a key of 16 to 512 visible ASCII characters without spaces, found other characters; make one with: openssl rand -base64 32"
            })
    void a_file_without_good_keys_is_the_users_to_correct_and_no_message_quotes_a_key(String content, String message)
            throws Exception {
        Path keys = Files.writeString(directory.resolve("keys"), content);
        assertThatThrownBy(() -> ApiKeys.read(keys))
                .isInstanceOf(UserError.class)
                .hasMessage(directory + "/" + message);
    }

    @Test
    void a_file_that_is_none_or_huge_is_the_users_to_correct() throws Exception {
        assertThatThrownBy(() -> ApiKeys.read(directory.resolve("none")))
                .isInstanceOf(UserError.class)
                .hasMessageEndingWith("found no such file or directory; correct --api-key-file");
        assertThatThrownBy(() -> ApiKeys.read(directory)).isInstanceOf(UserError.class);
        assertThatThrownBy(() -> ApiKeys.read(Path.of("/dev/zero")))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith("/dev/zero: expected a file of keys, found more than 65536 bytes");
    }

    @Test
    void keys_are_rotated_without_a_restart_and_a_bad_file_changes_nothing() throws Exception {
        Path file = Files.writeString(directory.resolve("keys"), OLD_KEY);
        ApiKeys keys = ApiKeys.read(file);
        assertAccepted(keys, OLD_KEY);

        Files.writeString(file, OLD_KEY + "\nshort");
        keys.renew();
        assertAccepted(keys, OLD_KEY);
        Files.delete(file);
        keys.renew();
        assertAccepted(keys, OLD_KEY);

        Files.writeString(file, OLD_KEY + "\n" + NEW_KEY);
        keys.renew();
        assertAccepted(keys, OLD_KEY, NEW_KEY);
        Files.writeString(file, NEW_KEY);
        keys.renew();
        assertAccepted(keys, NEW_KEY);
    }

    private static void assertAccepted(ApiKeys keys, String... expected) {
        assertThat(Stream.of(OLD_KEY, NEW_KEY)
                        .filter(key -> keys.accept(HttpFields.build().put("X-Api-Key", key))))
                .containsExactly(expected);
    }

    @ParameterizedTest
    @CsvSource({"rw-r--r--,1", "rw-r-----,0", "rw-------,0"})
    void a_file_that_everyone_can_read_is_warned_of(String permissions, int warnings) throws Exception {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        Logger logger = (Logger) LoggerFactory.getLogger(ApiKeys.class);
        log.start();
        logger.addAppender(log);
        try {
            Path keys = Files.writeString(directory.resolve("keys"), OLD_KEY);
            ApiKeys.read(Files.setPosixFilePermissions(keys, PosixFilePermissions.fromString(permissions)));
        } finally {
            logger.detachAppender(log);
        }
        assertThat(log.list).hasSize(warnings);
    }
}
