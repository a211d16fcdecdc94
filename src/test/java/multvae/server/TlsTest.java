package multvae.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import multvae.io.UserError;
import multvae.serving.Bundles;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The service behind a certificate that the JDK's keytool makes, asked by the JDK's client. */
final class TlsTest {

    private static final String PASSWORD = "a pässword";

    /** Has a key store that the tests take copies of: keytool takes a second to make one. */
    @TempDir
    private static Path shared;

    private static Path made;

    @TempDir
    private Path directory;

    private RecommendationServer server;

    @BeforeAll
    static void make() throws Exception {
        made = keyStore(shared);
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    private Path keyStore() throws IOException {
        return Files.copy(made, directory.resolve("server.p12"));
    }

    private static Path keyStore(Path directory, String... more) throws Exception {
        Path file = directory.resolve("server.p12");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-J-Dfile.encoding=UTF-8",
                "-J-Dsun.jnu.encoding=UTF-8",
                "-genkeypair",
                "-alias",
                "multvae",
                "-keyalg",
                "EC",
                "-storetype",
                "PKCS12",
                "-keystore",
                file.toString(),
                "-storepass:file",
                Files.writeString(directory.resolve("password"), "a-password").toString(),
                "-dname",
                "CN=localhost",
                "-ext",
                "SAN=dns:localhost,ip:127.0.0.1"));
        Collections.addAll(command, more);
        Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(keytool.waitFor()).as(said).isZero();
        return file;
    }

    private void start(Path keyStore, Duration patience, String... allowedHosts) throws IOException {
        ServerOptions options = new ServerOptions(
                "127.0.0.1",
                0,
                List.of(allowedHosts),
                Optional.empty(),
                Optional.of(new ServerOptions.Tls(keyStore, "a-password")),
                100,
                100,
                Duration.ZERO);
        server = RecommendationServer.start(
                Bundles.byHand(directory.resolve("bundle")),
                options,
                TestLimits.patience(patience),
                Duration.ofSeconds(1));
    }

    private static SSLContext trusting(Path keyStore) throws Exception {
        KeyStore own = KeyStore.getInstance(keyStore.toFile(), "a-password".toCharArray());
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("multvae", own.getCertificate("multvae"));
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        return context;
    }

    private HttpResponse<String> get(Path keyStore, String path, String protocol) throws Exception {
        HttpClient client = HttpClient.newBuilder()
                .sslContext(trusting(keyStore))
                .sslParameters(new SSLParameters(null, new String[] {protocol}))
                .build();
        return client.send(
                HttpRequest.newBuilder(URI.create("https://localhost:" + server.port() + path))
                        .build(),
                BodyHandlers.ofString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void a_client_that_trusts_the_certificate_is_answered(String protocol) throws Exception {
        Path keyStore = keyStore();
        start(keyStore, Limits.DEFAULT.patience());
        HttpResponse<String> response = get(keyStore, "/health", protocol);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.sslSession().orElseThrow().getProtocol()).isEqualTo(protocol);
        assertThat(response.body()).contains(server.modelVersion());
    }

    @Test
    void old_protocols_strangers_and_plain_http_are_refused() throws Exception {
        Path keyStore = keyStore();
        start(keyStore, Limits.DEFAULT.patience());
        assertThatThrownBy(() -> get(keyStore, "/health", "TLSv1.1")).isInstanceOf(IOException.class);
        HttpClient stranger = HttpClient.newHttpClient();
        HttpRequest request = HttpRequest.newBuilder(URI.create("https://localhost:" + server.port() + "/health"))
                .build();
        assertThatThrownBy(() -> stranger.send(request, BodyHandlers.ofString()))
                .isInstanceOf(SSLException.class);
        Client plain = Client.of(server);
        assertThatIOException().isThrownBy(() -> plain.get("/health"));
        assertThat(get(keyStore, "/ready", "TLSv1.3").statusCode()).isEqualTo(200);
    }

    /** RFC 9112, 3.2, in a TLS connection whose client names a server (RFC 6066, 3) and checks no name. */
    private String answer(Path keyStore, String serverName, String host) throws Exception {
        try (SSLSocket socket = (SSLSocket)
                trusting(keyStore).getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), server.port())) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setServerNames(List.of(new SNIHostName(serverName)));
            socket.setSSLParameters(parameters);
            String request = "GET /health HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** The certificate is for localhost and 127.0.0.1. A client decides what it accepts, as curl -k and Kubernetes's probes do. */
    @Test
    void the_hosts_that_are_allowed_need_not_be_in_the_certificate() throws Exception {
        Path keyStore = keyStore();
        start(keyStore, Limits.DEFAULT.patience(), "shop.example");
        for (String host : List.of("shop.example", "192.0.2.7", "[2001:db8::1]:8443", "localhost")) {
            for (String serverName : List.of("shop.example", "localhost")) {
                assertThat(answer(keyStore, serverName, host)).as(host).startsWith("HTTP/1.1 200");
            }
        }
        for (String serverName : List.of("attacker.example", "localhost")) {
            assertThat(answer(keyStore, serverName, "attacker.example"))
                    .startsWith("HTTP/1.1 421")
                    .contains("host_not_allowed");
        }
    }

    @Test
    void a_handshake_that_does_not_go_on_is_given_up() throws Exception {
        start(keyStore(), Duration.ofMillis(500));
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
            socket.setSoTimeout(60_000);
            byte[] start = {0x16, 3, 1, 2, 0, 1, 0, 1, (byte) 0xfc, 3, 3}; // of a ClientHello
            assertThatIOException().isThrownBy(() -> {
                for (int k = 0; k < 500; k++) { // what follows would be its random bytes
                    socket.getOutputStream().write(k < start.length ? start[k] : 7);
                    Thread.sleep(60);
                }
            });
        }
    }

    private void assertRefused(Path keyStore, String password, String message) {
        assertThatThrownBy(() -> Certificate.open(new ServerOptions.Tls(keyStore, password)))
                .isInstanceOf(UserError.class)
                .hasMessageMatching(Pattern.quote(keyStore.toString()) + ": " + message);
    }

    @Test
    void a_file_that_is_no_good_key_store_is_the_users_to_correct() throws Exception {
        String how = "; see docs/serving.md for how to make one";
        Path good = keyStore();
        assertRefused(good, "another", "expected the password of the key store and its key, found another one; .*");
        assertRefused(good, PASSWORD, "expected the password of the key store and its key, found another one; .*");
        assertRefused(good, "", "expected the password of the key store and its key, found .*");
        Path none = directory.resolve("none.p12");
        assertRefused(none, "x", "expected a key store in PKCS12, found no such file or directory" + how);
        assertRefused(directory, "x", "expected a PKCS12 key store, found no regular file" + how);
        Path text = Files.writeString(directory.resolve("text.p12"), "-----BEGIN CERTIFICATE-----\n");
        assertRefused(text, "x", "expected a key store in PKCS12, found another format" + how);
        Path empty = Files.writeString(directory.resolve("empty.p12"), "");
        assertRefused(empty, "x", "expected a key store in PKCS12, found .*" + how);
        byte[] cut = Arrays.copyOf(Files.readAllBytes(good), 500);
        assertRefused(
                Files.write(directory.resolve("cut.p12"), cut),
                "a-password",
                "expected a key store in PKCS12, found .*");
    }

    @Test
    void an_expired_certificate_is_the_users_to_renew() throws Exception {
        assertRefused(
                keyStore(directory, "-startdate", "-3d", "-validity", "1"),
                "a-password",
                "expected a certificate that is valid now, found one from \\S+Z to \\S+Z; renew it, or correct .*");
    }

    @Test
    void a_key_store_without_a_private_key_is_the_users_to_correct() throws Exception {
        Path own = keyStore();
        KeyStore certificates = KeyStore.getInstance("PKCS12");
        certificates.load(null, null);
        certificates.setCertificateEntry(
                "multvae",
                KeyStore.getInstance(own.toFile(), "a-password".toCharArray()).getCertificate("multvae"));
        Path file = directory.resolve("certificates.p12");
        try (var out = Files.newOutputStream(file)) {
            certificates.store(out, "a-password".toCharArray());
        }
        assertRefused(file, "a-password", "expected a private key with its certificate, found certificates only; .*");
    }

    /** As {@code openssl pkcs12 -export -nocerts} and {@code keytool -genseckey} make them. */
    @Test
    void a_key_without_its_certificate_is_the_users_to_correct() throws Exception {
        char[] password = "a-password".toCharArray();
        String algorithm = "PBEWithSHA1AndDESede";
        Cipher cipher = Cipher.getInstance(algorithm);
        cipher.init(
                Cipher.ENCRYPT_MODE, SecretKeyFactory.getInstance(algorithm).generateSecret(new PBEKeySpec(password)));
        byte[] key = KeyPairGenerator.getInstance("EC")
                .generateKeyPair()
                .getPrivate()
                .getEncoded();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        keys.setKeyEntry(
                "private", new EncryptedPrivateKeyInfo(cipher.getParameters(), cipher.doFinal(key)).getEncoded(), null);
        keys.setKeyEntry("secret", new SecretKeySpec(new byte[16], "AES"), password, null);
        for (String alias : List.of("private", "secret")) {
            Path file = directory.resolve(alias + ".p12");
            try (var out = Files.newOutputStream(file)) {
                keys.store(out, password);
            }
            assertRefused(
                    file,
                    "a-password",
                    "expected a private key with its certificate, found a key without a certificate; .*");
            keys.deleteEntry(alias);
        }
    }

    @Test
    void a_renewed_certificate_is_used_without_a_restart_and_a_bad_one_is_not() throws Exception {
        Path keyStore = keyStore();
        start(keyStore, Limits.DEFAULT.patience());
        Path old = Files.move(keyStore, directory.resolve("old.p12"));
        Files.writeString(keyStore, "half a file");
        Thread.sleep(1500); // for it to be seen
        assertThat(get(old, "/health", "TLSv1.3").statusCode()).isEqualTo(200);
        Files.delete(keyStore);
        SSLContext trustsNew = trusting(keyStore(directory)); // in the old one's place
        HttpRequest request = HttpRequest.newBuilder(URI.create("https://localhost:" + server.port() + "/health"))
                .build();
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        while (true) {
            try {
                HttpClient client =
                        HttpClient.newBuilder().sslContext(trustsNew).build();
                assertThat(client.send(request, BodyHandlers.ofString()).statusCode())
                        .isEqualTo(200);
                break;
            } catch (SSLException e) {
                assertThat(System.nanoTime()).as("still the old certificate").isLessThan(end);
                Thread.sleep(100);
            }
        }
    }

    @Test
    void a_stop_under_tls_ends_in_time() throws Exception {
        Path keyStore = keyStore();
        start(keyStore, Limits.DEFAULT.patience());
        get(keyStore, "/health", "TLSv1.3");
        long begin = System.nanoTime();
        server.close();
        assertThat(System.nanoTime() - begin).isLessThan(TimeUnit.SECONDS.toNanos(14));
    }
}
