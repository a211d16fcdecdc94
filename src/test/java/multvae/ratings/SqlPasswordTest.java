package multvae.ratings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Proxy;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.logging.Logger;
import multvae.config.Database;
import multvae.io.UserError;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** With a driver that tells everybody the password. */
final class SqlPasswordTest {

    private static final String PASSWORD = "p w/d&1";
    private static final String ENCODED = URLEncoder.encode(PASSWORD, StandardCharsets.UTF_8);

    @TempDir
    Path directory;

    private final Gossip driver = new Gossip();

    /** Where the driver puts the password. */
    enum Leak {
        MESSAGE,
        ENCODED_MESSAGE,
        CAUSE,
        SUPPRESSED,
        NEXT,
        UNCHECKED,
        QUERY,
        CLOSE
    }

    private static final class Gossip implements Driver {

        private Leak leak = Leak.MESSAGE;

        @Override
        public Connection connect(String url, Properties properties) throws SQLException {
            if (!acceptsURL(url)) {
                return null;
            }
            String password = properties.getProperty("password");
            SQLException plain = new SQLException("no");
            switch (leak) {
                case MESSAGE -> throw new SQLException("cannot use " + password + " here");
                case ENCODED_MESSAGE -> throw new SQLException("cannot open gossip://?" + ENCODED);
                case CAUSE -> throw new SQLException("no", new IllegalStateException(password));
                case SUPPRESSED -> plain.addSuppressed(new IllegalStateException(password));
                case NEXT -> plain.setNextException(new SQLException(password));
                case UNCHECKED -> throw new IllegalStateException("cannot use " + password);
                case QUERY, CLOSE -> {
                    return connection(password);
                }
            }
            throw plain;
        }

        private Connection connection(String password) {
            return (Connection) Proxy.newProxyInstance(
                    Gossip.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                        if (method.getName().equals("createStatement")) {
                            throw new SQLException(leak == Leak.QUERY ? password + " knows no query" : "no query");
                        }
                        if (method.getName().equals("close") && leak == Leak.CLOSE) {
                            throw new IllegalStateException(password);
                        }
                        return null;
                    });
        }

        @Override
        public boolean acceptsURL(String url) {
            return url.startsWith("jdbc:gossip:");
        }

        @Override
        public DriverPropertyInfo[] getPropertyInfo(String url, Properties properties) {
            return new DriverPropertyInfo[0];
        }

        @Override
        public int getMajorVersion() {
            return 1;
        }

        @Override
        public int getMinorVersion() {
            return 0;
        }

        @Override
        public boolean jdbcCompliant() {
            return false;
        }

        @Override
        public Logger getParentLogger() {
            return Logger.getGlobal();
        }
    }

    @BeforeEach
    void register() throws SQLException {
        DriverManager.registerDriver(driver);
    }

    @AfterEach
    void deregister() throws SQLException {
        DriverManager.deregisterDriver(driver);
    }

    private void ask(Map<String, String> environment) {
        Database database = new Database("jdbc:gossip:shop", Optional.of("me"), Optional.of("SHOP_PASSWORD"));
        SqlQuery.writeCsv("select 1", Optional.of(database), environment::get, directory.resolve("query.csv"));
    }

    @ParameterizedTest
    @EnumSource(Leak.class)
    void the_password_is_in_no_message_and_no_stack_trace(Leak leak) {
        driver.leak = leak;

        Throwable error = catchThrowableOfType(Throwable.class, () -> ask(Map.of("SHOP_PASSWORD", PASSWORD)));

        StringWriter trace = new StringWriter();
        error.printStackTrace(new PrintWriter(trace));
        assertThat(error).isInstanceOf(UserError.class).hasNoCause(); // nor an error that JDBC chains
        assertThat(trace.toString()).doesNotContain(PASSWORD).doesNotContain(ENCODED);
    }

    @Test
    void the_rest_of_the_message_stays() {
        UserError error = catchThrowableOfType(UserError.class, () -> ask(Map.of("SHOP_PASSWORD", PASSWORD)));

        assertThat(error.found()).isEqualTo("cannot use *** here");
        assertThat(error.where()).isEqualTo("data.jdbc.url");
        assertThat(error).hasNoCause();
    }

    @Test
    void an_error_without_the_password_keeps_its_cause() {
        driver.leak = Leak.ENCODED_MESSAGE; // of another password than this one

        assertThatThrownBy(() -> ask(Map.of("SHOP_PASSWORD", "another")))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("cannot open gossip")
                .hasCauseInstanceOf(SQLException.class);
    }

    @Test
    void a_variable_that_is_not_set_is_an_error_that_names_it() {
        assertThatThrownBy(() -> ask(Map.of()))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("data.jdbc.passwordVariable: expected a password in the environment variable"
                        + " SHOP_PASSWORD, found no such variable; export SHOP_PASSWORD");
    }

    @Test
    void an_empty_password_is_an_error() {
        assertThatThrownBy(() -> ask(Map.of("SHOP_PASSWORD", "")))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("found an empty one");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hunter2!", "", "1a", "a b"})
    void what_is_no_name_of_a_variable_may_be_the_password_and_is_not_repeated(String name) {
        UserError error = catchThrowableOfType(
                UserError.class, () -> new Database("jdbc:gossip:shop", Optional.empty(), Optional.of(name)));

        assertThat(error.getMessage())
                .isEqualTo("data.jdbc.passwordVariable: expected the name of an environment variable, found something"
                        + " else; give the name, not the password");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = "me")
    void a_database_that_is_printed_has_no_password(String user) {
        Database database = new Database("jdbc:gossip:shop", Optional.ofNullable(user), Optional.of("SHOP_PASSWORD"));

        assertThat(database.password(name -> PASSWORD)).contains(PASSWORD);
        assertThat(database.toString()).doesNotContain(PASSWORD);
    }
}
