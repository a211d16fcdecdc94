package multvae.stages;

import multvae.baselines.CoOccurrence;
import multvae.baselines.ItemPairs;
import multvae.matrix.CsrMatrix;

/** What baselines are fitted to: a matrix in memory, or files of which an engine sums the pairs of items. */
final class FitData {

    private final CsrMatrix matrix; // null if it is in files
    private final FitEvents events; // null if they are the matrix
    private final ItemPairs pairs; // null likewise
    private final int[] usersPerItem; // [items]
    private int users;
    private long count;

    /** @param matrix [users, items] */
    FitData(CsrMatrix matrix) {
        this.matrix = matrix;
        this.events = null;
        this.pairs = null;
        this.usersPerItem = matrix.columnCounts();
        this.users = matrix.rows();
        this.count = matrix.nonZeros();
    }

    /** @param pairs of the events */
    private FitData(FitEvents events, ItemPairs pairs) {
        this.matrix = null;
        this.events = events;
        this.pairs = pairs;
        this.usersPerItem = new int[events.items()];
        events.forEachRow(this::count);
    }

    /** The events as an engine has them: if it sums pairs, they are in this process only while {@link #matrix} is used. */
    static FitData of(Engine engine, FitEvents events) {
        return engine.pairs(events)
                .map(pairs -> new FitData(events, pairs))
                .orElseGet(() -> new FitData(events.read()));
    }

    private void count(int[] row) {
        users++;
        count += row.length;
        for (int item : row) {
            usersPerItem[item]++;
        }
    }

    int users() {
        return users;
    }

    int items() {
        return usersPerItem.length;
    }

    /** How many there are. */
    long events() {
        return count;
    }

    /** How many users have each item, [items]. */
    int[] usersPerItem() {
        return usersPerItem;
    }

    /** Whether the matrix is in this process. */
    boolean isInMemory() {
        return matrix != null;
    }

    /** What the matrix takes of Java's heap, bytes. */
    long matrixBytes() {
        return Integer.BYTES * (users + 1L + count);
    }

    /** All events, [users, items]. */
    CsrMatrix matrix() {
        return matrix == null ? events.read() : matrix;
    }

    ItemPairs pairs() {
        return pairs == null ? new CoOccurrence(matrix) : pairs;
    }

    /** What summing pairs takes of Java's heap here, bytes. */
    long pairsHeap() {
        return pairs == null ? CoOccurrence.heap(matrix) : 0;
    }
}
