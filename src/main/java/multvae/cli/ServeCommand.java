package multvae.cli;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import multvae.io.IoReason;
import multvae.io.UserError;
import multvae.server.RecommendationServer;
import multvae.server.ServerOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Serves recommendations over HTTP until a signal stops it. */
@Command(
        name = "serve",
        description = "Serves recommendations over HTTP, with a page to try them on, until Ctrl-C or SIGTERM.")
final class ServeCommand implements Callable<Integer> {

    static final String NAME = "serve";

    private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);
    private static final int MAX_PORT = 65_535;
    private static final int MAX_CONNECTIONS = 1_000_000;
    private static final int MAX_STOP_DELAY_SECONDS = 120; // Ending halts a process that takes longer to end
    private static final int OTHER_FILES = 64; // beside the connections: the JVM's, a new model's
    private static final int MAX_PASSWORD_BYTES = 4096;
    private static final String PASSWORD_VARIABLE = "MULTVAE_TLS_PASSWORD";

    @Option(
            names = "--run",
            required = true,
            paramLabel = "DIRECTORY",
            description = "the directory of a run or a bundle")
    private Path run;

    @Mixin
    private ModelOption model = new ModelOption();

    @Option(names = "--host", paramLabel = "ADDRESS", description = "the address to listen at (${DEFAULT-VALUE})")
    private String host = ServerOptions.DEFAULT_HOST;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "the port to listen at, 0 for any free one (${DEFAULT-VALUE})")
    private int port = ServerOptions.DEFAULT_PORT;

    @Option(
            names = "--allowed-host",
            paramLabel = "NAME",
            description =
                    "a host that requests may name, besides IP addresses, localhost and this machine's name; may be "
                            + "repeated; * allows all")
    private List<String> allowedHosts = new ArrayList<>();

    @Option(
            names = "--api-key-file",
            paramLabel = "FILE",
            description = "keys, one per line: requests need one of them (none is needed)")
    private Path apiKeyFile;

    @Option(
            names = "--tls-key-store",
            paramLabel = "FILE",
            description = "a private key and its certificate in PKCS12: the service speaks HTTPS (plain HTTP)")
    private Path tlsKeyStore;

    @Option(
            names = "--tls-password-file",
            paramLabel = "FILE",
            description = "the key store's password (the environment variable " + PASSWORD_VARIABLE + ")")
    private Path tlsPasswordFile;

    @Option(
            names = "--connections",
            paramLabel = "N",
            description = "how many connections may be open at once (${DEFAULT-VALUE})")
    private int connections = ServerOptions.DEFAULT_CONNECTIONS;

    @Option(
            names = "--connections-per-client",
            paramLabel = "N",
            description =
                    "how many of these may come from one address; raise it if a proxy stands in front of the service "
                            + "(${DEFAULT-VALUE})")
    private int connectionsPerClient = ServerOptions.DEFAULT_CONNECTIONS_PER_CLIENT;

    @Option(
            names = "--stop-delay",
            paramLabel = "SECONDS",
            description = "how long requests are still accepted after SIGTERM, while /ready says no (${DEFAULT-VALUE})")
    private int stopDelaySeconds = 0;

    @Override
    public Integer call() throws IOException, InterruptedException {
        ServerOptions options = options();
        RecommendationServer server = RecommendationServer.start(() -> model.opened(run), options);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server), "stop"));
        LOG.info(
                "model {}: listening on {}://{}:{}/",
                server.modelVersion(),
                tlsKeyStore == null ? "http" : "https",
                shown(host),
                server.port());
        server.join();
        return ExitCode.OK;
    }

    private ServerOptions options() {
        check("--port", port, 0, MAX_PORT);
        check("--connections", connections, 1, MAX_CONNECTIONS);
        check("--connections-per-client", connectionsPerClient, 1, MAX_CONNECTIONS);
        check("--stop-delay", stopDelaySeconds, 0, MAX_STOP_DELAY_SECONDS);
        checkOpenFiles();
        if (host.isBlank()) { // a variable that is not set; Java would take it for this machine alone
            throw new UserError("--host", "an address to listen at", "none", "name one, such as 0.0.0.0");
        }
        return new ServerOptions(
                host,
                port,
                allowedHosts,
                Optional.ofNullable(apiKeyFile),
                tls(),
                connections,
                connectionsPerClient,
                Duration.ofSeconds(stopDelaySeconds));
    }

    /** Jetty cannot accept a connection for which there is no file, so none would give way to it. */
    private void checkOpenFiles() {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
            long files = system.getMaxFileDescriptorCount(); // negative if there is no limit
            if (files >= 0 && files < connections + OTHER_FILES) {
                throw new UserError(
                        "--connections",
                        "a limit on open files that leaves room for " + connections,
                        "a limit of " + files,
                        "raise it with ulimit -n " + (connections + OTHER_FILES) + ", or lower --connections");
            }
        }
    }

    private static void check(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw new UserError(option, least + " to " + most, String.valueOf(value), "correct it");
        }
    }

    private Optional<ServerOptions.Tls> tls() {
        if (tlsKeyStore == null) {
            if (tlsPasswordFile != null) {
                throw new UserError("--tls-password-file", "--tls-key-store beside it", "none", "add it");
            }
            return Optional.empty();
        }
        String password = tlsPasswordFile == null ? System.getenv(PASSWORD_VARIABLE) : firstLine(tlsPasswordFile);
        if (password == null) {
            throw new UserError(
                    "--tls-key-store",
                    "its password in a file, or in the environment variable " + PASSWORD_VARIABLE,
                    "neither",
                    "add --tls-password-file or set the variable");
        }
        return Optional.of(new ServerOptions.Tls(tlsKeyStore, password));
    }

    /** An editor puts a line feed behind a password. */
    private static String firstLine(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            String text = new String(in.readNBytes(MAX_PASSWORD_BYTES), StandardCharsets.UTF_8);
            return text.lines().findFirst().orElse("");
        } catch (IOException e) {
            throw new UserError(file.toString(), "a password", IoReason.of(e), "correct --tls-password-file", e);
        }
    }

    private static void stop(RecommendationServer server) {
        System.err.println("stopping: open requests are answered first");
        server.close();
    }

    /** An IPv6 address is in brackets in a URL. */
    static String shown(String host) {
        return host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
    }
}
