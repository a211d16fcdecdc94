package multvae.ratings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import multvae.io.UserError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SqlStatementTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select 1",
                "select ';' from a",
                "select 'it''s; one' from a",
                "select \"a;b\" from a",
                "select `a;b` from a",
                "select 1 -- one; two\n from a",
                "select 1 /* one; two */ from a",
                "select $$one; two$$ from a",
                "select $x$one; $$ two$x$ from a",
                "select 'unfinished; ",
                "select 1 /* unfinished; ",
                "select 5 $ 3"
            })
    void a_semicolon_within_something_ends_nothing(String sql) {
        assertThat(SqlStatement.only(sql)).isEqualTo(sql);
    }

    @ParameterizedTest
    @ValueSource(strings = {"select 1;", "select 1; \n", "select 1;;", "select 1; -- the end", "select 1;/* ; */"})
    void the_semicolon_at_the_end_is_left_out(String sql) {
        assertThat(SqlStatement.only(sql)).isEqualTo("select 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"select 1; select 2", "set a = 1;\nselect 1;", "select ';'; select 2", "select 1; 'x'"})
    void several_statements_are_an_error(String sql) {
        assertThatThrownBy(() -> SqlStatement.only(sql))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("data.query: expected one statement, found several");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \n", ";", "-- nothing", "/* nothing */;"})
    void no_statement_is_an_error(String sql) {
        assertThatThrownBy(() -> SqlStatement.only(sql))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("expected one statement, found none");
    }

    @Test
    void a_comment_before_the_statement_stays() {
        assertThat(SqlStatement.only("-- ratings; of users\nselect 1;")).isEqualTo("-- ratings; of users\nselect 1");
    }
}
