package multvae.baselines;

import java.util.Arrays;
import multvae.matrix.CsrMatrix;

/** How many train users have two items: the rows of X^T X, one at a time, since all of them may not fit. */
final class CoOccurrence {

    private final CsrMatrix items; // [users, items]
    private final CsrMatrix users; // [items, users]

    /** @param train what the train users have, [users, items] */
    CoOccurrence(CsrMatrix train) {
        this.items = train;
        this.users = train.transposed();
    }

    /** The number of items. */
    int items() {
        return items.columns();
    }

    /** How many train users have the item. */
    int users(int item) {
        return users.rowLength(item);
    }

    /**
     * A row of X^T X. Rows may be computed on several threads at once.
     *
     * @param counts receives how many train users have {@code item} and each other one; {@link #users} at the item itself
     */
    void row(int item, int[] counts) {
        Arrays.fill(counts, 0);
        for (int n = users.rowStart(item); n < users.rowStart(item + 1); n++) {
            int user = users.column(n);
            for (int k = items.rowStart(user); k < items.rowStart(user + 1); k++) {
                counts[items.column(k)]++;
            }
        }
    }

    /**
     * A row of X^T W X, in which each user has a weight.
     *
     * @param weights [users]
     * @param sums receives the summed weights of the train users who have {@code item} and each other one, [items]
     */
    void row(int item, float[] weights, double[] sums) {
        Arrays.fill(sums, 0);
        for (int n = users.rowStart(item); n < users.rowStart(item + 1); n++) {
            int user = users.column(n);
            for (int k = items.rowStart(user); k < items.rowStart(user + 1); k++) {
                sums[items.column(k)] += weights[user];
            }
        }
    }
}
