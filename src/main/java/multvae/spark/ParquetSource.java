package multvae.spark;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import multvae.io.Printable;
import multvae.io.UserError;
import multvae.ratings.DataErrors;
import multvae.ratings.RatingsReader;
import multvae.ratings.ValueReader;
import org.apache.spark.SparkThrowable;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Parquet files. Rows are in the order of the files and of the rows in them, however Spark shares them out. Directories named {@code
 * column=value} are columns.
 */
record ParquetSource(JavaSparkContext spark, RatingsReader reader, List<Path> paths) implements FileSource {

    private static final long LEAST_BYTES = 1 << 20;
    private static final String TWICE = "COLUMN_ALREADY_EXISTS"; // Spark's name of the error

    ParquetSource {
        paths = paths.stream().map(path -> path.toAbsolutePath().normalize()).toList(); // as Hadoop writes them
    }

    /** Spark's tables in this process. */
    static SparkSession session() {
        SparkSession session = SparkSession.builder().getOrCreate(); // of the context that is there
        session.conf().set("spark.sql.datetime.java8API.enabled", true); // times without this machine's time zone
        // A value in a directory's name is text, as ids are: user=007 and user=7 are two users.
        session.conf().set("spark.sql.sources.partitionColumnTypeInference.enabled", false);
        return session;
    }

    /** Files with the same columns are read together: Spark takes all files of a frame for what the first one is. */
    @Override
    public JavaRDD<ReadPart> read(int partitions) {
        long bytes = InputFiles.check(spark, paths);
        SparkSession session = session();
        session.conf().set("spark.sql.files.maxPartitionBytes", Math.max(LEAST_BYTES, bytes / partitions));
        JavaRDD<ReadPart> all = spark.emptyRDD();
        for (List<Path> same : ParquetColumns.alike(spark, paths)) {
            all = all.union(read(session, same));
        }
        return all;
    }

    private JavaRDD<ReadPart> read(SparkSession session, List<Path> files) {
        HashMap<String, String> names = new HashMap<>();
        String[] addresses = new String[files.size()];
        for (int file = 0; file < addresses.length; file++) {
            addresses[file] = ParquetColumns.address(files.get(file));
            names.put(addresses[file], files.get(file).toString());
        }
        String first = files.get(0).toString();
        Dataset<Row> frame = open(session, first, addresses);
        FrameColumns columns = FrameColumns.of(first, reader, frame);
        ValueReader values = columns.reader();
        Column place = frame.metadataColumn("_metadata");
        return frame.select(columns.and(place.getField("file_path"), place.getField("row_index")))
                .toJavaRDD()
                .mapPartitions(rows -> new FrameParts(values, rows, names));
    }

    private static Dataset<Row> open(SparkSession session, String first, String... addresses) {
        try {
            DataFrameReader frames = session.read();
            String base = base(addresses[0]);
            boolean common =
                    Arrays.stream(addresses).allMatch(address -> base(address).equals(base));
            return (common ? frames.option("basePath", base) : frames)
                    .parquet(Arrays.stream(addresses)
                            .map(ParquetSource::literally)
                            .toArray(String[]::new));
        } catch (Exception e) { // Scala declares no exceptions
            if (e instanceof SparkThrowable error && error.getCondition() != null) {
                throw new UserError(
                        first,
                        "Parquet files that Spark can open",
                        Printable.oneLine(String.valueOf(e.getMessage())
                                .lines()
                                .findFirst()
                                .orElse("")),
                        TWICE.equals(error.getCondition())
                                ? "rename one of the two, or set -Dspark.sql.caseSensitive=true"
                                : "correct that",
                        e);
            }
            throw e;
        }
    }

    /** Spark takes addresses for patterns, and these are files' names. */
    private static String literally(String address) {
        return address.replaceAll("[\\[\\]{}*?\\\\]", "\\\\$0");
    }

    /** The directory of a file, above those that are named after a column's value. */
    private static String base(String address) {
        String base = address.substring(0, address.lastIndexOf('/'));
        while (base.substring(base.lastIndexOf('/') + 1).indexOf('=') > 0) {
            base = base.substring(0, base.lastIndexOf('/'));
        }
        return base;
    }

    @Override
    public UserError repeated(String userId, String itemId) {
        List<ReadPart.Place> both = places(userId, itemId);
        return DataErrors.repeated(both.get(0).words(), both.get(1).words(), userId, itemId);
    }

    @Override
    public String place(String userId, String itemId) {
        return places(userId, itemId).get(0).words().toString();
    }

    /** Reads the files again, for the rows that the two are in. */
    private List<ReadPart.Place> places(String userId, String itemId) {
        List<ReadPart.Place> places = read(spark.defaultParallelism())
                .flatMap(part -> part.places(userId, itemId).iterator())
                .collect();
        List<String> order = files();
        return places.stream()
                .sorted(Comparator.<ReadPart.Place>comparingInt(place -> order.indexOf(place.file()))
                        .thenComparingLong(ReadPart.Place::row))
                .toList();
    }
}
