package multvae.io;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** Small files of records. What is wrong with one is a {@link UserError}. */
public final class CsvRecords {

    /** RFC 4180, except that lines end with LF. */
    private static final CSVFormat OURS = CSVFormat.RFC4180
            .builder()
            .setRecordSeparator('\n')
            .setIgnoreEmptyLines(false)
            .get();

    private CsvRecords() {}

    /** What to do with a record; {@code where} is the file and the line that the record begins on. */
    public interface Action {
        void accept(CSVRecord row, String where);
    }

    /** Writes one record. */
    public interface Printer {
        void print(Object... columns) throws IOException;
    }

    /** What to write. */
    public interface Source {
        void printTo(Printer printer) throws IOException;
    }

    /** Whether a record has any value but blanks. */
    public static boolean hasValue(CSVRecord row) {
        for (String value : row) {
            if (!value.isBlank()) {
                return true;
            }
        }
        return false;
    }

    /** Reads every record, blank lines among them as one empty column. {@code remedy} is for quotes that do not match. */
    public static void forEach(Path file, CSVFormat csv, String remedy, Action action) {
        long line = 1; // where the record begins: a quoted column may have several lines
        try (TextFile text = TextFile.open(file);
                CSVParser parser =
                        CSVParser.builder().setReader(text).setFormat(csv).get()) {
            Iterator<CSVRecord> records = parser.iterator();
            text.beginRecord(line);
            while (records.hasNext()) {
                action.accept(records.next(), file + ":" + line);
                line = parser.getCurrentLineNumber() + 1;
                text.beginRecord(line);
            }
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof CSVException) {
                throw new UserError(file + ":" + line, "quotes as in RFC 4180", "others", remedy, e);
            }
            throw TextFile.unreadable(file, e.getCause());
        } catch (IOException e) {
            throw TextFile.unreadable(file, e);
        }
    }

    /** Reads a file that {@link #write} wrote: checks the header and the number of columns, passes the other rows to the action. */
    public static void read(Path file, List<String> header, String remedy, Action action) {
        read(file, List.of(header), remedy, action);
    }

    /** As {@link #read(Path, List, String, Action)}, of a file that has one of several headers, of different lengths. */
    public static void read(Path file, Collection<? extends List<String>> headers, String remedy, Action action) {
        read(file, headers, false, remedy, action);
    }

    /** As {@link #read(Path, List, String, Action)}, of a file that a user wrote: rows below the header that have no value do not count. */
    public static void readOfUser(Path file, List<String> header, String remedy, Action action) {
        read(file, List.of(header), true, remedy, action);
    }

    private static void read(
            Path file,
            Collection<? extends List<String>> headers,
            boolean mayHaveEmptyRows,
            String remedy,
            Action action) {
        String expected = "the header "
                + headers.stream().map(header -> String.join(",", header)).collect(Collectors.joining(" or "));
        int[] columns = {0};
        forEach(file, OURS, remedy, (row, where) -> {
            if (row.getRecordNumber() == 1) {
                if (!headers.contains(row.toList())) {
                    throw new UserError(where, expected, TextFile.quote(String.join(",", row.toList())), remedy);
                }
                columns[0] = row.size();
                return;
            }
            if (mayHaveEmptyRows && !hasValue(row)) {
                return;
            }
            if (row.size() != columns[0]) {
                throw new UserError(where, Plural.of(columns[0], "column"), String.valueOf(row.size()), remedy);
            }
            action.accept(row, where);
        });
        if (columns[0] == 0) {
            throw new UserError(file.toString(), expected, "an empty file", remedy);
        }
    }

    /**
     * Writes the header and the rows: UTF-8, LF, quotes if RFC 4180 needs them.
     *
     * @throws UserError if the file cannot be written
     */
    public static void write(Path file, List<String> header, Source rows) {
        try (Writer text = Files.newBufferedWriter(file)) {
            OURS.printRecord(text, header.toArray());
            rows.printTo(columns -> OURS.printRecord(text, columns));
        } catch (IOException e) {
            throw TextFile.unwritable(file, e);
        }
    }
}
