package multvae.ratings;

import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import multvae.io.StrictNumbers;
import multvae.io.TextFile;
import multvae.io.UserError;
import org.apache.commons.csv.CSVFormat;

/**
 * The form of one table, found out from its first rows as far as its {@link TableFormat} leaves it open.
 *
 * <p>There is a header if the first row names a user's and an item's column, or has no digit
 * while the second row has. Without a header and without configured columns, they are user, item, rating, timestamp.
 */
final class TableLayout {

    /** A number from here on is a time in seconds since 1970, one below it a rating. */
    private static final double LEAST_TIME = 1e8;

    private static final int MOST_UNREAD = 8; // columns that are named

    private final Path file; // null for columns that another program names
    private final String where;
    private final Set<Column> required;
    private final TableFormat format;
    private final TableSample sample;
    private final boolean header;
    private final List<String> first; // the first row
    private final Map<Column, Integer> positions = new EnumMap<>(Column.class); // from 0

    private TableLayout(Path file, String where, TableFormat format, Set<Column> required, TableSample sample) {
        this.file = file;
        this.where = where;
        this.format = format;
        this.required = required;
        this.sample = sample;
        this.first = sample.rows().get(0);
        this.header = format.header().orElseGet(() -> looksLikeHeader(sample.rows()));
        for (Column column : Column.values()) {
            if (isConfigured(column)) {
                configured(column, format.columns().get(column)).ifPresent(position -> positions.put(column, position));
            }
        }
        if (header) {
            recognise(true);
            recognise(false);
        } else {
            takeUsualOrder(sample.rows());
        }
        require();
    }

    /**
     * Finds out the form of a table.
     *
     * @param required the columns that it must have
     * @throws UserError if the file cannot be read, has no row, has no or two columns that may be a required one, or lacks a
     *     configured one
     */
    static TableLayout of(Path file, TableFormat format, Set<Column> required) {
        TableSample sample = TableSample.of(file, format);
        return new TableLayout(file, file + ":" + sample.firstLine(), format, required, sample);
    }

    /** That of the file that {@link SqlQuery} has written: messages name the query. */
    static TableLayout ofQuery(Path file, TableFormat format, Set<Column> required) {
        return new TableLayout(file, SqlQuery.RESULT, format, required, TableSample.of(file, format));
    }

    /**
     * Finds out the columns of a table whose values another program takes apart.
     *
     * @param where what the table is called in messages
     * @param names of its columns
     * @throws UserError as that of a file
     */
    static TableLayout of(String where, List<String> names, TableFormat format, Set<Column> required) {
        TableFormat headed = new TableFormat(
                format.separator(), Optional.of(true), format.quote(), format.charset(), format.columns());
        TableSample sample = new TableSample(",", CSVFormat.DEFAULT, false, 1, List.of(List.copyOf(names)));
        return new TableLayout(null, where, headed, required, sample);
    }

    /** The same places of the columns, for a further part of the same data that begins without a header. */
    TableFormat continued() {
        Map<Column, String> columns = new EnumMap<>(Column.class);
        for (Column column : Column.values()) {
            Integer position = positions.get(column);
            columns.put(column, position == null ? TableFormat.NO_COLUMN : String.valueOf(position + 1));
        }
        return new TableFormat(
                Optional.of(sample.separator()), Optional.of(false), format.quote(), format.charset(), columns);
    }

    Path file() {
        return file;
    }

    /** Whether it is the result of a query. */
    boolean isQueried() {
        return where.equals(SqlQuery.RESULT);
    }

    /** What the table is called. */
    String name() {
        return isQueried() ? where : file.toString();
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

    /** Whether the first row is no data. */
    boolean header() {
        return header;
    }

    /** The last line above the rows: the header's, or the one that names the separator; 0 if there is none. */
    long lastLineAbove() {
        return header ? sample.firstLine() : sample.separatorLine() ? 1 : 0;
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
        return describeColumns() + " (separator " + TextFile.quote(sample.separator()) + ", "
                + (header ? "a header" : "no header") + ")" + describeUnread();
    }

    /** The columns alone. */
    String describeColumns() {
        String read = positions.entrySet().stream()
                .map(entry -> entry.getKey().label() + " = "
                        + (header ? first.get(entry.getValue()) : "column " + (entry.getValue() + 1)))
                .collect(Collectors.joining(", "));
        boolean explicit = !required.contains(Column.USER) || positions.containsKey(Column.RATING);
        return explicit ? read : read + ", no rating: every row is an event";
    }

    /** What is left out, by name: a column of ratings may be among it. */
    String describeUnread() {
        List<String> unread = IntStream.range(0, header ? first.size() : 0)
                .filter(position -> !positions.containsValue(position))
                .mapToObj(position -> TextFile.quote(first.get(position)))
                .toList();
        if (unread.isEmpty()) {
            return "";
        }
        int more = unread.size() - MOST_UNREAD;
        return "; not read: " + String.join(", ", unread.subList(0, Math.min(unread.size(), MOST_UNREAD)))
                + (more > 0 ? " and " + more + " more" : "");
    }

    private boolean looksLikeHeader(List<List<String>> sample) {
        boolean namesColumns = format.columns().values().stream()
                .anyMatch(chosen -> !chosen.equals(TableFormat.NO_COLUMN) && StrictNumbers.wholeNumber(chosen) < 0);
        boolean recognised = !Column.ITEM.candidates(first, true, Set.of()).isEmpty()
                && (!required.contains(Column.USER)
                        || !Column.USER.candidates(first, true, Set.of()).isEmpty());
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

    private Optional<Integer> configured(Column column, String chosen) {
        if (chosen.equals(TableFormat.NO_COLUMN)) {
            return Optional.empty();
        }
        long number = StrictNumbers.wholeNumber(chosen);
        if (number >= 0) {
            if (number < 1 || number > first.size()) {
                if (!mayLack(column)) {
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

    /** Whether a position beyond the last column is none: a file of a known format may have fewer columns than others of it. */
    private boolean mayLack(Column column) {
        return switch (column) {
            case TIMESTAMP -> !required.contains(column);
            case GENRES -> required.contains(Column.TITLE);
            default -> false;
        };
    }

    private UserError wrong(Column column, String expected, String found) {
        return new UserError(where, expected + " as data.columns." + column.label(), found, "correct it");
    }

    /** The columns that must be there, or those that may, by what the header calls them; a position is one column only. */
    private void recognise(boolean must) {
        for (Column column : Column.values()) {
            if (required.contains(column) == must && !isConfigured(column)) {
                recognised(column).ifPresent(position -> positions.put(column, position));
            }
        }
    }

    private Optional<Integer> recognised(Column column) {
        List<Integer> candidates = column.candidates(first, required.contains(column), positions.values());
        boolean matters = required.contains(column) || column == Column.RATING;
        if (candidates.size() > 1 && matters) {
            List<String> found = candidates.stream().map(first::get).toList();
            boolean differ = found.stream().distinct().count() == found.size();
            throw new UserError(
                    where,
                    "one column of the " + column.label() + "s",
                    found.stream().map(TextFile::quote).collect(Collectors.joining(" and ")),
                    (differ ? "name" : "number") + " the right one: data.columns." + column.label() + " = "
                            + (differ ? "\"" + found.get(0) + "\"" : candidates.get(0) + 1));
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
                .allMatch(row -> Math.abs(StrictNumbers.decimal(row.get(position))) < limit);
    }

    private void require() {
        for (Column column : required) {
            if (!positions.containsKey(column)) {
                throw missing(column);
            }
        }
        List<Integer> distinct = positions.values().stream().distinct().toList();
        if (distinct.size() < positions.size()) {
            throw new UserError(
                    where,
                    "a column of its own for each of "
                            + positions.keySet().stream().map(Column::label).collect(Collectors.joining(", ")),
                    "two of them in one",
                    "correct data.columns");
        }
    }

    private UserError missing(Column column) {
        String key = "data.columns." + column.label();
        if (first.size() == 1) {
            return new UserError(
                    where,
                    "columns of users and items",
                    "one column in " + TextFile.quote(first.get(0)),
                    isQueried()
                            ? "select both"
                            : "set data.separator to what is between the columns"
                                    + (sample.separatorLine() ? ", or correct line 1, which names another one" : ""));
        }
        if (!required.contains(Column.USER)) {
            return new UserError(
                    where,
                    "a column of the items and one of their titles",
                    "the columns " + names(),
                    "write the header item_id,title above them, or leave the file out: titles are optional");
        }
        if (!header) {
            return new UserError(
                    where,
                    "a header, or " + key,
                    TextFile.quote(String.join(sample.separator(), first)),
                    "say which column it is: " + key + " = 1 for the first one");
        }
        return new UserError(
                where,
                "a column of the " + column.label() + "s",
                "the columns " + names(),
                firstFree()
                                .map(name -> "name it: " + key + " = \"" + name + "\"")
                                .orElse("add one")
                        + (file == null || isQueried() ? "" : ", or data.header = false if this is no header"));
    }

    /** The first column that is not known to be another one. */
    private Optional<String> firstFree() {
        return IntStream.range(0, first.size())
                .filter(position -> !positions.containsValue(position))
                .mapToObj(first::get)
                .findFirst();
    }

    private String names() {
        return first.stream().map(TextFile::quote).collect(Collectors.joining(", "));
    }
}
