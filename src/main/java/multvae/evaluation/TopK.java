package multvae.evaluation;

import java.util.Arrays;
import multvae.matrix.CsrMatrix;

/**
 * The k best-scored items of a user among those that the user has not folded in, best first; of items with the same
 * score the one with the lower index comes first.
 *
 * <p>A heap of k items with the worst at its root: nearly every item of a row costs one comparison. In a long row a sample says first
 * which scores need not go into the heap at all. The arrays are reused from one user to the next, so an instance belongs to one thread.
 */
public final class TopK {

    /** Of the sample: a line of the cache, which then has the row for the second pass. */
    private static final int STRIDE = 16;

    private static final int MOST_OF_SAMPLE = 256;

    /** [k], a min-heap once it is full. The score in the high half, in an order that integers share; the item in the low one. */
    private final long[] heap;

    private int size;
    private float[] best = new float[0]; // of the sample, ascending

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
        int seen = foldIn.rowLength(row);
        collect(scores, offset, foldIn, row, likelyBelow(scores, offset, foldIn.columns(), seen));
        if (size < Math.min(heap.length, foldIn.columns() - seen)) {
            collect(scores, offset, foldIn, row, Float.NaN); // an unlucky sample
        }
        Arrays.sort(heap, 0, size);
        return size;
    }

    /**
     * A score that k of the items are likely to exceed, even if all that are folded in do: of every sixteenth item one of the best. NaN if
     * the sample would not be much smaller than the row.
     */
    private float likelyBelow(float[] scores, int offset, int items, int seen) {
        int rank = (int) ((heap.length + (long) seen) * 3 / (2 * STRIDE) + 4); // half more than expected, and some
        if (rank > MOST_OF_SAMPLE || rank > items / STRIDE / 4) {
            return Float.NaN;
        }
        best = best.length < rank ? new float[rank] : best;
        Arrays.fill(best, 0, rank, Float.NEGATIVE_INFINITY);
        for (int item = 0; item < items; item += STRIDE) {
            float score = scores[offset + item];
            if (score > best[0]) {
                int at = 0;
                for (; at + 1 < rank && best[at + 1] < score; at++) {
                    best[at] = best[at + 1];
                }
                best[at] = score;
            }
        }
        return Math.nextDown(best[0]); // below those that are equal to it
    }

    /** Takes the k best, but none of a score of {@code bound} or less. */
    private void collect(float[] scores, int offset, CsrMatrix foldIn, int row, float bound) {
        size = 0;
        int unseen = 0;
        int end = foldIn.rowStart(row) + foldIn.rowLength(row);
        for (int n = foldIn.rowStart(row); n < end; n++) {
            int seen = foldIn.column(n);
            scan(scores, offset, unseen, seen, bound);
            requireNumber(scores[offset + seen], seen);
            unseen = seen + 1;
        }
        scan(scores, offset, unseen, foldIn.columns(), bound);
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
        return scoreOf(heap[size - 1 - position]);
    }

    private void scan(float[] scores, int offset, int from, int to, float bound) {
        int end = offset + to;
        int at = offset + from;
        for (; at < end && size < heap.length; at++) {
            if (!(scores[at] <= bound)) { // negated, so that NaN goes in too
                heap[size++] = key(scores[at], at - offset);
                if (size == heap.length) {
                    makeHeap();
                }
            }
        }
        if (at >= end) {
            return;
        }
        float worst = scoreOf(heap[0]);
        for (; at < end; at++) {
            if (!(scores[at] <= worst)) { // a tie with the worst loses: items come in ascending order
                siftDown(0, key(scores[at], at - offset));
                worst = scoreOf(heap[0]);
            }
        }
    }

    private static void requireNumber(float score, int item) {
        if (Float.isNaN(score)) {
            throw new IllegalStateException("the score of item " + item + " is NaN");
        }
    }

    /**
     * Greater for a better score and, between equal ones, for the lower item.
     *
     * @throws IllegalStateException if the score is NaN
     */
    private static long key(float score, int item) {
        requireNumber(score, item);
        // Adding 0 makes -0 a 0: they are equal scores with different bits.
        return (long) flipNegative(Float.floatToRawIntBits(score + 0f)) << 32 | (Integer.MAX_VALUE - item);
    }

    private static float scoreOf(long key) {
        return Float.intBitsToFloat(flipNegative((int) (key >> 32)));
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
