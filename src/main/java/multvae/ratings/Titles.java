package multvae.ratings;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import multvae.io.Printable;
import multvae.io.UserError;

/**
 * Reads the titles of items from a table with a column of items and one of titles; further columns are ignored. Bytes that the
 * character set does not have become U+FFFD: titles are only shown, nothing is computed from them.
 */
public final class Titles {

    private static final Set<Column> REQUIRED = EnumSet.of(Column.ITEM, Column.TITLE);

    private Titles() {}

    /**
     * The titles by raw item id; empty if there is no such file.
     *
     * @throws UserError with file and line: no column of items or titles, an empty id, an item with a second title, a quote
     *     that does not end; with the file: unreadable
     */
    public static Map<String, String> read(Path file, TableFormat format) {
        if (!Files.exists(file)) {
            return Map.of();
        }
        Map<String, String> titles = new HashMap<>();
        Table.forEach(TableLayout.of(file, format, REQUIRED), row -> {
            String item = row.id(Column.ITEM);
            if (titles.putIfAbsent(item, row.value(Column.TITLE)) != null) {
                throw row.error(
                        "one title for an item",
                        "a second one for item " + Printable.oneLine(item),
                        "fix the line, or remove the file: titles are optional");
            }
        });
        return titles;
    }
}
