package multvae.matrix;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import multvae.ids.IdList;
import multvae.ids.IdNumbers;
import multvae.io.CsvRecords;
import multvae.io.TextFile;
import multvae.io.UserError;
import org.apache.commons.csv.CSVRecord;

/** The columns of the matrices: the raw id and the title of each item. Its file is items.csv: index,itemId,title. */
public final class ItemIndex {

    private static final List<String> HEADER = List.of("index", "itemId", "title");
    private static final String REMEDY = "run preprocess again";

    private final IdList itemIds;
    private final String[] titles; // [items], empty if there is none

    private ItemIndex(IdList itemIds, String[] titles) {
        this.itemIds = itemIds;
        this.titles = titles;
    }

    /**
     * The items of a split.
     *
     * @param itemIds the raw ids, by column
     * @param titles titles by raw id; those of other items are left out
     */
    public static ItemIndex of(IdList itemIds, Map<String, String> titles) {
        String[] own = new String[itemIds.size()];
        for (int index = 0; index < own.length; index++) {
            own[index] = titles.getOrDefault(itemIds.get(index), "");
        }
        return new ItemIndex(itemIds, own);
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

    /** Writes items.csv: UTF-8, LF, the same bytes for the same items. */
    public void write(Path file) {
        CsvRecords.write(file, HEADER, csv -> {
            for (int index = 0; index < itemIds.size(); index++) {
                csv.print(index, itemIds.get(index), titles[index]);
            }
        });
    }

    /**
     * Reads items.csv.
     *
     * @throws UserError with file and line, if it is not a file that {@link #write} wrote
     */
    public static ItemIndex read(Path file) {
        IdNumbers ids = new IdNumbers();
        List<String> titles = new ArrayList<>();
        CsvRecords.read(file, HEADER, REMEDY, (row, where) -> {
            checkIndex(row, where, titles.size());
            if (row.get(1).isEmpty() || ids.add(row.get(1)) != titles.size()) {
                throw new UserError(where, "the id of an item, given once", TextFile.quote(row.get(1)), REMEDY);
            }
            titles.add(row.get(2));
        });
        return new ItemIndex(ids.list(), titles.toArray(String[]::new));
    }

    private static void checkIndex(CSVRecord row, String where, int expected) {
        if (!row.get(0).equals(String.valueOf(expected))) {
            throw new UserError(where, "index " + expected, TextFile.quote(row.get(0)), REMEDY);
        }
    }
}
