package multvae.config;

import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where the ratings come from and how they are written. At least one of {@code dataset}, {@code ratings}, {@code query} and
 * {@code table} is present, or the split is given in files.
 *
 * @param dataset a name of the catalogue; with {@code ratings} it gives the files' format only
 * @param ratings the user's own files, read instead of a download: a file, a directory or a pattern
 * @param titles the user's own file of titles
 * @param query read from a database instead
 * @param table read from a table of the engine's catalogue instead
 * @param form how the files are written
 * @param duplicates which row of a pair counts; absent: none may be repeated if there are ratings, else any
 * @param archives the directory that downloaded archives are kept in, shared by all runs
 * @param url the address that archives are below, without a slash at its end
 */
public record DataSettings(
        Optional<String> dataset,
        Optional<String> ratings,
        Optional<String> titles,
        Optional<Query> query,
        Optional<String> table,
        Form form,
        Optional<Duplicates> duplicates,
        Path archives,
        String url) {

    /** How a file of ratings is written. */
    public enum Format {
        /** A row per rating, in columns. */
        TABLE,
        /** A line per user: the user and the user's items. */
        LISTS,
        /** A row per rating, in columns of Parquet files. */
        PARQUET
    }

    /** Which of several rows with the same user and item counts. */
    public enum Duplicates {
        /** It must not happen. */
        ERROR,
        FIRST,
        LAST,
        /** The one with the highest rating; of equals the first. */
        MAX,
        /** The first that is an event. */
        ANY
    }

    /**
     * A query.
     *
     * @param sql a SELECT statement
     * @param database absent: DuckDB in this process
     */
    public record Query(String sql, Optional<Database> database) {}

    /**
     * How files are written, as far as it is configured.
     *
     * @param format tables, lists or Parquet files
     * @param columns of tables and Parquet files, a name or a position from 1, by what they mean: user, item, rating, timestamp,
     *     title, genres
     * @param separator between two columns
     * @param header whether the first row names the columns
     * @param quote the character around values, or none
     * @param charset how the text is encoded
     */
    public record Form(
            Format format,
            Map<String, String> columns,
            Optional<String> separator,
            Optional<Boolean> header,
            Optional<String> quote,
            Optional<Charset> charset) {

        /** Nothing is configured: tables, whose form is found out. */
        public static final Form TABLE = new Form(
                Format.TABLE, Map.of(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

        public Form {
            columns = Map.copyOf(columns);
        }
    }

    /** The key of {@link #dataset}. */
    public static final String DATASET = "data.dataset";

    /** The key of {@link #ratings}. */
    public static final String RATINGS = "data.ratings";

    /** The key of {@link #titles}. */
    public static final String TITLES = "data.titles";

    /** The key of {@link Query#sql}. */
    public static final String QUERY = "data.query";

    /** The key of {@link #table}. */
    public static final String TABLE = "data.table";

    /** The key of {@link Form#format}. */
    public static final String FORMAT = "data.format";

    /** The key of {@link Form#charset}. */
    public static final String CHARSET = "data.charset";

    /** The key of {@link #duplicates}. */
    public static final String DUPLICATES = "data.duplicates";

    private static final String COLUMN_SECTION = "data.columns";

    /** What a quote is if values are not quoted. */
    public static final String NO_QUOTE = "none";

    private static final List<String> COLUMNS = List.of("user", "item", "rating", "timestamp", "title", "genres");

    /** The keys that say how files are written: what is read from the same bytes depends on them. */
    public static final List<String> READING =
            List.of(FORMAT, COLUMN_SECTION, "data.separator", "data.header", "data.quote", CHARSET, DUPLICATES);

    /**
     * The key that says which column of a table one is.
     *
     * @param meaning as {@link Form#columns} has it: {@code user}
     */
    public static String column(String meaning) {
        return COLUMN_SECTION + "." + meaning;
    }

    /** Whether a key is one of {@link #READING}. */
    public static boolean isReading(String key) {
        return READING.stream().anyMatch(prefix -> Reference.isAtOrBelow(key, prefix));
    }

    static DataSettings read(Section data, Collection<String> datasets, boolean givenSplit) {
        Optional<String> dataset = data.optional("dataset", ValueType.oneOf(datasets));
        Optional<String> ratings = data.optional("ratings", ValueType.anyText("a path"));
        Optional<String> titles = data.optional("titles", ValueType.anyText("a path"));
        Optional<String> sql = data.optional("query", ValueType.anyText("a SELECT statement"));
        Optional<String> table = data.optional("table", ValueType.anyText("the name of a table"));
        Section jdbc = data.section("jdbc");
        Optional<String> jdbcUrl = jdbc.optional("url", ValueType.jdbcAddress());
        Optional<String> user = jdbc.optional("user", ValueType.anyText("a text"));
        Optional<String> passwordVariable =
                jdbc.optional("passwordVariable", ValueType.anyText("the name of an environment variable"));
        passwordVariable.ifPresent(Database::checkVariable); // also without an address: it is saved with the run
        Optional<Database> database = jdbcUrl.map(address -> new Database(address, user, passwordVariable));
        DataSettings settings = new DataSettings(
                dataset,
                ratings,
                titles,
                sql.map(text -> new Query(text, database)),
                table,
                readForm(data),
                data.optional("duplicates", ValueType.constant(Duplicates.class)),
                data.get("archives", ValueType.path()),
                data.get("url", ValueType.httpAddress()));
        boolean any = Stream.of(dataset, ratings, sql, table).anyMatch(Optional::isPresent);
        data.requireOneOf(any || givenSplit, "", "", "dataset", "ratings", "query", "table");
        data.require(table.isEmpty() || ratings.isEmpty(), "table", "no data.ratings with it", "ratings");
        data.require(table.isEmpty() || dataset.isEmpty(), "table", "no data.dataset with it", "dataset");
        data.require(table.isEmpty() || sql.isEmpty(), "table", "no data.query with it", "query");
        data.require(sql.isEmpty() || ratings.isEmpty(), "query", "no data.ratings with it", "ratings");
        data.require(sql.isEmpty() || dataset.isEmpty(), "query", "no data.dataset with it", "dataset");
        data.require(database.isEmpty() || sql.isPresent(), "query", "a query to the database", "jdbc.url");
        return settings;
    }

    private static Form readForm(Section data) {
        Format format = data.get("format", ValueType.constant(Format.class));
        Section section = data.section("columns");
        Map<String, String> columns = new LinkedHashMap<>();
        for (String column : COLUMNS) {
            section.optional(column, ValueType.anyText("the name or the position of a column"))
                    .ifPresent(chosen -> columns.put(column, chosen));
        }
        return new Form(
                format,
                columns,
                data.optional("separator", ValueType.separator()),
                data.optional("header", ValueType.flag()),
                data.optional("quote", ValueType.quote()),
                data.optional("charset", ValueType.charset()));
    }
}
