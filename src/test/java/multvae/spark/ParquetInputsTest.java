package multvae.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import multvae.config.Settings;
import multvae.io.UserError;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Parquet files that Spark wrote, and tables, give the bytes that the same rows give as CSV in one process. */
final class ParquetInputsTest {

    private static final String HEADER = "user,item,rating,timestamp,itemName\n";

    @TempDir
    private Path directory;

    private final List<Rating> ratings = new ArrayList<>();

    private record Rating(String user, int item, double rating, long seconds) {

        String csv() {
            return user + "," + item + "," + rating + "," + seconds + ",Title " + item + "\n";
        }
    }

    @BeforeEach
    void make() {
        Random random = new Random(21);
        for (int row = 0; row < 3000; row++) {
            int user = (int) (random.nextDouble() * random.nextDouble() * 200);
            ratings.add(new Rating(
                    user % 3 == 0 ? "u " + user : String.valueOf(user),
                    (int) (random.nextDouble() * random.nextDouble() * 90),
                    random.nextInt(10) / 2.0,
                    1_500_000_000 + random.nextInt(40)));
        }
    }

    private Path csv(String name, Stream<Rating> rows) throws IOException {
        return Files.writeString(
                directory.resolve(name), HEADER + rows.map(Rating::csv).collect(Collectors.joining()));
    }

    /** Spark makes Parquet of what a statement selects from a file of CSV, with several row groups. */
    private static void write(Path csv, String select, Path parquet, String... partitionedBy) throws IOException {
        try (SparkSession spark = SparkSession.builder()
                .master("local[1]")
                .config("spark.ui.enabled", false)
                .config("spark.driver.host", "localhost")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.sql.session.timeZone", "Asia/Kathmandu")
                .config("spark.sql.caseSensitive", true)
                .getOrCreate()) {
            Dataset<Row> rows = spark.read().option("header", true).csv(csv.toString());
            rows.createOrReplaceTempView("rows");
            spark.sql("select " + select + " from rows")
                    .coalesce(1)
                    .write()
                    .option("parquet.block.size", 8192)
                    .option("parquet.page.size", 1024)
                    .option("parquet.page.row.count.limit", 100)
                    .partitionBy(partitionedBy)
                    .parquet(parquet.toString());
        }
    }

    private static final String TYPED = "user, cast(item as bigint) as item, cast(rating as double) as rating,"
            + " timestamp_seconds(cast(timestamp as bigint)) as timestamp, itemName";

    private static Map<String, String> keys(String key, String value, String... more) {
        Map<String, String> keys =
                new HashMap<>(Map.of("data.duplicates", "last", "preprocess.minItemEvents", "2", key, value));
        for (int k = 0; k < more.length; k += 2) {
            keys.put(more[k], more[k + 1]);
        }
        return keys;
    }

    private void requireSame(Map<String, String> spark, Map<String, String> local) throws IOException {
        Preprocessed.requireSame(
                Preprocessed.run(directory.resolve("spark"), "spark", 5, spark),
                Preprocessed.run(directory.resolve("local"), "local", 1, local));
    }

    /** Of a relative path, with dots that Spark's own names of files do not have. */
    @Test
    void files_are_read_in_their_order() throws IOException {
        Path parts = Files.createDirectory(directory.resolve("parts"));
        write(csv("a.csv", ratings.stream().limit(1900)), TYPED, parts.resolve("a"));
        write(csv("b.csv", ratings.stream().skip(1900)), TYPED, parts.resolve("b"));
        Path all = csv("all.csv", ratings.stream());
        String[] byTime = {"preprocess.split.type", "time", "preprocess.split.last", "2"};
        Path dotted = Path.of("")
                .toAbsolutePath()
                .relativize(parts)
                .resolve("..")
                .resolve(".")
                .resolve("parts");
        requireSame(keys("data.ratings", dotted.toString(), byTime), keys("data.ratings", all.toString(), byTime));
    }

    @Test
    void a_directory_named_after_a_value_is_a_column() throws IOException {
        Path parts = directory.resolve("parts");
        write(csv("a.csv", ratings.stream()), "user, cast(item as int) as item, itemName, rating", parts, "rating");
        Path sorted = csv("sorted.csv", ratings.stream().sorted(Comparator.comparingDouble(Rating::rating)));
        requireSame(
                keys("data.ratings", parts.toUri().toString(), "data.format", "parquet"),
                keys("data.ratings", sorted.toString()));
    }

    /** As Hadoop's and Spark's patterns have them; a star or a question mark is one of data.ratings too. */
    @Test
    void names_with_brackets_and_braces_are_no_patterns() throws IOException {
        Path parts = Files.createDirectories(directory.resolve("parts [1-2]{a,b}"));
        write(csv("a.csv", ratings.stream()), TYPED, directory.resolve("a"));
        Path only = Files.copy(Path.of(only(directory.resolve("a"))), parts.resolve("x[0] {y,z}.parquet"));
        Path all = csv("all.csv", ratings.stream());
        requireSame(keys("data.ratings", only.toString()), keys("data.ratings", all.toString()));
        requireSame(keys("data.ratings", parts.toString()), keys("data.ratings", all.toString()));
    }

    @Test
    void an_id_that_a_directory_is_named_after_stays_text() throws IOException {
        List<Rating> few = ratings.stream() // each has a file of its own
                .filter(row -> row.user().matches("1?\\d"))
                .toList();
        List<Rating> padded = Stream.concat(
                        few.stream(),
                        few.stream()
                                .map(row -> new Rating("00" + row.user(), row.item() / 2, row.rating(), row.seconds())))
                .toList();
        Path parts = directory.resolve("parts");
        write(csv("a.csv", padded.stream()), "user, cast(item as int) as item, itemName, rating", parts, "user");
        Path sorted = csv("sorted.csv", padded.stream().sorted(Comparator.comparing(Rating::user)));
        requireSame(keys("data.ratings", parts.toString()), keys("data.ratings", sorted.toString()));
    }

    @Test
    void a_table_is_read_by_users_and_items() throws IOException, SQLException {
        Path database = directory.resolve("shop.duckdb");
        Path sorted = csv(
                "sorted.csv",
                ratings.stream()
                        .sorted(Comparator.comparing(Rating::user)
                                .thenComparingInt(Rating::item)
                                .thenComparingDouble(Rating::rating)));
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + database);
                Statement statement = connection.createStatement()) {
            statement.execute("create table ratings as select \"user\", cast(item as bigint) as item, rating,"
                    + " \"itemName\" from read_csv('" + csv("a.csv", ratings.stream()) + "')");
        }
        Map<String, String> catalogue = Map.of(
                "spark.sql.catalog.shop", "org.apache.spark.sql.execution.datasources.v2.jdbc.JDBCTableCatalog",
                "spark.sql.catalog.shop.driver", "org.duckdb.DuckDBDriver",
                "spark.sql.catalog.shop.url", "jdbc:duckdb:" + database);
        catalogue.forEach(System::setProperty);
        try {
            requireSame(keys("data.table", "shop.main.ratings"), keys("data.ratings", sorted.toString()));
            Settings settings = Preprocessed.settings("spark", 5, keys("data.table", "shop.main.ratings"));
            assertThat(Preprocessed.pipeline(directory.resolve("spark"), settings)
                            .plan(Set.of(), false)
                            .toString())
                    .doesNotContain("STALE");
            assertThat(directory.resolve("spark/fetch/source.json"))
                    .content()
                    .contains("\"rows\" : 3000", "\"table\" : \"shop.main.ratings\"", "\"checksum\" : ");
        } finally {
            catalogue.keySet().forEach(System::clearProperty);
        }
    }

    private void requireError(Map<String, String> keys, String start) {
        assertThatThrownBy(() -> Preprocessed.run(directory.resolve("run"), "spark", 3, keys))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith(start)
                .hasMessageNotContaining("\n");
    }

    private String only(Path parquet) throws IOException {
        try (Stream<Path> files = Files.list(parquet)) {
            return files.filter(file -> file.toString().endsWith(".parquet"))
                    .findFirst()
                    .orElseThrow()
                    .toString();
        }
    }

    @Test
    void columns_that_are_missing_or_of_another_type_are_one_line() throws IOException {
        Path csv = csv("a.csv", ratings.stream());
        Path none = directory.resolve("none");
        write(csv, "rating, timestamp", none);
        requireError(
                keys("data.ratings", none.toString()),
                only(none) + ": expected a column of the users, found the columns \"rating\", \"timestamp\"");
        Path struct = directory.resolve("struct");
        write(csv, "struct(user, item) as user, item", struct);
        requireError(
                keys("data.ratings", struct.toString()),
                only(struct)
                        + ": expected text or whole numbers as the user, found the column \"user\" of type struct<");
        Path decimal = directory.resolve("decimal");
        write(csv, "user, cast(item as decimal(9,2)) as item", decimal);
        requireError(
                keys("data.ratings", decimal.toString()),
                only(decimal)
                        + ": expected text or whole numbers as the item, found the column \"item\" of type decimal(9,2)");
    }

    /** As of CSV, the columns of each file are its own: in the first one every row is an event. */
    @Test
    void a_file_may_have_a_column_that_the_first_one_lacks() throws IOException {
        Path parts = Files.createDirectory(directory.resolve("parts"));
        List<Rating> once = ratings.stream()
                .collect(Collectors.toMap(row -> row.user() + " " + row.item(), row -> row, (a, b) -> a, TreeMap::new))
                .values()
                .stream()
                .toList();
        Path all = Files.createDirectory(directory.resolve("all"));
        Files.writeString(
                all.resolve("a.csv"),
                once.stream()
                        .limit(500)
                        .map(row -> row.user() + "," + row.item() + "\n")
                        .collect(Collectors.joining("", "user,item\n", "")));
        Path rated = csv("all/b.csv", once.stream().skip(500));
        write(all.resolve("a.csv"), "user, cast(item as bigint) as item", parts.resolve("a"));
        write(rated, TYPED, parts.resolve("b"));
        requireSame(keys("data.ratings", parts.toString()), keys("data.ratings", all.toString()));
    }

    @Test
    void columns_whose_names_differ_in_case_only_are_one_line() throws IOException {
        Path twice = directory.resolve("twice");
        write(csv("a.csv", ratings.stream().limit(50)), "user, item, rating as Item", twice);
        requireError(
                keys("data.ratings", twice.toString()),
                only(twice) + ": expected Parquet files that Spark can open, found [COLUMN_ALREADY_EXISTS] The column"
                        + " `item` already exists. Choose another name or rename the existing column. SQLSTATE: 42711;"
                        + " rename one of the two, or set -Dspark.sql.caseSensitive=true");
    }

    @Test
    void files_whose_column_has_another_type_in_each_are_one_line() throws IOException {
        Path csv = csv("a.csv", ratings.stream().limit(50));
        Path parts = Files.createDirectory(directory.resolve("types"));
        write(csv, "user, cast(item as bigint) as item", parts.resolve("a"));
        write(csv, "user, cast(item as string) as item", parts.resolve("b"));
        requireError(
                keys("data.ratings", parts.toString()),
                "Parquet files: expected the same type of a column in all of them, found ");
    }

    @Test
    void a_value_that_is_missing_or_no_number_is_one_line_with_its_row() throws IOException {
        Path csv = csv("a.csv", ratings.stream());
        Path missing = directory.resolve("null");
        write(csv, "user, if(item = 7, null, item) as item", missing);
        int first = 1
                + ratings.indexOf(ratings.stream()
                        .filter(row -> row.item() == 7)
                        .findFirst()
                        .orElseThrow());
        requireError(
                keys("data.ratings", missing.toString()),
                only(missing) + ", row " + first + ": expected the id of the item, found an empty column");
        Path nan = directory.resolve("nan");
        write(csv, "user, item, if(item = 7, double('NaN'), double(rating)) as rating", nan);
        requireError(
                keys("data.ratings", nan.toString()),
                only(nan) + ", row " + first + ": expected a number as the rating, found \"NaN\"");
        Path tooLong = directory.resolve("too-long");
        write(csv, "user, if(item = 7, repeat('7', 1001), item) as item", tooLong);
        requireError(
                keys("data.ratings", tooLong.toString()),
                only(tooLong) + ", row " + first
                        + ": expected an id of the item of at most 1000 characters, found 1001 in \"777");
    }

    @Test
    void two_equal_pairs_are_one_line_with_both_rows() throws IOException {
        Path parts = Files.createDirectory(directory.resolve("parts"));
        Rating first = new Rating("u 1", 5, 3, 1_500_000_000);
        Rating second = new Rating("2", 7, 3, 1_500_000_000);
        Rating again = new Rating("2", 7, 4, 1_500_000_001);
        write(csv("a.csv", Stream.of(first, second)), TYPED, parts.resolve("a"));
        write(csv("b.csv", Stream.of(new Rating("3", 5, 4, 1_500_000_000), again)), TYPED, parts.resolve("b"));
        String found = ": expected one rating of a user for an item, found user 2 and item 7 a second time, first in ";
        requireError(
                Map.of("data.ratings", parts.toString()),
                only(parts.resolve("b")) + ", row 2" + found + only(parts.resolve("a"))
                        + ", row 2; keep one of the two");
        write(csv("c.csv", Stream.of(second, first, again)), TYPED, directory.resolve("c"));
        requireError(
                Map.of("data.ratings", directory.resolve("c").toString(), "data.format", "parquet"),
                only(directory.resolve("c")) + ", row 3" + found + "row 1; keep one of the two");
    }

    @Test
    void a_split_is_given_in_files() throws IOException {
        List<Rating> once = new ArrayList<>(ratings.stream()
                .collect(Collectors.toMap(row -> row.user() + " " + row.item(), row -> row, (a, b) -> a, TreeMap::new))
                .values());
        Path train = csv("train.csv", once.stream().filter(row -> row.seconds() % 4 > 0));
        Path test = csv("test.csv", once.stream().filter(row -> row.seconds() % 4 == 0));
        write(train, TYPED, directory.resolve("train"));
        write(test, TYPED, directory.resolve("test"));
        String[] parquet = {
            "preprocess.split.train", only(directory.resolve("train")),
            "preprocess.split.test", only(directory.resolve("test"))
        };
        requireSame(
                keys("preprocess.split.type", "given", parquet),
                keys(
                        "preprocess.split.type",
                        "given",
                        "preprocess.split.train",
                        train.toString(),
                        "preprocess.split.test",
                        test.toString()));

        List<Rating> trained =
                once.stream().filter(row -> row.seconds() % 4 > 0).toList();
        Rating both = trained.stream()
                .filter(row -> row.rating() > 4)
                .skip(20)
                .findFirst()
                .orElseThrow();
        write(
                csv("again.csv", Stream.of(new Rating("7", 1000, 5, 1), new Rating(both.user(), both.item(), 5, 1))),
                TYPED,
                directory.resolve("again"));
        requireError(
                keys(
                        "preprocess.split.type",
                        "given",
                        "preprocess.split.train",
                        only(directory.resolve("train")),
                        "preprocess.split.test",
                        only(directory.resolve("again"))),
                only(directory.resolve("again"))
                        + ", row 2: expected a pair of user and item in one part only, found user "
                        + both.user() + " and item " + both.item() + ", which " + only(directory.resolve("train"))
                        + ", row " + (trained.indexOf(both) + 1) + " has; remove one of the two");
    }

    @Test
    void what_is_no_parquet_or_no_table_is_one_line() throws IOException {
        Path text = Files.writeString(directory.resolve("text.parquet"), "user,item\n1,2\n");
        requireError(
                keys("data.ratings", text.toString()),
                text + ": expected a Parquet file, found " + "file:" + text + " is not a Parquet file");
        requireError(
                keys("data.table", "shop.orders"),
                "data.table: expected a table or a view that Spark's catalogue has, found ");
    }

    @Test
    void this_process_alone_reads_neither() {
        assertThatThrownBy(() -> Preprocessed.run(directory, "local", 1, keys("data.table", "db.ratings")))
                .isInstanceOf(UserError.class)
                .hasMessage(
                        "data.table: expected ratings in files or from a query, since engine = local, found a table of"
                                + " a catalogue; read it with -Dengine=spark (docs/spark.md)");
        assertThatThrownBy(() -> Preprocessed.run(
                        directory, "local", 1, keys("data.ratings", "ratings", "data.format", "parquet")))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith(
                        "data.format: expected table or lists, since engine = local, found parquet; read it"
                                + " with -Dengine=spark");
    }
}
