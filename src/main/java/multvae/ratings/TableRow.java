package multvae.ratings;

import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import multvae.io.StrictNumbers;
import multvae.io.TextFile;
import multvae.io.Timestamps;
import multvae.io.UserError;

/** A row of a table, wherever its values come from. */
interface TableRow {

    /** How long an id is in chars at the most: with a title and genres it has to fit into a line of items.csv. */
    int MAX_ID_CHARS = 1000;

    Pattern DECIMAL_COMMA = Pattern.compile("[-+]?\\d+,\\d+");

    String SET_CHARSET = "set data.charset, for example to ISO-8859-1 or windows-1252";

    /** Whether the table has a column. */
    boolean has(Column column);

    /** A column's value without spaces around it; empty if there is none. */
    String value(Column column);

    /** Where the row is, in words. */
    String where();

    /** What to do about a bad value. */
    default String correction() {
        return "fix the line";
    }

    /** An error in this row. */
    default UserError error(String expected, String found, String remedy) {
        return new UserError(where(), expected, found, remedy);
    }

    /** Passes on a column's value, if the table has the column and the row a value in it. */
    default void ifAny(Column column, Consumer<String> action) {
        if (has(column) && !value(column).isEmpty()) {
            action.accept(value(column));
        }
    }

    /** The id in a column: not empty, not too long, and whole. */
    default String id(Column column) {
        String id = value(column);
        if (id.isEmpty()) {
            throw error("the id of the " + column.label(), "an empty column", correction());
        }
        if (id.length() > MAX_ID_CHARS) {
            throw error(
                    "an id of the " + column.label() + " of at most " + MAX_ID_CHARS + " characters",
                    id.length() + " in " + TextFile.quote(id),
                    correction());
        }
        if (id.indexOf(TextFile.UNDECODABLE) >= 0) {
            throw error(
                    "the id of the " + column.label() + " in the file's character set",
                    TextFile.quote(id),
                    SET_CHARSET);
        }
        return id;
    }

    /** The rating: a finite number. */
    default double rating() {
        String text = value(Column.RATING);
        double rating = StrictNumbers.decimal(text);
        if (!Double.isFinite(rating)) {
            String expected = "a number as the rating";
            if (DECIMAL_COMMA.matcher(text).matches()) {
                throw error(
                        expected,
                        TextFile.quote(text) + ", which has a decimal comma",
                        "read the file with a query that makes a point of it, as docs/data.md shows");
            }
            throw error(
                    expected,
                    TextFile.quote(text),
                    correction() + ", or set data.columns.rating = none if every row is an event");
        }
        return rating;
    }

    /** The time, as {@link Timestamps} has it. */
    default long time() {
        String text = value(Column.TIMESTAMP);
        OptionalLong time = Timestamps.parse(text);
        if (time.isEmpty()) {
            throw error(
                    "a number or an ISO 8601 date as the timestamp, since preprocess.split.type = time",
                    text.isEmpty() ? "none" : TextFile.quote(text),
                    correction() + ", or choose another split");
        }
        return time.getAsLong();
    }
}
