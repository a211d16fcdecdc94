package multvae.ratings;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.TimeZone;
import multvae.config.Database;
import multvae.io.CsvRecords;
import multvae.io.UserError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** With DuckDB in the process. */
final class SqlQueryTest {

    @TempDir
    Path directory;

    private SqlQuery.Result write(String query) {
        return DuckDbQuery.write(query, file());
    }

    private Path file() {
        return directory.resolve("query.csv");
    }

    private String csv(String query) throws IOException {
        write(query);
        return Files.readString(file());
    }

    private static void duckDb(String url, String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    @Test
    void the_rows_of_several_parquet_files_come_in_the_order_of_the_files() throws Exception {
        duckDb(
                "jdbc:duckdb:",
                "copy (select 260.0::double as user_id, 'B00' as asin, 4.5 as stars) to '" + directory + "/b.parquet'",
                "copy (select 7.0::double as user_id, 'A00' as asin, 5.0 as stars) to '" + directory + "/a.parquet'");

        SqlQuery.Result result = write("select user_id, asin, stars from '" + directory + "/*.parquet';");

        assertThat(result).isEqualTo(new SqlQuery.Result(List.of("user_id", "asin", "stars"), 2));
        assertThat(Files.readString(file())).isEqualTo("user_id,asin,stars\n7,A00,5\n260,B00,4.5\n");
    }

    @Test
    void lines_of_json_are_read_too() throws IOException {
        Path json = Files.writeString(
                directory.resolve("reviews.jsonl"), "{\"user\":1,\"item\":\"x\"}\n{\"user\":2,\"item\":null}\n");

        assertThat(csv("select * from read_json('" + json + "')")).isEqualTo("user,item\n1,x\n2,\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cast(-1 as tinyint) | -1",
                "cast(255 as utinyint) | 255",
                "cast(-5 as smallint) | -5",
                "cast(65535 as usmallint) | 65535",
                "12 | 12",
                "cast(4294967295 as uinteger) | 4294967295",
                "9223372036854775807 | 9223372036854775807",
                "cast('18446744073709551615' as ubigint) | 18446744073709551615",
                "cast('170141183460469231731687303715884105727' as hugeint) | 170141183460469231731687303715884105727",
                "cast(260 as double) | 260",
                "cast(-0.0 as double) | 0",
                "cast(0.1 as double) | 0.1",
                "cast(1e20 as double) | 100000000000000000000",
                "cast(1e-7 as double) | 0.0000001",
                "cast(12345678.9 as double) | 12345678.9",
                "cast('nan' as double) | NaN",
                "cast(3 as float) | 3",
                "cast(0.1 as float) | 0.1",
                "cast(4.50 as decimal(10, 2)) | 4.5",
                "cast(4 as decimal(10, 2)) | 4",
                "cast(100 as decimal(10, 0)) | 100",
                "true | true",
                "false | false",
                "date '2020-01-02' | 2020-01-02",
                "time '03:04:00' | 03:04:00",
                "timetz '03:04:05+02' | 01:04:05Z",
                "timestamp '2020-01-02 03:04:05' | 2020-01-02T03:04:05",
                "timestamp '2020-01-02 03:00:00' | 2020-01-02T03:00:00",
                "cast('2020-01-02 03:04:05.123' as timestamp_ms) | 2020-01-02T03:04:05.123",
                "cast('2020-01-02 03:04:05.123456789' as timestamp_ns) | 2020-01-02T03:04:05.123456789",
                "timestamptz '2020-01-02 03:04:05+02' | 2020-01-02T01:04:05Z",
                "cast('4ac7a9e9-607c-4c8a-84f3-843f0191e3fd' as uuid) | 4ac7a9e9-607c-4c8a-84f3-843f0191e3fd",
                "cast('good' as enum('good', 'bad')) | good",
                "cast('{\"a\":1}' as json) | {\"a\":1}",
            })
    void a_value_is_written_plainly(String sql, String text) throws IOException {
        csv("select 1 as first, " + sql + " as value");

        CsvRecords.read(file(), List.of("first", "value"), "", (row, where) -> assertThat(row.get(1))
                .isEqualTo(text));
    }

    @Test
    void a_time_that_this_machine_s_zone_skips_stays_as_it_is() throws IOException {
        TimeZone zone = TimeZone.getDefault();
        TimeZone.setDefault(TimeZone.getTimeZone("Europe/Berlin"));
        try {
            assertThat(csv("select timestamp '2020-03-29 02:30:00' as at")).isEqualTo("at\n2020-03-29T02:30:00\n");
        } finally {
            TimeZone.setDefault(zone);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"integer", "double", "varchar", "boolean", "date", "time", "timestamp", "timestamptz", "uuid"})
    void null_is_the_empty_field(String type) throws IOException {
        assertThat(csv("select 1 as first, cast(null as " + type + ") as value, 2 as last"))
                .isEqualTo("first,value,last\n1,,2\n");
    }

    @Test
    void any_text_comes_back() throws IOException {
        List<String> expected = List.of("a,b", "say \"hi\"", "two\nlines", "\r\n", "😀", "", "#", "'", " ");

        csv("select * from (values (1, 'a,b'), (2, 'say \"hi\"'), (3, 'two\nlines'), (4, chr(13) || chr(10)),"
                + " (5, '😀'), (6, ''), (7, '#'), (8, ''''), (9, ' ')) as t(number, text) order by number");

        assertThat(Files.readString(file())).startsWith("number,text\n1,\"a,b\"\n2,\"say \"\"hi\"\"\"\n");
        CsvRecords.read(file(), List.of("number", "text"), "", (row, where) -> assertThat(row.get(1))
                .isEqualTo(expected.get(Integer.parseInt(row.get(0)) - 1)));
    }

    @Test
    void rows_keep_their_order_if_several_threads_work() throws IOException {
        assertThat(write("select range as n from range(300000) where range % 3 = 0")
                        .rows())
                .isEqualTo(100_000);

        long[] next = {0};
        CsvRecords.read(file(), List.of("n"), "", (row, where) -> assertThat(row.get(0))
                .isEqualTo(Long.toString(3 * next[0]++)));
    }

    @Test
    void a_file_of_duckdb_is_read_and_left_as_it_is() throws Exception {
        Path shop = directory.resolve("shop.db");
        duckDb("jdbc:duckdb:" + shop, "create table ratings as select 1 as user_id, 'x' as item");
        Optional<Database> database =
                Optional.of(new Database("jdbc:duckdb:" + shop, Optional.empty(), Optional.empty()));

        SqlQuery.writeCsv("select * from ratings", database, DuckDbQuery.NO_VARIABLES, file());

        assertThat(Files.readString(file())).isEqualTo("user_id,item\n1,x\n");
        assertThatThrownBy(() -> SqlQuery.writeCsv("drop table ratings", database, DuckDbQuery.NO_VARIABLES, file()))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("a statement that returns none");
    }

    @Test
    void the_file_is_utf_8() throws IOException {
        csv("select 'é' as t");

        assertThat(Files.readAllBytes(file())).isEqualTo("t\né\n".getBytes(UTF_8));
    }
}
