package multvae.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A TLS server whose certificate nobody should trust: expired, and signed by itself. */
@Timeout(60)
final class CertificateTest {

    private static final char[] PASSWORD = "changeit".toCharArray();

    @Test
    void a_bad_certificate_has_its_own_message_and_http_as_the_way_round(@TempDir Path temp) throws Exception {
        Archives archives = new Archives(temp.resolve("archives"));
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(expired(temp.resolve("keys.p12"))));
        server.start();
        try {
            String authority = "://127.0.0.1:" + server.getAddress().getPort() + "/datasets";
            Throwable error = catchThrowable(() -> archives.store("https" + authority, DownloadProgress.NONE)
                    .fetch(TestArchive.datasetOf(Archives.ZIP)));
            archives.assertTellsTheWaysRound(error, "https" + authority);
            assertThat(error)
                    .hasMessageContaining("expected a TLS certificate to trust")
                    .hasMessageContaining("set data.url to http" + authority + " (the archive's checksum is verified");
        } finally {
            server.stop(0);
        }
    }

    private static SSLContext expired(Path keys) throws Exception {
        String tool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        String options = "-genkeypair -alias server -keyalg EC -dname CN=127.0.0.1 -ext san=ip:127.0.0.1"
                + " -startdate -10d -validity 1 -storetype PKCS12 -storepass changeit -keystore";
        List<String> command = new ArrayList<>(List.of(tool));
        command.addAll(List.of(options.split(" ", -1)));
        command.add(keys.toString());
        Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(keytool.waitFor()).as(said).isZero();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keys)) {
            store.load(in, PASSWORD);
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        return context;
    }
}
