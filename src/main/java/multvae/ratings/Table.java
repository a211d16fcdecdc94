package multvae.ratings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import multvae.io.TextFile;
import multvae.io.UserError;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * The rows of a file of columns, read with Commons CSV. Spaces around a value do not count. Empty lines do not count either;
 * lines of blanks are allowed after the last row only.
 */
final class Table implements TableRow {

    /** What a row may end before. */
    private static final Set<Column> OPTIONAL = EnumSet.of(Column.TIMESTAMP, Column.GENRES);

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
        this.positions = layout.positions();
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

    /**
     * Reads the rows of a part of a file; errors as those of {@link #forEach(TableLayout, Action)}.
     *
     * @return the first of the lines of blanks at the part's end, after which no row may come; 0 if there are none
     */
    static long forEach(TableLayout layout, TablePart part, Action action) {
        return new Table(layout, Optional.of(part)).read(action);
    }

    private TextFile open() throws IOException {
        int most = TextFile.MAX_TABLE_LINE_CHARS;
        if (part.isEmpty() || part.get().isWhole()) {
            return TextFile.openTable(file, layout.charset(), most);
        }
        TablePart lines = part.get();
        return TextFile.openLines(file, layout.charset(), lines.from(), lines.to(), lines.line(), most);
    }

    private long read(Action action) {
        long firstBlankLine = 0;
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
                if (line > lastLineAbove) {
                    if (row.size() == 1 && row.get(0).isBlank()) {
                        boolean counts = firstBlankLine == 0 && !row.get(0).isEmpty();
                        firstBlankLine = counts ? line : firstBlankLine;
                    } else if (firstBlankLine > 0) {
                        throw blank(file.toString(), firstBlankLine);
                    } else {
                        checkColumns();
                        action.accept(this);
                    }
                }
                line = firstLine + parser.getCurrentLineNumber();
                text.beginRecord(line);
            }
            return firstBlankLine;
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

    static UserError blank(String file, long line) {
        return new UserError(file + ":" + line, "a row", "a line of blanks", "remove it");
    }

    private void checkColumns() {
        int columns = layout.first().size();
        if (row.size() > columns || row.size() < leastColumns) {
            throw error(
                    columns + " columns, as in the first row",
                    row.size() + " in " + TextFile.quote(String.join(layout.separator(), row.toList())),
                    "fix the line");
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
        return TableRow.stripped(value);
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
