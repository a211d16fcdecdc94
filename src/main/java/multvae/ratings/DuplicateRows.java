package multvae.ratings;

import java.util.Arrays;
import java.util.Optional;

/**
 * Two rows with the same user and item.
 *
 * @param first the earlier row
 * @param second the later row
 */
record DuplicateRows(int first, int second) {

    /**
     * Finds a pair of rows with the same user and item, in time and memory proportional to the rows: rows are grouped
     * by user, then each item remembers its last row.
     *
     * @param users [at least rows], in [0, userCount)
     * @param items [at least rows], in [0, itemCount)
     */
    static Optional<DuplicateRows> find(int[] users, int[] items, int rows, int userCount, int itemCount) {
        int[] byUser = Grouping.order(users, rows, userCount);
        int[] lastRow = new int[itemCount];
        Arrays.fill(lastRow, -1);
        for (int row : byUser) {
            int before = lastRow[items[row]];
            if (before >= 0 && users[before] == users[row]) {
                return Optional.of(new DuplicateRows(before, row));
            }
            lastRow[items[row]] = row;
        }
        return Optional.empty();
    }
}
