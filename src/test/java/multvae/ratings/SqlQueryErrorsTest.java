package multvae.ratings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import multvae.config.Database;
import multvae.io.UserError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What ends in one line, with DuckDB in the process. */
final class SqlQueryErrorsTest {

    @TempDir
    Path directory;

    private SqlQuery.Result write(String query) {
        return DuckDbQuery.write(query, file());
    }

    private Path file() {
        return directory.resolve("query.csv");
    }

    private UserError error(String query) {
        return catchThrowableOfType(UserError.class, () -> write(query));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cast('a' as blob) | BLOB",
                "[1, 2] | INTEGER[]",
                "{'a': 1} | STRUCT(a INTEGER)",
                "interval 1 day | INTERVAL",
                "map {'a': 1} | MAP(VARCHAR, INTEGER)",
                "union_value(num := 2) | UNION(num INTEGER)",
            })
    void a_type_without_a_plain_text_is_an_error_that_names_the_column(String sql, String type) {
        UserError error = error("select 1 as user, " + sql + " as odd");

        assertThat(error.where()).isEqualTo("data.query");
        assertThat(error.found()).isEqualTo("a column of type " + type + ": odd");
        assertThat(error.remedy()).contains("cast(odd as varchar)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"date 'infinity'", "timestamp '-infinity'", "timestamptz 'infinity'"})
    void an_infinite_date_is_an_error(String sql) {
        assertThat(error("select " + sql + " as at").found()).contains("an infinite one: at");
    }

    @Test
    void rows_are_written_while_the_query_runs_and_its_late_failure_is_an_error() throws IOException {
        UserError error = error(
                "select case when range < 3000000 then range else error('too late') end as n from range(4000000)");

        assertThat(error.found()).contains("too late");
        assertThat(Files.size(file())).isGreaterThan(1_000_000);
    }

    /** An older DuckDB ended the stream there as if it were whole. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2047, 2048, 5000, 122_879, 122_880, 999_999})
    void no_failure_is_taken_for_the_end_of_the_rows(int row) {
        UserError error = error(
                "select case when range = " + row + " then error('bad row') else range end as n from range(1000000)");

        assertThat(error).isNotNull();
        assertThat(error.found()).contains("bad row");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "selct 1 | syntax error at or near \"selct\"",
                "select stars | \"stars\" was not found",
                "select * from 'none/*.parquet' | No files found that match the pattern \"none/*.parquet\"",
                "select cast('x' as integer) as n | Could not convert string 'x'",
            })
    void a_failure_is_told_in_the_database_s_words_on_one_line(String query, String words) {
        UserError error = error(query);

        assertThat(error.where()).isEqualTo("data.query");
        assertThat(error.found()).contains(words);
        assertThat(error.getMessage()).doesNotContain("\n").doesNotContain("^");
        assertThat(error).hasCauseInstanceOf(SQLException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "create table t (a integer) | a statement that returns none",
                "select 1 as a where false | none",
                "select 1 as a, 2 as a | two columns \"a\"",
                "select 1 as \" \" | column 1 without a name",
                "select 1 as a; select 2 as b | several",
                "-- nothing | none",
            })
    void what_is_no_table_is_an_error(String query, String found) {
        UserError error = error(query);

        assertThat(error.where()).isEqualTo("data.query");
        assertThat(error.found()).isEqualTo(found);
    }

    @Test
    void a_statement_that_is_no_select_is_not_executed() {
        Path target = directory.resolve("copied.csv");
        String copy = "copy (select 1 as a) to '" + target + "'";
        for (String query : List.of(copy, "with x as (select 1) " + copy, "select 1 as a; " + copy)) {
            assertThat(error(query).where()).isEqualTo("data.query");
            assertThat(target).doesNotExist();
        }
        assertThat(write("from (values (1, 2)) as t(a, b) -- no semicolon").rows())
                .isEqualTo(1);
    }

    @Test
    void a_misspelt_file_of_duckdb_is_an_error_and_not_created() {
        Path typo = directory.resolve("typo.db");
        Database database = new Database("jdbc:duckdb:" + typo, Optional.empty(), Optional.empty());

        assertThatThrownBy(() ->
                        SqlQuery.writeCsv("select 1 as a", Optional.of(database), DuckDbQuery.NO_VARIABLES, file()))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("data.jdbc.url")
                .hasMessageContaining("typo.db");
        assertThat(typo).doesNotExist();
    }

    @Test
    void an_address_without_a_driver_names_its_kind_and_how_to_add_one() {
        Database database = new Database("jdbc:oracle:thin:@//db:1521/shop", Optional.empty(), Optional.empty());

        assertThatThrownBy(() ->
                        SqlQuery.writeCsv("select 1 as a", Optional.of(database), DuckDbQuery.NO_VARIABLES, file()))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("data.jdbc.url: expected a JDBC driver for jdbc:oracle on the class path")
                .hasMessageContaining("java -cp target/multvae.jar:oracle.jar multvae.cli.Main run --config FILE");
    }

    @Test
    void a_file_that_cannot_be_written_is_an_error_that_names_it() {
        Path file = directory.resolve("no/such/directory.csv");

        assertThatThrownBy(() -> SqlQuery.writeCsv("select 1 as a", Optional.empty(), DuckDbQuery.NO_VARIABLES, file))
                .isInstanceOf(UserError.class)
                .hasMessageContaining(file.toString());
    }

    @Test
    void without_duckdb_on_the_class_path_the_error_says_so() throws Exception {
        URL[] others = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> !entry.contains("duckdb"))
                .map(SqlQueryErrorsTest::url)
                .toArray(URL[]::new);
        try (URLClassLoader loader = new URLClassLoader(others, ClassLoader.getPlatformClassLoader())) {
            Class<?> isolated = Class.forName(SqlQuery.class.getName(), true, loader);

            assertThatThrownBy(() -> isolated.getMethod(
                                    "writeCsv", String.class, Optional.class, UnaryOperator.class, Path.class)
                            .invoke(null, "select 1 as a", Optional.empty(), DuckDbQuery.NO_VARIABLES, file()))
                    .rootCause()
                    .hasMessageContaining("data.query: expected DuckDB on the class path");
        }
    }

    private static URL url(String entry) {
        try {
            return Path.of(entry).toUri().toURL();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
