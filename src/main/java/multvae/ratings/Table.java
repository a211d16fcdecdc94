package multvae.ratings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import multvae.io.CsvRecords;
import multvae.io.TextFile;
import multvae.io.UserError;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * The rows of a file of columns, read with Commons CSV. Spaces around a value do not count, nor does a row without
 * any value: an empty line, one of blanks, or separators only, as Excel writes for rows that were cleared.
 */
final class Table implements TableRow {

    /** What a row may end before. */
    private static final Set<Column> OPTIONAL = EnumSet.of(Column.TIMESTAMP, Column.GENRES);

    /** For what R and pandas write with row names that have no name in the header, and for a separator at the end of each row. */
    private static final String FIX_OR_ADD =
            "fix the line, or if every row has one more, give that column a name in the header, which may be empty";

    private final Path file;
    private final TableLayout layout;
    private final Optional<TablePart> part; // of the file; absent: all of it
    private final Map<Column, Integer> positions; // from 0
    private final int leastColumns; // without those that a row may end before
    private CSVRecord row;
    private long line; // where the row begins

    private Table(TableLayout layout, Optional<TablePart> part) {
        this.file = layout.file();
        this.layout = layout;
        this.part = part;
        this.positions = new EnumMap<>(layout.columns().positions());
        int least = 0;
        for (Map.Entry<Column, Integer> column : positions.entrySet()) {
            if (!OPTIONAL.contains(column.getKey())) {
                least = Math.max(least, column.getValue() + 1);
            }
        }
        this.leastColumns = least;
    }

    /** What to do with a row: the table stands at it. */
    @FunctionalInterface
    interface Action {
        void accept(Table row);
    }

    /**
     * Reads every row.
     *
     * @throws UserError with file and line, as {@link RatingsReader} describes
     */
    static void forEach(TableLayout layout, Action action) {
        new Table(layout, Optional.empty()).read(action);
    }

    /** Reads the rows of a part of a file; errors as those of {@link #forEach(TableLayout, Action)}. */
    static void forEach(TableLayout layout, TablePart part, Action action) {
        new Table(layout, Optional.of(part)).read(action);
    }

    private TextFile open() throws IOException {
        int most = TextFile.MAX_TABLE_LINE_CHARS;
        if (part.isEmpty() || part.get().isWhole()) {
            return TextFile.openTable(file, layout.charset(), most);
        }
        TablePart lines = part.get();
        return TextFile.openLines(file, layout.charset(), lines.from(), lines.to(), lines.line(), most);
    }

    private void read(Action action) {
        long firstLine = part.map(TablePart::line).orElse(1L);
        long lastLineAbove = layout.lastLineAbove();
        line = firstLine;
        try (TextFile text = open();
                CSVParser parser = CSVParser.builder()
                        .setReader(text)
                        .setFormat(layout.csv())
                        .get()) {
            Iterator<CSVRecord> rows = parser.iterator();
            text.beginRecord(line);
            while (rows.hasNext()) {
                row = rows.next();
                if (line > lastLineAbove && CsvRecords.hasValue(row)) {
                    checkColumns();
                    action.accept(this);
                }
                line = firstLine + parser.getCurrentLineNumber();
                text.beginRecord(line);
            }
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof CSVException) {
                throw new UserError(
                        where(),
                        "quotes as in RFC 4180",
                        "others",
                        "fix the line, or set data.quote = none if quotes are characters like others",
                        e);
            }
            throw TextFile.unreadable(file, e.getCause());
        } catch (IOException e) {
            throw TextFile.unreadable(file, e);
        }
    }

    private void checkColumns() {
        int columns = layout.columns().first().size();
        if (row.size() > columns || row.size() < leastColumns) {
            throw error(
                    columns + " columns, as in the first row",
                    row.size() + " in " + TextFile.quote(String.join(layout.separator(), row.toList())),
                    row.size() == columns + 1 && layout.header() ? FIX_OR_ADD : "fix the line");
        }
    }

    @Override
    public boolean has(Column column) {
        return positions.containsKey(column);
    }

    /** A column's value without spaces around it; empty if the row ends before it. */
    @Override
    public String value(Column column) {
        int position = positions.get(column);
        String value = position < row.size() ? row.get(position) : "";
        return TextFile.stripped(value);
    }

    /** The file and the line that the row begins on; the row of a query's result. */
    @Override
    public String where() {
        if (layout.isQueried()) {
            boolean cut = part.isPresent() && !part.get().isWhole(); // then no value has line ends
            return new DataErrors.Row(layout.name(), (cut ? line : row.getRecordNumber()) - 1).toString();
        }
        return file + ":" + line;
    }

    @Override
    public String correction() {
        return layout.isQueried() ? "correct the query" : TableRow.super.correction();
    }
}
