package multvae.ratings;

import java.util.List;
import multvae.io.Printable;
import multvae.io.UserError;

/** What is wrong with rows that are read well one by one. */
public final class DataErrors {

    private static final String ONE_RATING = "one rating of a user for an item";
    private static final String ONE_OF_TWO =
            "keep one of the two, or say which one counts: data.duplicates = first, last, max or any";

    private DataErrors() {}

    /**
     * No row.
     *
     * @param lists whether it should be a line per user
     */
    public static UserError empty(String where, boolean lists) {
        return new UserError(
                where,
                lists ? "lines \"user item item ...\", with spaces between the ids" : "rows",
                "none",
                lists
                        ? "check that the file is complete, and what is between its ids"
                        : "check that the file is complete");
    }

    /**
     * Two rows with the same user and item.
     *
     * @param places of both, as file and line, or as the row of a query's result
     */
    static UserError repeated(List<String> places, String userId, String itemId) {
        String first = first(places.get(0), places.get(1));
        return new UserError(places.get(1), ONE_RATING, pair(userId, itemId) + ", first " + first, ONE_OF_TWO);
    }

    /**
     * A row of a file that has no lines.
     *
     * @param number from 1
     */
    public record Row(String file, long number) {

        /** {@code ratings.parquet, row 3}. */
        @Override
        public String toString() {
            return file + ", " + ofFile();
        }

        private String ofFile() {
            return "row " + number;
        }
    }

    /** The same, in files that have rows. */
    public static UserError repeated(Row first, Row second, String userId, String itemId) {
        String before = first.file().equals(second.file()) ? first.ofFile() : first.toString();
        return new UserError(second.toString(), ONE_RATING, pair(userId, itemId) + ", first in " + before, ONE_OF_TWO);
    }

    /** The same, of rows that have no place. */
    public static UserError repeated(String where, String userId, String itemId) {
        return new UserError(where, ONE_RATING, pair(userId, itemId), ONE_OF_TWO);
    }

    private static String pair(String userId, String itemId) {
        return "user " + Printable.oneLine(userId) + " and item " + Printable.oneLine(itemId) + " a second time";
    }

    /** A place in the same file is its line; in the result of a query its row. */
    private static String first(String first, String second) {
        if (first.startsWith(SqlQuery.RESULT)) {
            return "in " + first.substring(SqlQuery.RESULT.length() + 2);
        }
        int colon = first.lastIndexOf(':');
        boolean same = first.substring(0, colon).equals(second.substring(0, second.lastIndexOf(':')));
        return "on " + (same ? "line " + first.substring(colon + 1) : first);
    }
}
