package multvae.ratings;

import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import multvae.io.Plural;
import multvae.io.Printable;
import multvae.io.TextFile;
import multvae.io.UserError;

/**
 * The titles and genres of items, from a table with a column of items, one of titles and perhaps one of genres; further columns
 * are ignored. Bytes that the character set does not have become U+FFFD: titles and genres are only shown, nothing is computed
 * from them.
 *
 * @param titles by raw item id; only of items whose column is not empty
 * @param genres by raw item id, as the table has them; only of items whose column is not empty
 */
public record Titles(Map<String, String> titles, Map<String, String> genres) implements Serializable {

    private static final long serialVersionUID = 1;

    private static final Set<Column> REQUIRED = EnumSet.of(Column.ITEM, Column.TITLE);

    /** None yet. */
    public static Titles empty() {
        return new Titles(new HashMap<>(), new HashMap<>());
    }

    /** Adds the titles and the genres of items that have none here. */
    public void addMissing(Titles others) {
        others.titles.forEach(titles::putIfAbsent);
        others.genres.forEach(genres::putIfAbsent);
    }

    /** A line on the titles and genres with bytes that the character set does not have; empty if there are none. */
    public Optional<String> undecodable() {
        Map<String, String> found = new TreeMap<>(); // by raw item id
        Stream.of(titles, genres)
                .forEach(texts -> texts.forEach((item, text) -> {
                    if (text.indexOf(TextFile.UNDECODABLE) >= 0) {
                        found.putIfAbsent(item, text);
                    }
                }));
        return found.entrySet().stream()
                .findFirst()
                .map(first -> "titles or genres of " + Plural.of(found.size(), "item")
                        + " have bytes that the character set does not have, such as "
                        + TextFile.quote(first.getValue()) + " of item " + Printable.oneLine(first.getKey()) + "; "
                        + TableRow.SET_CHARSET);
    }

    /**
     * Those of a table; none if there is no such file.
     *
     * @throws UserError with file and line: no column of items or titles, an empty id, an item with a second title, a quote
     *     that does not end; with the file: unreadable
     */
    public static Titles read(Path file, TableFormat format) {
        if (!Files.exists(file)) {
            return new Titles(Map.of(), Map.of());
        }
        Titles read = empty();
        Table.forEach(TableLayout.of(file, format, REQUIRED), row -> {
            String item = row.id(Column.ITEM);
            row.ifAny(Column.TITLE, title -> {
                if (read.titles.putIfAbsent(item, title) != null) {
                    throw row.error(
                            "one title for an item",
                            "a second one for item " + Printable.oneLine(item),
                            "fix the line, or remove the file: titles are optional");
                }
            });
            row.ifAny(Column.GENRES, genres -> read.genres.put(item, genres));
        });
        return read;
    }
}
