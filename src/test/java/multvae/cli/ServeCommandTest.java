package multvae.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import multvae.serving.Bundles;
import multvae.training.StopRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code serve} refuses before it listens. What it serves is RecommendationServerTest's. */
final class ServeCommandTest {

    @TempDir
    private Path directory;

    private String refused(String... more) throws Exception {
        Path bundle = directory.resolve("bundle");
        if (!Files.exists(bundle)) {
            Bundles.byHand(bundle);
        }
        List<String> arguments = new ArrayList<>(List.of("serve", "--run", bundle.toString(), "--port", "0"));
        arguments.addAll(Arrays.asList(more));
        try (ErrorLog log = new ErrorLog()) {
            assertThat(Commands.execute(new StopRequest(), arguments.toArray(String[]::new)))
                    .isEqualTo(Failures.USER_ERROR);
            return log.errors();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--connections 0|--connections: expected 1 to 1000000, found 0; correct it",
                "--connections-per-client -1|--connections-per-client: expected 1 to 1000000, found -1; correct it",
                "--model ease --connections 0|--connections: expected 1 to 1000000, found 0; correct it",
                "--stop-delay 121|--stop-delay: expected 0 to 120, found 121; correct it",
                "--allowed-host shop.example:80|--allowed-host: expected a host name without port, such as shop.example, or *, "
                        + "found \"shop.example:80\"; correct it",
                "--tls-password-file x|--tls-password-file: expected --tls-key-store beside it, found none; add it",
                "--tls-key-store x|--tls-key-store: expected its password in a file, or in the environment variable "
                        + "MULTVAE_TLS_PASSWORD, found neither; add --tls-password-file or set the variable",
                "--tls-key-store x --tls-password-file no-such-file|no-such-file: expected a password, found no such file or "
                        + "directory; correct --tls-password-file",
                "--model ease --api-key-file no-such-file|no-such-file: expected a file of keys, found no such file or "
                        + "directory; correct --api-key-file"
            })
    void a_wrong_option_is_one_line_and_exit_2(String options, String message) throws Exception {
        assertThat(refused(options.split(" "))).isEqualTo(message);
    }

    @Test
    void an_address_that_is_empty_is_one_line_and_exit_2() throws Exception {
        assertThat(refused("--host", ""))
                .isEqualTo("--host: expected an address to listen at, found none; name one, such as 0.0.0.0");
    }

    @ParameterizedTest
    @CsvSource({"::1, [::1]", "[::1], [::1]", "127.0.0.1, 127.0.0.1", "shop.example, shop.example"})
    void an_ipv6_address_is_in_brackets_once(String host, String shown) {
        assertThat(ServeCommand.shown(host)).isEqualTo(shown);
    }

    /** Without a file for the next connection none would be accepted, and a client that holds all would keep the others out. */
    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void more_connections_than_the_limit_on_open_files_has_room_for_are_one_line_and_exit_2() throws Exception {
        Path bundle = Bundles.byHand(directory.resolve("bundle"));
        Program.Result result = Program.runLimited(
                directory.resolve("output"),
                "ulimit -n 500",
                List.of(),
                List.of("serve", "--run", bundle.toString(), "--port", "0", "--connections", "450"));
        assertThat(result.exitCode()).as(result.output()).isEqualTo(Failures.USER_ERROR);
        assertThat(result.output())
                .isEqualToIgnoringNewLines(
                        "--connections: expected a limit on open files that leaves room for 450, found a "
                                + "limit of 500; raise it with ulimit -n 514, or lower --connections\n");
    }

    @Test
    void a_wrong_password_is_one_line_and_exit_2_and_not_quoted() throws Exception {
        Path keyStore = Files.writeString(directory.resolve("server.p12"), "no key store");
        Path password = Files.writeString(directory.resolve("password"), "secret\n");
        assertThat(refused(
                        "--model",
                        "ease",
                        "--tls-key-store",
                        keyStore.toString(),
                        "--tls-password-file",
                        password.toString()))
                .isEqualTo(keyStore
                        + ": expected a key store in PKCS12, found another format; see docs/serving.md for how to "
                        + "make one");
    }
}
