package multvae.ratings;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import multvae.config.Database;

/** What DuckDB's driver needs to be told, and what it does not say. */
final class DuckDb {

    private static final String PREFIX = "jdbc:duckdb:";

    /** All that a stream says if the query fails before its first row. */
    private static final String NO_REASON = "Invalid result set";

    private DuckDb() {}

    /** In this process, with its data in memory. */
    static Database inProcess() {
        return new Database(PREFIX, Optional.empty(), Optional.empty());
    }

    static boolean isFor(Database database) {
        return database.url().toLowerCase(Locale.ROOT).startsWith(PREFIX);
    }

    /** Properties for a stream of rows, and for a database's file that stays as it is. */
    static void addTo(Properties properties, Database database) {
        properties.setProperty("jdbc_stream_results", "true");
        if (!isInMemory(database)) {
            // Also: a misspelt path is an error then, not a new and empty database.
            properties.setProperty("duckdb.read_only", "true");
        }
    }

    /** {@code jdbc:duckdb:}, with or without {@code :memory:NAME} and {@code ;option=value}. */
    private static boolean isInMemory(Database database) {
        String path = database.url().substring(PREFIX.length());
        return path.isBlank() || path.startsWith(";") || path.startsWith(":memory:");
    }

    /**
     * Whether a query consists of selects, which DuckDB's parser alone decides: nothing is executed. True of what is no SQL: its error is
     * the query's.
     */
    static boolean isSelect(Connection connection, String query) throws SQLException {
        try (PreparedStatement parser = connection.prepareStatement(
                "select json_extract_string(parsed, '$.error_type') from (select json_serialize_sql(?) as parsed)")) {
            parser.setString(1, query);
            try (ResultSet result = parser.executeQuery()) {
                return !result.next()
                        || !"not implemented".equals(result.getString(1)); // only selects have a form in JSON
            }
        }
    }

    /** The error with its reason: if there is none, the query is asked again without a stream. */
    static SQLException explained(SQLException error, Database database, Properties properties, String query) {
        if (!Objects.requireNonNullElse(error.getMessage(), "").contains(NO_REASON)) {
            return error;
        }
        Properties unstreamed = new Properties();
        unstreamed.putAll(properties);
        unstreamed.remove("jdbc_stream_results");
        try (Connection connection = DriverManager.getConnection(database.url(), unstreamed);
                Statement statement = connection.createStatement()) {
            statement.execute(query);
            return error;
        } catch (SQLException e) {
            return e;
        }
    }
}
