package multvae.matrix;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import multvae.ids.IdList;
import multvae.ids.IdNumbers;
import multvae.io.CsvRecords;
import multvae.io.TextFile;
import multvae.io.UserError;
import org.apache.commons.csv.CSVRecord;

/**
 * The columns of the matrices: the raw id, the title and the genres of each item. Its file is items.csv: index,itemId,title, and
 * genres if an item has any.
 */
public final class ItemIndex {

    /** A line of a file that is read has 10,000 chars at the most, and a quote in a title takes two. */
    private static final int MOST_TITLE_CHARS = 1000;

    private static final List<String> HEADER = List.of("index", "itemId", "title");
    private static final List<String> HEADER_WITH_GENRES = List.of("index", "itemId", "title", "genres");
    private static final String REMEDY = "run preprocess again";

    private final IdList itemIds;
    private final String[] titles; // [items], empty if there is none
    private final String[] genres; // [items], as Genres.normal has them; [0] if no item has any

    private ItemIndex(IdList itemIds, String[] titles, String[] genres) {
        this.itemIds = itemIds;
        this.titles = titles;
        this.genres = Arrays.stream(genres).allMatch(String::isEmpty) ? new String[0] : genres;
    }

    /**
     * The items of a split.
     *
     * @param itemIds the raw ids, by column
     * @param titles titles by raw id; those of other items are left out. Of each its first thousand chars are kept
     * @param genres genres by raw id, as a table has them, with {@code |} between. Of an item the first twenty are kept, of each
     *     its first fifty chars; MovieLens's "(no genres listed)" is none
     */
    public static ItemIndex of(IdList itemIds, Map<String, String> titles, Map<String, String> genres) {
        String[] ownTitles = new String[itemIds.size()];
        String[] ownGenres = new String[itemIds.size()];
        for (int index = 0; index < ownTitles.length; index++) {
            ownTitles[index] = Shown.cut(titles.getOrDefault(itemIds.get(index), ""), MOST_TITLE_CHARS);
            ownGenres[index] = Genres.normal(genres.getOrDefault(itemIds.get(index), ""));
        }
        return new ItemIndex(itemIds, ownTitles, ownGenres);
    }

    /** The number of items. */
    public int size() {
        return itemIds.size();
    }

    /** The raw id of a column. */
    public String itemId(int index) {
        return itemIds.get(index);
    }

    /** The raw ids, by column. */
    public IdList itemIds() {
        return itemIds;
    }

    /** The title of a column; empty if there is none. */
    public String title(int index) {
        return titles[index];
    }

    /** The genres of a column, at most twenty; often none. */
    public List<String> genres(int index) {
        return genres.length == 0 ? List.of() : Genres.list(genres[index]);
    }

    /** Writes items.csv: UTF-8, LF, the same bytes for the same items. */
    public void write(Path file) {
        if (genres.length == 0) {
            CsvRecords.write(file, HEADER, csv -> {
                for (int index = 0; index < itemIds.size(); index++) {
                    csv.print(index, itemIds.get(index), titles[index]);
                }
            });
            return;
        }
        CsvRecords.write(file, HEADER_WITH_GENRES, csv -> {
            for (int index = 0; index < itemIds.size(); index++) {
                csv.print(index, itemIds.get(index), titles[index], genres[index]);
            }
        });
    }

    /**
     * Reads items.csv.
     *
     * @throws UserError with file and line, if it is not a file that {@link #write} wrote
     */
    public static ItemIndex read(Path file) {
        return read(file, Integer.MAX_VALUE);
    }

    /**
     * Reads items.csv.
     *
     * @param most items that it can have; no row beyond them is kept
     * @throws UserError as {@link #read(Path)}, or if it has more
     */
    public static ItemIndex read(Path file, int most) {
        IdNumbers ids = new IdNumbers();
        List<String> titles = new ArrayList<>();
        List<String> genres = new ArrayList<>();
        CsvRecords.read(file, List.of(HEADER, HEADER_WITH_GENRES), REMEDY, (row, where) -> {
            checkIndex(row, where, titles.size());
            if (titles.size() == most) {
                throw new UserError(
                        where, "no more than " + most + " items, by the size of the weights", "more", REMEDY);
            }
            if (row.get(1).isEmpty() || ids.add(row.get(1)) != titles.size()) {
                throw new UserError(where, "the id of an item, given once", TextFile.quote(row.get(1)), REMEDY);
            }
            titles.add(row.get(2));
            if (row.size() == HEADER_WITH_GENRES.size()) {
                genres.add(checkedGenres(row, where));
            }
        });
        return new ItemIndex(ids.list(), titles.toArray(String[]::new), genres.toArray(String[]::new));
    }

    private static String checkedGenres(CSVRecord row, String where) {
        String genres = row.get(3);
        if (!Genres.normal(genres).equals(genres)) {
            throw new UserError(
                    where, "genres with | between, as preprocess writes them", TextFile.quote(genres), REMEDY);
        }
        return genres;
    }

    private static void checkIndex(CSVRecord row, String where, int expected) {
        if (!row.get(0).equals(String.valueOf(expected))) {
            throw new UserError(where, "index " + expected, TextFile.quote(row.get(0)), REMEDY);
        }
    }
}
