package multvae.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JdbcUrlTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://localhost/shop?user=me&password=hunter2",
                "jdbc:postgresql://localhost/shop?PassWord=hunter2",
                "jdbc:postgresql://localhost/shop?sslpassword=hunter2",
                "jdbc:postgresql://localhost/shop?p%61ssword=hunter2",
                "jdbc:sqlserver://localhost;databaseName=shop;pwd=hunter2",
                "jdbc:sqlserver://localhost;trustStorePassword = hunter2",
                "jdbc:mysql://me:hunter2@localhost/shop",
                "jdbc:mysql://me:hun/ter2hunter2@localhost/shop",
                "jdbc:mysql://me:hunter2%40localhost/shop",
                "jdbc:mysql://:hunter2@localhost/shop",
                "jdbc:mysql://(host=localhost,password=hunter2)/shop",
                "jdbc:oracle:thin:me/hunter2@//localhost:1521/shop",
                "jdbc:duckdb:;s3_secret_access_key=hunter2",
                "jdbc:athena:Region=eu-west-1;SecretKey=hunter2",
                "jdbc:x://localhost;AccountKey=hunter2",
                "jdbc:x://localhost?api_key=hunter2",
                "jdbc:x://localhost?private-key=hunter2",
                "postgresql://me:hunter2@localhost/shop"
            })
    void an_address_with_a_password_is_refused_without_a_word_of_it(String url) {
        UserError error = catchThrowableOfType(UserError.class, () -> JdbcUrl.check("data.jdbc.url", url));

        assertThat(error)
                .hasMessageContaining("data.jdbc.url: expected an address without a password")
                .hasMessageContaining("data.jdbc.passwordVariable")
                .hasNoCause();
        assertThat(error.getMessage()).doesNotContain("ter2").doesNotContain("localhost");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:duckdb:",
                "jdbc:duckdb:shop.db",
                "jdbc:postgresql:shop",
                "jdbc:postgresql://localhost:5432/shop?user=me&ssl=true",
                "jdbc:postgresql://me@localhost/shop",
                "jdbc:postgresql://localhost/shop?passfile=/home/me/.pgpass",
                "jdbc:mysql://localhost:3306/shop?passwordCharacterEncoding=UTF-8",
                "jdbc:oracle:thin:@//localhost:1521/shop",
                "jdbc:oracle:thin:@localhost:1521:shop",
                "jdbc:sqlserver://localhost:1433;databaseName=shop;encrypt=true",
                "jdbc:postgresql://localhost/shop?sslkey=/home/me/client.key&sslmode=require",
                "jdbc:duckdb:;s3_access_key_id=me",
                "jdbc:x://localhost?primaryKey=id",
                "jdbc:sqlite:100%.db"
            })
    void an_address_without_a_password_is_fine(String url) {
        assertThatCode(() -> JdbcUrl.check("data.jdbc.url", url)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "localhost", "postgresql://localhost/shop", "jdbc:", "jdbc::x"})
    void another_kind_of_address_is_refused(String url) {
        assertThat(catchThrowableOfType(UserError.class, () -> JdbcUrl.check("data.jdbc.url", url)))
                .hasMessageContaining("expected an address such as jdbc:postgresql://localhost/shop");
    }

    @Test
    void the_scheme_names_the_driver() {
        assertThat(JdbcUrl.scheme("jdbc:postgresql://localhost/shop")).isEqualTo("jdbc:postgresql");
        assertThat(JdbcUrl.scheme("jdbc:duckdb:")).isEqualTo("jdbc:duckdb");
    }

    @Test
    void a_long_address_is_refused_unsearched_and_not_repeated() {
        String address = "jdbc:x://" + ":".repeat(1_000_000);
        assertThat(JdbcUrl.isConfidential(address)).isTrue();
        assertThatThrownBy(() -> JdbcUrl.check("data.jdbc.url", address))
                .isInstanceOf(UserError.class)
                .hasMessage(
                        "data.jdbc.url: expected an address of at most 1000 characters, found a longer one; shorten it");
    }
}
