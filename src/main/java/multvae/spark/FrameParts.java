package multvae.spark;

import java.math.BigDecimal;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import multvae.io.Printable;
import multvae.io.UserError;
import multvae.ratings.PartRows;
import multvae.ratings.ValueReader;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.Row;

/** Rows of Parquet files in the order in which they are there, a part for each run of rows of the same file. */
final class FrameParts implements Iterator<ReadPart> {

    private static final String OTHER_TYPE =
            "FAILED_READ_FILE.PARQUET_COLUMN_DATA_TYPE_MISMATCH"; // Spark's name of the error

    private final ValueReader reader;
    private final Iterator<Row> rows;
    private final Map<String, String> files;
    private final int columns;
    private Row ahead;
    private UserError failure; // of the first row; null if that is read

    /**
     * @param rows the values of the reader's columns, then the file's address and the row's number in it, from 0
     * @param files by address, what they are called
     */
    FrameParts(ValueReader reader, Iterator<Row> rows, Map<String, String> files) {
        this.reader = reader;
        this.rows = rows;
        this.files = files;
        this.columns = reader.names().size();
        try {
            this.ahead = following();
        } catch (UserError e) {
            this.failure = e;
        }
    }

    @Override
    public boolean hasNext() {
        return ahead != null || failure != null;
    }

    @Override
    public ReadPart next() {
        if (failure != null) {
            UserError error = failure;
            failure = null;
            return new ReadPart(files.values().iterator().next(), 0, Attempt.failed(error)); // in whatever file it is
        }
        if (ahead == null) {
            throw new NoSuchElementException();
        }
        Run run = new Run();
        Attempt<PartRows> read = Attempt.of(() -> reader.read(run));
        if (read.error().isPresent()) {
            ahead = null; // whatever comes, it is an error
        }
        return new ReadPart(run.file, run.from, read);
    }

    /** As CSV has it: whole numbers without a point, times as ISO 8601. */
    static String text(Object value) {
        if (value == null) {
            return "";
        }
        if (value instanceof BigDecimal decimal) {
            return decimal.scale() > 0 ? decimal.stripTrailingZeros().toPlainString() : decimal.toPlainString();
        }
        return value.toString(); // numbers, text, and Java's own times, whose texts are ISO 8601
    }

    private String file(Row row) {
        String address = new Path(java.net.URI.create(row.getString(columns))).toString();
        String file = files.get(address);
        if (file == null) {
            throw new IllegalStateException(address + " is none of " + files.keySet());
        }
        return file;
    }

    private long number(Row row) {
        return row.getLong(columns + 1);
    }

    private Row following() {
        try {
            return rows.hasNext() ? rows.next() : null;
        } catch (Exception e) { // Scala declares no exceptions
            if (e instanceof SparkThrowable error && OTHER_TYPE.equals(error.getCondition())) {
                throw new UserError(
                        "Parquet files",
                        "the same type of a column in all of them",
                        Printable.oneLine(e.getMessage()),
                        "write them again with one type",
                        e);
            }
            throw e;
        }
    }

    private final class Run implements ValueReader.Cursor {

        private final String address = ahead.getString(columns);
        private final String file = file(ahead);
        private final long from = number(ahead);
        private Row row;

        @Override
        public boolean next() {
            if (ahead == null || !ahead.getString(columns).equals(address)) {
                return false;
            }
            row = ahead;
            ahead = following();
            return true;
        }

        @Override
        public String value(int position) {
            return text(row.get(position));
        }

        @Override
        public String where() {
            return file + ", row " + (number(row) + 1);
        }
    }
}
