package multvae.ratings;

import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import multvae.io.TextFile;
import multvae.io.UserError;
import org.apache.commons.csv.CSVFormat;

/** The form of a table in a file, found out from its first rows as far as its {@link TableFormat} leaves it open. */
final class TableLayout {

    private static final String NO_SEPARATOR = "set data.separator to what is between the columns";

    private final Path file;
    private final boolean queried; // by SqlQuery: messages name the query, as the file is not the user's
    private final TableFormat format;
    private final TableSample sample;
    private final TableColumns columns;

    private TableLayout(Path file, boolean queried, TableFormat format, Set<Column> required) {
        this.file = file;
        this.queried = queried;
        this.format = format;
        this.sample = TableSample.of(file, format);
        this.columns = ColumnSearch.in(wording(), format, required, sample.rows());
    }

    private ColumnSearch.Wording wording() {
        if (queried) {
            return new ColumnSearch.Wording(SqlQuery.RESULT, sample.separator(), "select both", "");
        }
        return new ColumnSearch.Wording(
                file + ":" + sample.firstLine(),
                sample.separator(),
                NO_SEPARATOR + (sample.separatorLine() ? ", or correct line 1, which names another one" : ""),
                ", or data.header = false if this is no header");
    }

    /**
     * Finds out the form of a table.
     *
     * @param required the columns that it must have
     * @throws UserError if the file cannot be read, has no row, has no or two columns that may be a required one, or lacks a
     *     configured one
     */
    static TableLayout of(Path file, TableFormat format, Set<Column> required) {
        return new TableLayout(file, false, format, required);
    }

    /** That of the file that {@link SqlQuery} has written: messages name the query. */
    static TableLayout ofQuery(Path file, TableFormat format, Set<Column> required) {
        return new TableLayout(file, true, format, required);
    }

    /**
     * Finds out the columns of a table whose values another program takes apart.
     *
     * @param where what the table is called in messages
     * @param names of its columns
     * @throws UserError as that of a file
     */
    static TableColumns ofNames(String where, List<String> names, TableFormat format, Set<Column> required) {
        TableFormat headed = new TableFormat(
                format.separator(), Optional.of(true), format.quote(), format.charset(), format.columns());
        return ColumnSearch.in(
                new ColumnSearch.Wording(where, ",", NO_SEPARATOR, ""), headed, required, List.of(List.copyOf(names)));
    }

    /** The same places of the columns, for a further part of the same data that begins without a header. */
    TableFormat continued() {
        return new TableFormat(
                Optional.of(sample.separator()),
                Optional.of(false),
                format.quote(),
                format.charset(),
                columns.configured());
    }

    Path file() {
        return file;
    }

    /** Whether it is the result of a query. */
    boolean isQueried() {
        return queried;
    }

    /** What the table is called. */
    String name() {
        return queried ? SqlQuery.RESULT : file.toString();
    }

    Charset charset() {
        return format.charset();
    }

    /** How to read the rows. */
    CSVFormat csv() {
        return sample.csv();
    }

    String separator() {
        return sample.separator();
    }

    TableColumns columns() {
        return columns;
    }

    /** Whether the first row is no data. */
    boolean header() {
        return columns.header();
    }

    /** The last line above the rows: the header's, or the one that names the separator; 0 if there is none. */
    long lastLineAbove() {
        return header() ? sample.firstLine() : sample.separatorLine() ? 1 : 0;
    }

    /** For the log: {@code user = user_id, item = asin, rating = stars (separator ",", a header)}. */
    String describe() {
        return columns.describe() + " (separator " + TextFile.quote(sample.separator()) + ", "
                + (header() ? "a header" : "no header") + ")" + columns.describeUnread();
    }
}
