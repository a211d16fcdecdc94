package multvae.split;

import multvae.matrix.CsrMatrix;
import multvae.ratings.Grouping;

/** Pairs of user and item in an order that the split gives; both are indices. The arrays are not copied. */
public final class EventList {

    private final int[] users; // [events]
    private final int[] items; // [events]

    EventList(int[] users, int[] items) {
        if (users.length != items.length) {
            throw new IllegalArgumentException(users.length + " users, " + items.length + " items");
        }
        this.users = users;
        this.items = items;
    }

    /** The number of events. */
    public int size() {
        return users.length;
    }

    /** The user of an event. */
    public int user(int event) {
        return users[event];
    }

    /** The item of an event. */
    public int item(int event) {
        return items[event];
    }

    /**
     * The events as a matrix.
     *
     * @param firstUser the user of row 0
     * @param rows the users of the matrix, firstUser to firstUser + rows - 1, with events or without
     * @param columns the number of items
     */
    CsrMatrix toMatrix(int firstUser, int rows, int columns) {
        // Sorted by item first and then, stably, by user: columns ascend within each row.
        int[] byItem = Grouping.order(items, items.length, columns);
        int[] rowStarts = new int[rows + 1];
        for (int user : users) {
            rowStarts[user - firstUser + 1]++;
        }
        for (int row = 0; row < rows; row++) {
            rowStarts[row + 1] += rowStarts[row];
        }
        int[] next = rowStarts.clone();
        int[] columnIndices = new int[items.length];
        for (int event : byItem) {
            columnIndices[next[users[event] - firstUser]++] = items[event];
        }
        return new CsrMatrix(columns, rowStarts, columnIndices);
    }
}
