package multvae.matrix;

import it.unimi.dsi.fastutil.longs.LongArrayList;
import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import multvae.io.CsvRecords;
import multvae.io.StrictNumbers;
import multvae.io.TextFile;
import multvae.io.UserError;
import org.apache.commons.csv.CSVRecord;

/** The columns of the matrices: the raw id and the title of each item. Its file is items.csv: index,itemId,title. */
public final class ItemIndex {

    private static final List<String> HEADER = List.of("index", "itemId", "title");
    private static final String REMEDY = "run preprocess again";

    private final long[] itemIds; // [items]
    private final String[] titles; // [items], empty if there is none

    private ItemIndex(long[] itemIds, String[] titles) {
        this.itemIds = itemIds;
        this.titles = titles;
    }

    /**
     * The items of a split.
     *
     * @param itemIds the raw ids, by column
     * @param titles titles by raw id; those of other items are left out
     */
    public static ItemIndex of(long[] itemIds, Map<Long, String> titles) {
        String[] own = Arrays.stream(itemIds)
                .mapToObj(id -> titles.getOrDefault(id, ""))
                .toArray(String[]::new);
        return new ItemIndex(itemIds.clone(), own);
    }

    /** The number of items. */
    public int size() {
        return itemIds.length;
    }

    /** The raw id of a column. */
    public long itemId(int index) {
        return itemIds[index];
    }

    /** The title of a column; empty if there is none. */
    public String title(int index) {
        return titles[index];
    }

    /** Writes items.csv: UTF-8, LF, the same bytes for the same items. */
    public void write(Path file) {
        CsvRecords.write(file, HEADER, csv -> {
            for (int index = 0; index < itemIds.length; index++) {
                csv.print(index, itemIds[index], titles[index]);
            }
        });
    }

    /**
     * Reads items.csv.
     *
     * @throws UserError with file and line, if it is not a file that {@link #write} wrote
     */
    public static ItemIndex read(Path file) {
        LongArrayList ids = new LongArrayList();
        LongOpenHashSet seen = new LongOpenHashSet();
        List<String> titles = new ArrayList<>();
        CsvRecords.read(file, HEADER, REMEDY, (row, where) -> {
            checkIndex(row, where, ids.size());
            long id = StrictNumbers.id(row.get(1));
            if (id < 0 || !seen.add(id)) {
                throw new UserError(
                        where, "the id of an item, a whole number given once", TextFile.quote(row.get(1)), REMEDY);
            }
            ids.add(id);
            titles.add(row.get(2));
        });
        return new ItemIndex(ids.toLongArray(), titles.toArray(String[]::new));
    }

    private static void checkIndex(CSVRecord row, String where, int expected) {
        if (!row.get(0).equals(String.valueOf(expected))) {
            throw new UserError(where, "index " + expected, TextFile.quote(row.get(0)), REMEDY);
        }
    }
}
