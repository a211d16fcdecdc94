package multvae.matrix;

import java.nio.file.Path;
import java.util.List;
import multvae.io.CsvRecords;
import multvae.io.StrictNumbers;
import multvae.io.TextFile;
import multvae.io.UserError;

/** How many train users each item has. Its file is popularity.csv: index,trainUsers. */
public final class ItemCounts {

    private static final List<String> HEADER = List.of("index", "trainUsers");

    private ItemCounts() {}

    /** Writes the file: UTF-8, LF, one row per item, the same bytes for the same counts. */
    public static void write(Path file, int[] counts) {
        CsvRecords.write(file, HEADER, csv -> {
            for (int index = 0; index < counts.length; index++) {
                csv.print(index, counts[index]);
            }
        });
    }

    /**
     * Reads the file.
     *
     * @param items how many rows it must have
     * @param remedy what to do if something is wrong
     * @return [items]
     * @throws UserError with file and line, if it is not a file that {@link #write} wrote
     */
    public static int[] read(Path file, int items, String remedy) {
        int[] counts = new int[items];
        int[] rows = {0};
        CsvRecords.read(file, HEADER, remedy, (row, where) -> {
            if (rows[0] == items || !row.get(0).equals(String.valueOf(rows[0]))) {
                String expected = rows[0] == items ? "no more than " + items + " items" : "index " + rows[0];
                throw new UserError(where, expected, TextFile.quote(row.get(0)), remedy);
            }
            long count = StrictNumbers.wholeNumber(row.get(1));
            if (count < 0 || count > Integer.MAX_VALUE) {
                throw new UserError(where, "a number of users", TextFile.quote(row.get(1)), remedy);
            }
            counts[rows[0]++] = (int) count;
        });
        if (rows[0] < items) {
            throw new UserError(file.toString(), items + " items", String.valueOf(rows[0]), remedy);
        }
        return counts;
    }
}
