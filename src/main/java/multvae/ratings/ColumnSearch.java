package multvae.ratings;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import multvae.config.DataSettings;
import multvae.io.StrictNumbers;
import multvae.io.TextFile;
import multvae.io.UserError;

/**
 * Finds the columns of a table by its first rows: configured ones first, then those that the header names or, without a header,
 * the usual ones.
 *
 * <p>There is a header if the first row names a user's and an item's column, or has no digit while the second row has. Without a
 * header and without configured columns, they are user, item, rating, timestamp.
 */
final class ColumnSearch {

    /** A number from here on is a time in seconds since 1970, one below it a rating. */
    private static final double LEAST_TIME = 1e8;

    /**
     * What messages say of the table.
     *
     * @param where what it is called
     * @param separator what is between the values of a row that is shown
     * @param oneColumn what to do if it has one column only
     * @param noHeader what else to do if what was taken for a header is none; empty for nothing
     */
    record Wording(String where, String separator, String oneColumn, String noHeader) {}

    private final Wording wording;
    private final Map<Column, String> configured;
    private final Set<Column> required;
    private final List<List<String>> rows;
    private final List<String> first;
    private final boolean header;
    private final Map<Column, Integer> positions = new EnumMap<>(Column.class); // from 0

    private ColumnSearch(Wording wording, TableFormat format, Set<Column> required, List<List<String>> rows) {
        this.wording = wording;
        this.configured = format.columns();
        this.required = required;
        this.rows = rows;
        this.first = rows.get(0);
        this.header = format.header().orElseGet(this::looksLikeHeader);
    }

    /**
     * Looks for the columns of a table.
     *
     * @param format what is known of them
     * @param required those that there must be
     * @param rows the first ones, at least one
     * @throws UserError if no or two columns may be a required one, or a configured one is not there
     */
    static TableColumns in(Wording wording, TableFormat format, Set<Column> required, List<List<String>> rows) {
        ColumnSearch search = new ColumnSearch(wording, format, required, rows);
        search.takeConfigured();
        if (search.header) {
            search.takeNamed(required::contains);
            search.takeNamed(column -> !required.contains(column));
        } else {
            search.takeUsual();
        }
        search.requireAll();
        search.requireDistinct();
        return new TableColumns(search.header, search.first, search.positions);
    }

    private boolean looksLikeHeader() {
        boolean namesColumns = configured.values().stream()
                .anyMatch(chosen -> !chosen.equals(TableFormat.NO_COLUMN) && StrictNumbers.wholeNumber(chosen) < 0);
        boolean recognised = !Column.ITEM.candidates(first, true, Set.of()).isEmpty()
                && (!required.contains(Column.USER)
                        || !Column.USER.candidates(first, true, Set.of()).isEmpty());
        return namesColumns
                || recognised
                || (!hasDigit(first) && rows.stream().skip(1).limit(1).anyMatch(ColumnSearch::hasDigit));
    }

    private static boolean hasDigit(List<String> row) {
        return row.stream().anyMatch(value -> value.chars().anyMatch(c -> c >= '0' && c <= '9'));
    }

    private void takeConfigured() {
        for (Column column : Column.values()) {
            if (isConfigured(column)) {
                configured(column, configured.get(column)).ifPresent(position -> positions.put(column, position));
            }
        }
    }

    private boolean isConfigured(Column column) {
        return configured.containsKey(column);
    }

    private Optional<Integer> configured(Column column, String chosen) {
        if (chosen.equals(TableFormat.NO_COLUMN)) {
            return Optional.empty();
        }
        long number = StrictNumbers.wholeNumber(chosen);
        return number >= 0 ? numbered(column, number, chosen) : Optional.of(named(column, chosen));
    }

    private Optional<Integer> numbered(Column column, long number, String chosen) {
        if (number >= 1 && number <= first.size()) {
            return Optional.of((int) number - 1);
        }
        if (!mayLack(column)) {
            throw wrong(column, "a column from 1 to " + first.size(), chosen);
        }
        return Optional.empty();
    }

    /** Whether a position beyond the last column is none: a file of a known format may have fewer columns than others of it. */
    private boolean mayLack(Column column) {
        return switch (column) {
            case TIMESTAMP -> !required.contains(column);
            case GENRES -> required.contains(Column.TITLE);
            default -> false;
        };
    }

    private int named(Column column, String chosen) {
        int exact = first.indexOf(chosen);
        if (exact >= 0) {
            return exact;
        }
        for (int position = 0; position < first.size(); position++) {
            if (Column.simplified(first.get(position)).equals(Column.simplified(chosen))) {
                return position;
            }
        }
        throw wrong(column, "one of the columns " + names(), chosen);
    }

    private UserError wrong(Column column, String expected, String found) {
        return new UserError(wording.where(), expected + " as " + key(column), found, "correct it");
    }

    /** Some of the columns, by what the header calls them; a position is one column only. */
    private void takeNamed(Predicate<Column> which) {
        for (Column column : Column.values()) {
            if (which.test(column) && !isConfigured(column)) {
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
                    wording.where(),
                    "one column of the " + column.label() + "s",
                    found.stream().map(TextFile::quote).collect(Collectors.joining(" and ")),
                    (differ ? "name" : "number") + " the right one: " + key(column) + " = "
                            + (differ ? "\"" + found.get(0) + "\"" : candidates.get(0) + 1));
        }
        return candidates.size() == 1 ? Optional.of(candidates.get(0)) : Optional.empty();
    }

    /**
     * User, item, rating, timestamp, as the widespread files without a header have it; or item, title. In some the item comes
     * first: if that is configured, rating and timestamp still follow.
     */
    private void takeUsual() {
        boolean namesPair = isConfigured(Column.USER) || isConfigured(Column.ITEM);
        if (namesPair && !(isOneOfFirstTwo(Column.USER) && isOneOfFirstTwo(Column.ITEM))) {
            return;
        }
        if (!required.contains(Column.USER)) {
            take(Column.ITEM, 0);
            take(Column.TITLE, 1);
            return;
        }
        boolean rating = first.size() > 2 && isThirdBelow(LEAST_TIME);
        boolean time = first.size() == 3 && !rating && isThirdBelow(Double.POSITIVE_INFINITY);
        if (first.size() == 2 || rating || time) {
            take(Column.USER, 0);
            take(Column.ITEM, 1);
            take(time ? Column.TIMESTAMP : Column.RATING, 2);
            take(Column.TIMESTAMP, 3);
        }
    }

    private boolean isOneOfFirstTwo(Column column) {
        return positions.getOrDefault(column, 2) < 2;
    }

    /** Whether the third column has only numbers below a limit. */
    private boolean isThirdBelow(double limit) {
        return rows.stream()
                .filter(row -> row.size() > 2)
                .allMatch(row -> Math.abs(StrictNumbers.decimal(row.get(2))) < limit);
    }

    /** Unless something else is configured. */
    private void take(Column column, int position) {
        if (!isConfigured(column) && !positions.containsValue(position) && position < first.size()) {
            positions.putIfAbsent(column, position);
        }
    }

    private void requireAll() {
        for (Column column : required) {
            if (!positions.containsKey(column)) {
                throw missing(column);
            }
        }
    }

    private UserError missing(Column column) {
        if (first.size() == 1) {
            return new UserError(
                    wording.where(),
                    "columns of users and items",
                    "one column in " + TextFile.quote(first.get(0)),
                    wording.oneColumn());
        }
        if (!required.contains(Column.USER)) {
            return new UserError(
                    wording.where(),
                    "a column of the items and one of their titles",
                    "the columns " + names(),
                    "write the header item_id,title above them, or leave the file out: titles are optional");
        }
        if (!header) {
            return new UserError(
                    wording.where(),
                    "a header, or " + key(column),
                    TextFile.quote(String.join(wording.separator(), first)),
                    "say which column it is: " + key(column) + " = 1 for the first one");
        }
        return new UserError(
                wording.where(),
                "a column of the " + column.label() + "s",
                "the columns " + names(),
                firstFree()
                                .map(name -> "name it: " + key(column) + " = \"" + name + "\"")
                                .orElse("add one")
                        + wording.noHeader());
    }

    private void requireDistinct() {
        if (positions.values().stream().distinct().count() < positions.size()) {
            throw new UserError(
                    wording.where(),
                    "a column of its own for each of "
                            + positions.keySet().stream().map(Column::label).collect(Collectors.joining(", ")),
                    "two of them in one",
                    "correct data.columns");
        }
    }

    private static String key(Column column) {
        return DataSettings.column(column.label());
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
