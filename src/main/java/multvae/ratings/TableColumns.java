package multvae.ratings;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import multvae.io.TextFile;

/**
 * Which columns a table has, as {@link ColumnSearch} finds them.
 *
 * @param header whether the first row is no data
 * @param first the names of the columns; the first row's values if there is no header
 * @param positions of the columns that mean something, from 0; without those that the table does not have
 */
record TableColumns(boolean header, List<String> first, Map<Column, Integer> positions) {

    private static final int MOST_UNREAD = 8; // columns that are named

    TableColumns {
        positions = Collections.unmodifiableMap(new EnumMap<>(positions));
    }

    /** The same columns as a configuration names them: by position, and those that the table does not have too. */
    Map<Column, String> configured() {
        Map<Column, String> columns = new EnumMap<>(Column.class);
        for (Column column : Column.values()) {
            Integer position = positions.get(column);
            columns.put(column, position == null ? TableFormat.NO_COLUMN : String.valueOf(position + 1));
        }
        return columns;
    }

    /** Those of ratings, for the log: {@code user = user_id, item = asin, rating = stars}. */
    String describe() {
        String read = positions.entrySet().stream()
                .map(entry -> entry.getKey().label() + " = "
                        + (header ? first.get(entry.getValue()) : "column " + (entry.getValue() + 1)))
                .collect(Collectors.joining(", "));
        return positions.containsKey(Column.RATING) ? read : read + ", no rating: every row is an event";
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
}
