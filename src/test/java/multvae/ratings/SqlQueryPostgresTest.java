package multvae.ratings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.abort;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import multvae.config.Database;
import multvae.io.UserError;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** With a real PostgreSQL, started for these tests; they skip if it cannot be. */
final class SqlQueryPostgresTest {

    private static final String PASSWORD = "hunter2 & co";
    private static final Map<String, String> ENVIRONMENT = Map.of("SHOP_PASSWORD", PASSWORD);

    private static EmbeddedPostgres postgres;

    @TempDir
    Path directory;

    @BeforeAll
    static void start() throws SQLException {
        try {
            postgres = EmbeddedPostgres.builder()
                    // Passwords count: its own default trusts every local user.
                    .setServerConfig("hba_file", passwords().toString())
                    .start();
        } catch (IOException | RuntimeException e) {
            abort("no PostgreSQL can be started here: " + e.getMessage());
        }
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create role reader login password '" + PASSWORD + "'");
            statement.execute("create table ratings as select n / 1000 as user_id, n as item, 4.50::numeric(10, 2) as"
                    + " stars, timestamptz '2020-01-02 03:04:05+02' as at from generate_series(0, 299999) as n");
            statement.execute("grant select on ratings to reader");
        }
    }

    private static Path passwords() throws IOException {
        Path file = Files.createTempFile("pg_hba", ".conf");
        file.toFile().deleteOnExit();
        file.toFile().setReadable(true, false); // the server may run as another user
        return Files.writeString(
                file, "host all postgres 127.0.0.1/32 trust\nhost all all 127.0.0.1/32 scram-sha-256\n");
    }

    @AfterAll
    static void stop() throws IOException {
        if (postgres != null) {
            postgres.close();
        }
    }

    private static String url() {
        return "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/postgres";
    }

    private Path file() {
        return directory.resolve("query.csv");
    }

    private SqlQuery.Result write(String query, String url, Map<String, String> environment) {
        Database reader = new Database(url, Optional.of("reader"), Optional.of("SHOP_PASSWORD"));
        return SqlQuery.writeCsv(query, Optional.of(reader), environment::get, file());
    }

    private UserError error(String query, String url, Map<String, String> environment) {
        UserError error = catchThrowableOfType(UserError.class, () -> write(query, url, environment));
        StringWriter trace = new StringWriter();
        error.printStackTrace(new PrintWriter(trace));
        environment.values().forEach(password -> assertThat(trace.toString()).doesNotContain(password));
        assertThat(error.getMessage()).doesNotContain("\n");
        return error;
    }

    private UserError error(String query) {
        return error(query, url(), ENVIRONMENT);
    }

    @Test
    void a_role_that_may_only_read_gets_every_row_and_its_password_is_not_in_the_file() throws IOException {
        SqlQuery.Result result = write("select * from ratings order by item", url(), ENVIRONMENT);

        assertThat(result).isEqualTo(new SqlQuery.Result(List.of("user_id", "item", "stars", "at"), 300_000));
        List<String> lines = Files.readAllLines(file());
        assertThat(lines).hasSize(300_001).noneMatch(line -> line.contains(PASSWORD));
        assertThat(lines.get(0)).isEqualTo("user_id,item,stars,at");
        assertThat(lines.get(300_000)).isEqualTo("299,299999,4.5,2020-01-02T01:04:05Z");
    }

    /** Were the rows held until all of them are there, the failure would come before the first of them is written. */
    @Test
    void rows_are_written_while_the_query_runs() throws IOException {
        UserError error = error("select item, 1 / (299999 - item) as n from ratings");

        assertThat(error.found()).contains("division by zero");
        assertThat(Files.size(file())).isGreaterThan(1_000_000);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "260::float8 | 260",
                "4.50::numeric | 4.5",
                "1e20::numeric | 100000000000000000000",
                "true | true",
                "date '2020-01-02' | 2020-01-02",
                "timestamp '2020-01-02 03:04:05' | 2020-01-02T03:04:05",
                "timestamptz '2020-01-02 03:04:05+02' | 2020-01-02T01:04:05Z",
                "time '03:04:05' | 03:04:05",
                "timetz '03:04:05+02' | 01:04:05Z",
                "'4ac7a9e9-607c-4c8a-84f3-843f0191e3fd'::uuid | 4ac7a9e9-607c-4c8a-84f3-843f0191e3fd",
                "'{1}'::text | {1}",
                "'[1]'::jsonb | [1]",
                "null::int | ",
                "null::timestamptz | "
            })
    void a_value_is_written_plainly(String sql, String text) throws IOException {
        write("select 1 as first, " + sql + " as value", url(), ENVIRONMENT);

        assertThat(Files.readString(file())).isEqualTo("first,value\n1," + (text == null ? "" : text) + "\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'a'::bytea | bytea",
                "array[1] | _int4",
                "interval '1 day' | interval",
                "point(1, 2) | point",
                "row(1, 2) | record"
            })
    void a_type_without_a_plain_text_is_an_error_that_names_the_column(String sql, String type) {
        assertThat(error("select " + sql + " as odd").found()).isEqualTo("a column of type " + type + ": odd");
    }

    @Test
    void an_infinite_date_is_an_error() {
        assertThat(error("select timestamptz 'infinity' as at").found()).contains("an infinite one: at");
        assertThat(error("select date '-infinity' as at").found()).contains("an infinite one: at");
    }

    @Test
    void a_wrong_password_is_an_error_that_repeats_no_password() {
        UserError error = error("select 1 as a", url(), Map.of("SHOP_PASSWORD", "wrong1"));

        assertThat(error.where()).isEqualTo("data.jdbc.url");
        assertThat(error.expected()).isEqualTo("a user and a password that the database accepts");
        assertThat(error.found()).contains("password authentication failed for user \"reader\"");
        assertThat(error.getMessage()).doesNotContain(PASSWORD);
    }

    @Test
    void a_server_that_is_down_is_an_error_of_the_address() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }

        UserError error = error("select 1 as a", "jdbc:postgresql://127.0.0.1:" + free + "/postgres", ENVIRONMENT);

        assertThat(error.where()).isEqualTo("data.jdbc.url");
        assertThat(error.found()).contains("refused");
    }

    @Test
    void a_database_that_repeats_the_password_is_not_repeated() {
        UserError error = error("select cast('" + PASSWORD + "' as integer) as n");

        assertThat(error.found()).contains("invalid input syntax for type integer: \"***\"");
        assertThat(error).hasNoCause();
    }

    @Test
    void a_query_that_fails_is_told_in_the_database_s_words() {
        UserError error = error("select stars from rating");

        assertThat(error.where()).isEqualTo("data.query");
        assertThat(error.found()).contains("relation \"rating\" does not exist");
        assertThat(error).hasCauseInstanceOf(SQLException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "set work_mem = '1MB' | a statement that returns none",
                "select 1 as a where false | none",
                "select | a statement that returns none",
                "select 1, 2 | two columns \"?column?\"",
                "create table t (a integer) | ERROR: cannot execute CREATE TABLE in a read-only transaction",
            })
    void what_is_no_table_is_an_error(String query, String found) {
        assertThat(error(query).found()).isEqualTo(found);
    }
}
