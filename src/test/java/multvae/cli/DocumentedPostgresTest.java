package multvae.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The command of docs/data.md that reads a table of PostgreSQL, as a process of its own with a password in its environment. It
 * skips if no PostgreSQL can be started here.
 */
final class DocumentedPostgresTest {

    private static final String PASSWORD = "correct horse & staple";

    private static EmbeddedPostgres postgres;

    @TempDir
    private static Path passwords;

    @TempDir
    private Path directory;

    @BeforeAll
    static void start() throws IOException {
        Path file = Files.writeString(
                passwords.resolve("pg_hba.conf"),
                "host all postgres 127.0.0.1/32 trust\nhost all all 127.0.0.1/32 scram-sha-256\n");
        passwords.toFile().setExecutable(true, false); // the server may run as another user
        file.toFile().setReadable(true, false);
        try {
            postgres = EmbeddedPostgres.builder()
                    .setServerConfig("hba_file", file.toString())
                    .start();
        } catch (IOException | RuntimeException e) {
            abort("no PostgreSQL can be started here: " + e.getMessage());
        }
    }

    @AfterAll
    static void stop() throws IOException {
        if (postgres != null) {
            postgres.close();
        }
    }

    private static OwnData orders() {
        return new OwnData(
                "orders",
                "",
                number -> "" + (1000 + number),
                number -> "sku-" + number,
                number -> "Tea, no. " + number,
                false,
                true,
                row -> "(" + (1000 + row.user()) + ", 'sku-" + row.item() + "', 'Tea, no. " + row.item() + "')",
                lines -> {
                    try (Connection connection = postgres.getPostgresDatabase().getConnection();
                            Statement statement = connection.createStatement()) {
                        statement.execute("create role reader login password '" + PASSWORD + "'");
                        statement.execute(
                                "create table orders (customer_id bigint, product_id text, product_name text)");
                        statement.execute("insert into orders values " + String.join(", ", lines));
                        statement.execute("grant select on orders to reader");
                    } catch (SQLException e) {
                        throw new IOException(e);
                    }
                });
    }

    @Test
    void the_documented_command_reads_the_table_and_tells_nobody_the_password() throws Exception {
        orders().files().write(orders().lines());
        String command = DataPage.table("Forms of data").stream()
                .filter(row -> row.get(0).contains("PostgreSQL"))
                .findFirst()
                .orElseThrow()
                .get(2)
                .replace("postgresql://localhost/shop", "postgresql://127.0.0.1:" + postgres.getPort() + "/postgres");
        Path output = directory.resolve("output");

        assertThat(run(command, Map.of(), output)).isEqualTo(Failures.USER_ERROR);
        assertThat(Files.readString(output))
                .contains("in the environment variable SHOP_PASSWORD, found no such variable");

        Map<String, String> environment = new HashMap<>(Map.of("SHOP_PASSWORD", "wrong"));
        assertThat(run(command, environment, output)).isEqualTo(Failures.USER_ERROR);
        assertThat(Files.readString(output)).contains("password authentication failed");

        environment.put("SHOP_PASSWORD", PASSWORD);
        assertThat(run(command, environment, output))
                .as(Files.readString(output))
                .isZero();
        DocumentedDataTest.assertRead(directory.resolve("run"), orders().expected());
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain(PASSWORD);
            }
        }
    }

    private int run(String command, Map<String, String> environment, Path output) throws Exception {
        List<String> words = new ArrayList<>(Program.java());
        words.addAll(List.of(DocumentedDataTest.arguments(command, directory)));
        ProcessBuilder builder =
                new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        return builder.start().waitFor();
    }
}
