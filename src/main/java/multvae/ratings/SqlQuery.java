package multvae.ratings;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.function.UnaryOperator;
import multvae.config.DataSettings;
import multvae.config.Database;
import multvae.io.CsvRecords;
import multvae.io.JdbcUrl;
import multvae.io.TextFile;
import multvae.io.UserError;

/**
 * Asks a database and writes its answer into a CSV file, row by row: memory does not grow with the rows.
 *
 * <p>The file is RFC 4180 in UTF-8 with LF, a header of the query's column labels, and every column and row that the query
 * returns, in its order. {@link SqlColumn} says how values are written.
 *
 * <p>Drivers hold a whole result in memory unless they are told otherwise. DuckDB is told by its property
 * jdbc_stream_results; PostgreSQL's driver by a fetch size in a transaction; MySQL's by one odd fetch size.
 */
public final class SqlQuery {

    /** What the rows are called in messages. */
    static final String RESULT = "the result of " + DataSettings.QUERY;

    private static final String URL = "data.jdbc.url";
    private static final int ROWS_AT_ONCE = 10_000;

    private final Database database;
    private final Optional<String> password;
    private final DatabaseError errors;

    private SqlQuery(Database database, Optional<String> password) {
        this.database = database;
        this.password = password;
        this.errors = new DatabaseError(password);
    }

    /**
     * What was written.
     *
     * @param columns the labels, in the file's order
     * @param rows without the header
     */
    public record Result(List<String> columns, long rows) {}

    /**
     * Asks and writes. A failure leaves a part of the file.
     *
     * @param query one statement that returns rows
     * @param database whom to ask; DuckDB in this process if absent
     * @param environment the value of an environment variable, or null: {@code System::getenv}
     * @throws UserError if there is no driver, no password in the environment, no connection; if the query fails, returns no
     *     rows, is not one statement, or has a column without a name of its own or with values that have no plain text; if
     *     the file cannot be written. The password is in no message and no cause.
     */
    public static Result writeCsv(
            String query, Optional<Database> database, UnaryOperator<String> environment, Path file) {
        String statement = SqlStatement.only(query);
        Database asked = database.orElseGet(DuckDb::inProcess);
        SqlQuery session = new SqlQuery(asked, asked.password(environment));
        session.requireDriver(database.isPresent());
        try (Connection connection = session.connect()) {
            return session.write(connection, statement, file);
        } catch (SQLException e) {
            throw session.failed(e);
        } catch (RuntimeException e) {
            throw session.errors.withoutSecret(e); // a driver's, or with a failure of close() in it
        }
    }

    private void requireDriver(boolean urlIsSet) {
        if (DriverManager.drivers().anyMatch(this::knowsAddress)) {
            return;
        }
        String scheme = JdbcUrl.scheme(database.url());
        if (!urlIsSet) {
            throw new UserError(
                    DataSettings.QUERY,
                    "DuckDB on the class path, as " + URL + " is not set",
                    "none",
                    "run target/multvae.jar, which has it, or add org.duckdb:duckdb_jdbc");
        }
        throw new UserError(
                URL,
                "a JDBC driver for " + scheme + " on the class path",
                "none",
                "add its jar: java -cp target/multvae.jar:" + scheme.replaceFirst("^jdbc:", "")
                        + ".jar multvae.cli.Main run --config FILE");
    }

    private boolean knowsAddress(Driver driver) {
        try {
            return driver.acceptsURL(database.url());
        } catch (SQLException e) {
            return false; // malformed for this driver; another one may know it
        }
    }

    private Connection connect() {
        try {
            return DriverManager.getConnection(database.url(), properties());
        } catch (SQLException e) {
            throw notConnected(e);
        } catch (LinkageError e) { // native code: DuckDB's
            throw errors.of(
                    URL,
                    "a driver that works on this machine",
                    "build target/multvae.jar on it, or query another database",
                    e);
        }
    }

    private Properties properties() {
        Properties properties = new Properties();
        database.user().ifPresent(user -> properties.setProperty("user", user));
        password.ifPresent(text -> properties.setProperty("password", text));
        if (DuckDb.isFor(database)) {
            DuckDb.addTo(properties, database);
        }
        return properties;
    }

    private UserError notConnected(SQLException e) {
        String state = Objects.requireNonNullElse(e.getSQLState(), "");
        if (state.startsWith("28")) { // invalid authorization
            return errors.of(
                    URL,
                    "a user and a password that the database accepts",
                    "check data.jdbc.user and the variable that data.jdbc.passwordVariable names",
                    e);
        }
        return errors.of(URL, "a database that answers", "check the address and that the database is up", e);
    }

    private Result write(Connection connection, String query, Path file) throws SQLException {
        prepare(connection);
        if (DuckDb.isFor(database) && !DuckDb.isSelect(connection, query)) {
            throw noTable();
        }
        try (Statement statement = connection.createStatement()) {
            // MySQL's driver streams with this one only; in others a negative size is an error.
            boolean mysql = database.url().toLowerCase(Locale.ROOT).startsWith("jdbc:mysql:");
            statement.setFetchSize(mysql ? Integer.MIN_VALUE : ROWS_AT_ONCE);
            if (!execute(statement, query)) {
                throw noTable();
            }
            try (ResultSet rows = statement.getResultSet()) {
                return write(rows, file);
            }
        } finally {
            attempt(connection::rollback); // some databases commit on close
        }
    }

    private boolean execute(Statement statement, String query) throws SQLException {
        try {
            return statement.execute(query);
        } catch (SQLException e) {
            throw DuckDb.isFor(database) ? DuckDb.explained(e, database, properties(), query) : e;
        }
    }

    private static void prepare(Connection connection) {
        attempt(() -> connection.setReadOnly(true));
        attempt(() -> connection.setAutoCommit(false));
    }

    private interface Step {
        void run() throws SQLException;
    }

    /** What not every driver can, and what the answer does not depend on. */
    private static void attempt(Step step) {
        try {
            step.run();
        } catch (SQLException e) {
            // If the connection is broken, the query says so.
            return;
        }
    }

    private Result write(ResultSet rows, Path file) throws SQLException {
        List<SqlColumn> columns = columns(rows.getMetaData());
        List<String> labels = columns.stream().map(SqlColumn::label).toList();
        long[] written = {0};
        CsvRecords.write(file, labels, printer -> {
            try {
                Object[] texts = new Object[columns.size()];
                while (rows.next()) {
                    for (int k = 0; k < texts.length; k++) {
                        texts[k] = columns.get(k).text(rows);
                    }
                    printer.print(texts);
                    written[0]++;
                }
            } catch (SQLException e) {
                throw failed(e);
            }
        });
        if (written[0] == 0) {
            throw new UserError(DataSettings.QUERY, "rows", "none", "check the query's conditions");
        }
        return new Result(labels, written[0]);
    }

    private static List<SqlColumn> columns(ResultSetMetaData data) throws SQLException {
        List<SqlColumn> columns = new ArrayList<>();
        for (int k = 1; k <= data.getColumnCount(); k++) {
            String label = data.getColumnLabel(k);
            if (label == null || label.isBlank()) {
                throw unnamed("column " + k + " without a name");
            }
            if (columns.stream().anyMatch(column -> column.label().equals(label))) {
                throw unnamed("two columns " + TextFile.quote(label));
            }
            columns.add(new SqlColumn(
                    k, label, data.getColumnType(k), Objects.requireNonNullElse(data.getColumnTypeName(k), "")));
        }
        if (columns.isEmpty()) {
            throw noTable();
        }
        return columns;
    }

    private static UserError unnamed(String found) {
        return new UserError(
                DataSettings.QUERY, "a name of its own for each column", found, "name it in the query: ... as NAME");
    }

    private static UserError noTable() {
        return new UserError(
                DataSettings.QUERY, "a query that returns rows", "a statement that returns none", "write a select");
    }

    private UserError failed(SQLException e) {
        return errors.of(DataSettings.QUERY, "a query that the database can answer", "correct the query", e);
    }
}
