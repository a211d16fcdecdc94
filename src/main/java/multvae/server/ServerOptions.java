package multvae.server;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How the service is reached, and by whom.
 *
 * @param host the address to listen at
 * @param port 0 for any free one
 * @param allowedHosts what requests may name as their host, besides IP addresses, localhost, {@code host} and this
 *     machine's name; {@code *} allows all
 * @param apiKeyFile one key per line; without it, nobody needs a key
 * @param tls without it, the service speaks plain HTTP
 * @param connections open at once
 * @param connectionsPerClient of these, from one address
 * @param stopDelay for which the service still accepts requests after it has been told to stop
 */
public record ServerOptions(
        String host,
        int port,
        List<String> allowedHosts,
        Optional<Path> apiKeyFile,
        Optional<Tls> tls,
        int connections,
        int connectionsPerClient,
        Duration stopDelay) {

    public static final String DEFAULT_HOST = "127.0.0.1";
    public static final int DEFAULT_PORT = 8080;
    public static final int DEFAULT_CONNECTIONS = 1024;
    public static final int DEFAULT_CONNECTIONS_PER_CLIENT = 256;

    /**
     * The service's certificate.
     *
     * @param keyStore in PKCS12: a private key and its certificates
     * @param password of the key store and of its key
     */
    public record Tls(Path keyStore, String password) {

        /** Without the password. */
        @Override
        public String toString() {
            return "Tls[" + keyStore + "]";
        }
    }

    public ServerOptions {
        allowedHosts = List.copyOf(allowedHosts);
    }

    /** The defaults of all others. */
    public static ServerOptions at(String host, int port) {
        return new ServerOptions(
                host,
                port,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                DEFAULT_CONNECTIONS,
                DEFAULT_CONNECTIONS_PER_CLIENT,
                Duration.ZERO);
    }
}
