package multvae.ratings;

/** Counting sort: what belongs to the same key, side by side, in the order that it had. */
public final class Grouping {

    private Grouping() {}

    /** Where each key's run starts: [keyCount + 1], the last is n. Keys are in [0, keyCount). */
    public static int[] starts(int[] keys, int n, int keyCount) {
        int[] starts = new int[keyCount + 1];
        for (int k = 0; k < n; k++) {
            starts[keys[k] + 1]++;
        }
        for (int key = 0; key < keyCount; key++) {
            starts[key + 1] += starts[key];
        }
        return starts;
    }

    /** The positions 0 to n - 1 ordered by key, positions of equal keys ascending: [n]. */
    public static int[] order(int[] keys, int n, int keyCount) {
        int[] next = starts(keys, n, keyCount);
        int[] order = new int[n];
        for (int k = 0; k < n; k++) {
            order[next[keys[k]]++] = k;
        }
        return order;
    }
}
