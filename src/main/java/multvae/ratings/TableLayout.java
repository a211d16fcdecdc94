package multvae.ratings;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import multvae.io.StrictNumbers;
import multvae.io.TextFile;
import multvae.io.UserError;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * The form of one table, found out from its first rows as far as its {@link TableFormat} leaves it open.
 *
 * <p>The separator is the first of tab, {@code ::}, comma, semicolon, bar and space that gives every one of these rows the same
 * number of columns, two or more. There is a header if the first row names a user's and an item's column, or has no digit
 * while the second row has. Without a header and without configured columns, they are user, item, rating, timestamp.
 */
final class TableLayout {

    private static final int SAMPLE_CHARS = 1 << 16;
    private static final int SAMPLE_ROWS = 20;
    private static final List<String> SEPARATORS = List.of("\t", "::", ",", ";", "|", " ");
    private static final Set<String> UNQUOTED = Set.of("\t", "::", " ");

    /** What servers send instead of a file that they do not have. */
    private static final Pattern PAGE = Pattern.compile("\\s*<(!doctype|html|\\?xml)", Pattern.CASE_INSENSITIVE);

    /** A number from here on is a time in seconds since 1970, one below it a rating. */
    private static final double LEAST_TIME = 1e8;

    private final Path file;
    private final Set<Column> required;
    private final TableFormat format;
    private final String separator;
    private final CSVFormat csv;
    private final boolean header;
    private final List<String> first; // the first row
    private final Map<Column, Integer> positions = new EnumMap<>(Column.class); // from 0

    private TableLayout(
            Path file, TableFormat format, Set<Column> required, String separator, List<List<String>> sample) {
        this.file = file;
        this.format = format;
        this.required = required;
        this.separator = separator;
        this.csv = csv(format, separator);
        this.first = sample.get(0);
        this.header = format.header().orElseGet(() -> looksLikeHeader(sample));
        for (Column column : Column.values()) {
            position(column).ifPresent(position -> positions.put(column, position));
        }
        if (!header) {
            takeUsualOrder(sample);
        }
        require(sample);
    }

    /**
     * Finds out the form of a table.
     *
     * @param required the columns that it must have
     * @throws UserError if the file cannot be read, has no row, has no or two columns that may be a required one, or lacks a
     *     configured one
     */
    static TableLayout of(Path file, TableFormat format, Set<Column> required) {
        String text = beginning(file, format);
        if (text.isBlank()) {
            throw new UserError(file.toString(), "rows", "none", "check that the file is complete");
        }
        if (PAGE.matcher(text).lookingAt()) {
            throw new UserError(file + ":1", "a table of columns", "a web page", "download the file itself");
        }
        String separator = format.separator().orElseGet(() -> separator(format, text));
        List<List<String>> sample = rows(csv(format, separator), text);
        if (text.startsWith("{") || text.startsWith("[")) {
            throw new UserError(
                    file + ":1",
                    "a table of columns",
                    "JSON",
                    "read it with a query: data.query = \"select USER, ITEM from read_json('" + file + "')\"");
        }
        if (sample.isEmpty()) {
            throw new UserError(file + ":1", "a row", "quotes that do not match", "set data.quote = none");
        }
        return new TableLayout(file, format, required, separator, sample);
    }

    /** How to read the rows. */
    CSVFormat csv() {
        return csv;
    }

    String separator() {
        return separator;
    }

    /** Whether the first row is no data. */
    boolean header() {
        return header;
    }

    /** The names of the columns; the first row's values if there is no header. */
    List<String> first() {
        return first;
    }

    /** The columns' positions from 0; without those that the table does not have. */
    Map<Column, Integer> positions() {
        return positions;
    }

    /** For the log: {@code user = user_id, item = asin, rating = stars (separator ",", a header)}. */
    String describe() {
        String columns = positions.entrySet().stream()
                .map(entry -> entry.getKey().label() + " = "
                        + (header ? first.get(entry.getValue()) : "column " + (entry.getValue() + 1)))
                .collect(Collectors.joining(", "));
        return columns + " (separator " + TextFile.quote(separator) + ", " + (header ? "a header" : "no header") + ")";
    }

    private static String beginning(Path file, TableFormat format) {
        char[] buffer = new char[SAMPLE_CHARS];
        int length = 0;
        try (Reader text = TextFile.open(file, format.charset(), TextFile.MAX_TABLE_LINE_CHARS)) {
            int read = text.read(buffer, 0, SAMPLE_CHARS);
            while (read > 0) {
                length += read;
                read = length == SAMPLE_CHARS ? -1 : text.read(buffer, length, SAMPLE_CHARS - length);
            }
        } catch (IOException e) {
            throw TextFile.unreadable(file, e);
        }
        String text = new String(buffer, 0, length);
        int lastLine = Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r'));
        return length == SAMPLE_CHARS && lastLine > 0 ? text.substring(0, lastLine + 1) : text;
    }

    private static String separator(TableFormat format, String text) {
        List<String> possible =
                SEPARATORS.stream().filter(candidate -> !isQuote(format, candidate)).toList();
        for (String separator : possible) {
            List<List<String>> rows = rows(csv(format, separator), text);
            if (!rows.isEmpty()
                    && rows.get(0).size() > 1
                    && rows.stream().allMatch(row -> row.size() == rows.get(0).size())) {
                return separator;
            }
        }
        String line = text.lines().findFirst().orElse("");
        return possible.stream().filter(line::contains).findFirst().orElse(possible.get(0));
    }

    private static boolean isQuote(TableFormat format, String separator) {
        return format.quote().filter(quote -> separator.indexOf(quote) >= 0).isPresent();
    }

    private static CSVFormat csv(TableFormat format, String separator) {
        if (isQuote(format, separator)) {
            throw new UserError(
                    "data.quote",
                    "another character than in data.separator",
                    TextFile.quote(separator) + " in both",
                    "correct one of them");
        }
        char quote = format.quote().orElse(UNQUOTED.contains(separator) ? TableFormat.NO_QUOTE : '"');
        return CSVFormat.DEFAULT
                .builder()
                .setDelimiter(separator)
                .setQuote(quote == TableFormat.NO_QUOTE ? null : quote)
                .setIgnoreEmptyLines(false)
                .get();
    }

    /** The first rows that are not blank, as far as they can be read. */
    private static List<List<String>> rows(CSVFormat csv, String text) {
        List<List<String>> rows = new ArrayList<>();
        try (CSVParser parser = CSVParser.builder()
                .setReader(new StringReader(text))
                .setFormat(csv)
                .get()) {
            for (CSVRecord row : parser) {
                if (row.size() > 1 || !row.get(0).isBlank()) {
                    rows.add(row.stream().map(String::strip).toList());
                }
                if (rows.size() == SAMPLE_ROWS) {
                    break;
                }
            }
        } catch (IOException | UncheckedIOException e) {
            return rows; // quotes that do not match: whoever reads the rows names the line
        }
        return rows;
    }

    private boolean looksLikeHeader(List<List<String>> sample) {
        boolean namesColumns = format.columns().values().stream()
                .anyMatch(chosen -> !chosen.equals(TableFormat.NO_COLUMN) && StrictNumbers.wholeNumber(chosen) < 0);
        boolean recognised = !Column.ITEM.candidates(first, true).isEmpty()
                && (!required.contains(Column.USER)
                        || !Column.USER.candidates(first, true).isEmpty());
        return namesColumns
                || recognised
                || (!hasDigit(first) && sample.stream().skip(1).limit(1).anyMatch(TableLayout::hasDigit));
    }

    private static boolean hasDigit(List<String> row) {
        return row.stream().anyMatch(value -> value.chars().anyMatch(c -> c >= '0' && c <= '9'));
    }

    private boolean isConfigured(Column column) {
        return format.columns().containsKey(column);
    }

    private Optional<Integer> position(Column column) {
        String chosen = format.columns().get(column);
        if (chosen == null) {
            return header ? recognised(column) : Optional.empty();
        }
        if (chosen.equals(TableFormat.NO_COLUMN)) {
            return Optional.empty();
        }
        long number = StrictNumbers.wholeNumber(chosen);
        if (number >= 0) {
            if (number < 1 || number > first.size()) {
                if (required.contains(column) || column != Column.TIMESTAMP) {
                    throw wrong(column, "a column from 1 to " + first.size(), chosen);
                }
                return Optional.empty();
            }
            return Optional.of((int) number - 1);
        }
        int exact = first.indexOf(chosen);
        if (exact >= 0) {
            return Optional.of(exact);
        }
        for (int position = 0; position < first.size(); position++) {
            if (Column.simplified(first.get(position)).equals(Column.simplified(chosen))) {
                return Optional.of(position);
            }
        }
        throw wrong(column, "one of the columns " + names(), chosen);
    }

    private UserError wrong(Column column, String expected, String found) {
        return new UserError(file + ":1", expected + " as data.columns." + column.label(), found, "correct it");
    }

    private Optional<Integer> recognised(Column column) {
        List<Integer> candidates = column.candidates(first, required.contains(column)).stream()
                .filter(position -> !format.columns().containsValue(first.get(position)))
                .toList();
        boolean matters = required.contains(column) || column == Column.RATING;
        if (candidates.size() > 1 && matters) {
            throw new UserError(
                    file + ":1",
                    "one column of the " + column.label() + "s",
                    candidates.stream().map(first::get).map(TextFile::quote).collect(Collectors.joining(" and ")),
                    "name the right one: data.columns." + column.label() + " = \"" + first.get(candidates.get(0))
                            + "\"");
        }
        return candidates.size() == 1 ? Optional.of(candidates.get(0)) : Optional.empty();
    }

    /**
     * User, item, rating, timestamp, as the widespread files without a header have it; or item, title. In some the item comes
     * first: if that is configured, rating and timestamp still follow.
     */
    private void takeUsualOrder(List<List<String>> sample) {
        boolean configured = isConfigured(Column.USER) || isConfigured(Column.ITEM);
        if (configured && !(isOneOfFirstTwo(Column.USER) && isOneOfFirstTwo(Column.ITEM))) {
            return;
        }
        if (!required.contains(Column.USER)) {
            take(Column.ITEM, 0);
            take(Column.TITLE, 1);
            return;
        }
        boolean third = first.size() > 2 && isBelow(sample, 2, LEAST_TIME);
        boolean time = first.size() == 3 && !third && isBelow(sample, 2, Double.POSITIVE_INFINITY);
        if (first.size() == 2 || third || time) {
            take(Column.USER, 0);
            take(Column.ITEM, 1);
            take(time ? Column.TIMESTAMP : Column.RATING, 2);
            take(Column.TIMESTAMP, 3);
        }
    }

    private boolean isOneOfFirstTwo(Column column) {
        return positions.getOrDefault(column, 2) < 2;
    }

    /** Unless something else is configured. */
    private void take(Column column, int position) {
        if (!isConfigured(column) && !positions.containsValue(position) && position < first.size()) {
            positions.putIfAbsent(column, position);
        }
    }

    private static boolean isBelow(List<List<String>> sample, int position, double limit) {
        return sample.stream()
                .filter(row -> row.size() > position)
                .allMatch(row -> Math.abs(StrictNumbers.rating(row.get(position))) < limit);
    }

    private void require(List<List<String>> sample) {
        for (Column column : required) {
            if (!positions.containsKey(column)) {
                throw missing(column, sample);
            }
        }
        List<Integer> distinct = positions.values().stream().distinct().toList();
        if (distinct.size() < positions.size()) {
            throw new UserError(
                    file + ":1",
                    "a column of its own for each of "
                            + positions.keySet().stream().map(Column::label).collect(Collectors.joining(", ")),
                    "two of them in one",
                    "correct data.columns");
        }
    }

    private UserError missing(Column column, List<List<String>> sample) {
        String key = "data.columns." + column.label();
        if (first.size() == 1) {
            return new UserError(
                    file + ":1",
                    "columns of users and items",
                    "one column in " + TextFile.quote(first.get(0)),
                    "set data.separator to what is between the columns");
        }
        if (!required.contains(Column.USER)) {
            return new UserError(
                    file + ":1",
                    "a column of the items and one of their titles",
                    "the columns " + names(),
                    "write the header item_id,title above them, or leave the file out: titles are optional");
        }
        if (!header) {
            return new UserError(
                    file + ":1",
                    "a header, or " + key,
                    TextFile.quote(String.join(separator, sample.get(0))),
                    "say which column it is: " + key + " = 1 for the first one");
        }
        return new UserError(
                file + ":1",
                "a column of the " + column.label() + "s",
                "the columns " + names(),
                "name it: " + key + " = \"" + first.get(0) + "\", or data.header = false if this is no header");
    }

    private String names() {
        return first.stream().map(TextFile::quote).collect(Collectors.joining(", "));
    }
}
