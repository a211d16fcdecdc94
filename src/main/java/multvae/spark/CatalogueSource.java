package multvae.spark;

import java.util.Iterator;
import java.util.List;
import multvae.config.DataSettings;
import multvae.config.DataSettings.Duplicates;
import multvae.io.Printable;
import multvae.io.UserError;
import multvae.ratings.DataErrors;
import multvae.ratings.RatingsReader;
import multvae.ratings.ValueReader;
import multvae.stages.Catalogue;
import org.apache.spark.SparkThrowable;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/** A table or a view of Spark's catalogues. It has no order of its own: its rows are taken by user, item and the other columns. */
final class CatalogueSource implements Source {

    private final RatingsReader reader;
    private final String table;

    CatalogueSource(RatingsReader reader, String table) {
        this.reader = reader;
        this.table = table;
    }

    private Dataset<Row> open(SparkSession session) {
        try {
            return session.table(table);
        } catch (Exception e) { // Scala declares no exceptions
            if (e instanceof SparkThrowable error && error.getCondition() != null) {
                throw new UserError(
                        DataSettings.TABLE,
                        "a table or a view that Spark's catalogue has",
                        Printable.oneLine(String.valueOf(e.getMessage())
                                .lines()
                                .findFirst()
                                .orElse("")),
                        "correct the name, or set spark.sql.catalog.* (docs/spark.md)",
                        e);
            }
            throw e;
        }
    }

    /** How many rows the table has, and the sum of their hashes, which executors compute. */
    Catalogue.Content content() {
        Dataset<Row> frame = open(ParquetSource.session());
        FrameColumns columns = FrameColumns.of(table, reader, frame);
        Row content = frame.agg(
                        functions.count(functions.lit(1)),
                        functions.sum(functions.xxhash64(columns.and()).cast("decimal(38,0)")))
                .head();
        if (content.getLong(0) == 0) {
            throw empty();
        }
        return new Catalogue.Content(content.getLong(0), content.getDecimal(1).toPlainString());
    }

    @Override
    public JavaRDD<ReadPart> read(int partitions) {
        SparkSession session = ParquetSource.session();
        session.conf().set("spark.sql.shuffle.partitions", partitions);
        Dataset<Row> frame = open(session);
        FrameColumns columns = FrameColumns.of(table, reader, frame);
        ValueReader values = columns.reader();
        Column[] all = columns.and();
        String name = table;
        return frame.select(all)
                .orderBy(all)
                .toJavaRDD()
                .mapPartitionsWithIndex(
                        (part, rows) -> List.of(part(values, name, part, rows)).iterator(), true);
    }

    private static ReadPart part(ValueReader reader, String table, int part, Iterator<Row> rows) {
        return new ReadPart(table, part, Attempt.of(() -> reader.read(new Rows(table, rows))));
    }

    private static final class Rows implements ValueReader.Cursor {

        private final String table;
        private final Iterator<Row> rows;
        private Row row;

        Rows(String table, Iterator<Row> rows) {
            this.table = table;
            this.rows = rows;
        }

        @Override
        public boolean next() {
            row = rows.hasNext() ? rows.next() : null;
            return row != null;
        }

        @Override
        public String value(int position) {
            return FrameParts.text(row.get(position));
        }

        @Override
        public String where() {
            return table + ", row " + Printable.oneLine(row.toString());
        }
    }

    @Override
    public List<String> files() {
        return List.of(table);
    }

    @Override
    public Duplicates duplicates(boolean explicit) {
        return reader.duplicates(explicit);
    }

    @Override
    public UserError empty() {
        return DataErrors.empty(table, false);
    }

    @Override
    public UserError repeated(String userId, String itemId) {
        return DataErrors.repeated(table, userId, itemId);
    }

    @Override
    public String place(String userId, String itemId) {
        return table;
    }
}
