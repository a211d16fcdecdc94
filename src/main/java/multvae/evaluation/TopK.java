package multvae.evaluation;

import java.util.Arrays;
import multvae.matrix.CsrMatrix;

/**
 * The k best-scored items of a user among those that the user has not folded in, best first; of items with the same
 * score the one with the lower index comes first.
 *
 * <p>A heap of k items with the worst at its root: nearly every item of a row costs one comparison. The array is reused
 * from one user to the next, so an instance belongs to one thread.
 */
public final class TopK {

    /** [k], a min-heap once it is full. The score in the high half, in an order that integers share; the item in the low one. */
    private final long[] heap;

    private int size;

    /**
     * @param k how many items to keep, from 1
     */
    public TopK(int k) {
        if (k < 1) {
            throw new IllegalArgumentException("k is " + k + ", must be at least 1");
        }
        heap = new long[k];
    }

    /**
     * Ranks a user's items; {@link #item} and {@link #score} then tell the result, until the next call.
     *
     * @param scores holds the user's scores at [offset, offset + items); they are only read
     * @param offset where item 0 is in {@code scores}
     * @param foldIn the users' known items, [users, items]; those of the user are left out
     * @param row the user's row of {@code foldIn}
     * @return how many items are ranked: k, or fewer if the user has fewer that are not folded in
     * @throws IllegalStateException if a score, even a folded-in item's, is NaN
     */
    public int rank(float[] scores, int offset, CsrMatrix foldIn, int row) {
        size = 0;
        int unseen = 0;
        int end = foldIn.rowStart(row) + foldIn.rowLength(row);
        for (int n = foldIn.rowStart(row); n < end; n++) {
            int seen = foldIn.column(n);
            scan(scores, offset, unseen, seen);
            requireNumber(scores[offset + seen], seen);
            unseen = seen + 1;
        }
        scan(scores, offset, unseen, foldIn.columns());
        Arrays.sort(heap, 0, size);
        return size;
    }

    /** How many items are ranked: what {@link #rank} returned. */
    int size() {
        return size;
    }

    /** The item at {@code position}, 0 being the best, below what {@link #rank} returned. */
    public int item(int position) {
        return Integer.MAX_VALUE - (int) heap[size - 1 - position];
    }

    /** The score of the item at {@code position}; 0 if it is -0. */
    public float score(int position) {
        return Float.intBitsToFloat(flipNegative((int) (heap[size - 1 - position] >> 32)));
    }

    private void scan(float[] scores, int offset, int from, int to) {
        int item = from;
        for (; item < to && size < heap.length; item++) {
            requireNumber(scores[offset + item], item);
            heap[size++] = key(scores[offset + item], item);
            if (size == heap.length) {
                makeHeap();
            }
        }
        if (item >= to) {
            return;
        }
        float worst = Float.intBitsToFloat(flipNegative((int) (heap[0] >> 32)));
        for (; item < to; item++) {
            float score = scores[offset + item];
            // Negated, so that NaN goes in too. A tie with the worst loses: items come in ascending order.
            if (!(score <= worst)) {
                requireNumber(score, item);
                siftDown(0, key(score, item));
                worst = Float.intBitsToFloat(flipNegative((int) (heap[0] >> 32)));
            }
        }
    }

    private static void requireNumber(float score, int item) {
        if (Float.isNaN(score)) {
            throw new IllegalStateException("the score of item " + item + " is NaN");
        }
    }

    /** Greater for a better score and, between equal ones, for the lower item. */
    private static long key(float score, int item) {
        // Adding 0 makes -0 a 0: they are equal scores with different bits.
        return (long) flipNegative(Float.floatToRawIntBits(score + 0f)) << 32 | (Integer.MAX_VALUE - item);
    }

    /** From a float's bits to an integer that orders as the float does, and back. */
    private static int flipNegative(int bits) {
        return bits ^ (bits >> 31 & Integer.MAX_VALUE);
    }

    private void makeHeap() {
        for (int parent = size / 2 - 1; parent >= 0; parent--) {
            siftDown(parent, heap[parent]);
        }
    }

    private void siftDown(int parent, long key) {
        int hole = parent;
        for (int child = 2 * hole + 1; child < size; child = 2 * hole + 1) {
            if (child + 1 < size && heap[child + 1] < heap[child]) {
                child++;
            }
            if (key <= heap[child]) {
                break;
            }
            heap[hole] = heap[child];
            hole = child;
        }
        heap[hole] = key;
    }
}
