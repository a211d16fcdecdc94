package multvae.evaluation;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.stream.IntStream;
import multvae.matrix.CsrMatrix;

/**
 * How many train users each item has, and three buckets by that. With the items ordered by it, the highest first and of
 * equals the lower item first, an item is in the head if the items before it have less than a third of all train
 * events, in the middle if they have less than two thirds, else in the tail.
 *
 * <p>So the head is the short head of Cremonesi, Koren and Turrin, Performance of Recommender Algorithms on Top-N
 * Recommendation Tasks, RecSys 2010, and its long tail is cut in two.
 */
public final class ItemPopularity {

    /** Which third of the train events an item's belong to, that of the most popular items first. */
    public enum Bucket {
        HEAD,
        MIDDLE,
        TAIL;

        /** As in files: {@code head}, {@code middle} or {@code tail}. */
        @JsonValue
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final int[] users; // [items]
    private final Bucket[] buckets; // [items]

    /** @param users how many train users each item has, [items], not copied */
    public ItemPopularity(int[] users) {
        this.users = users;
        buckets = new Bucket[users.length];
        int[] order = IntStream.range(0, users.length)
                .boxed()
                .sorted((a, b) -> users[a] != users[b] ? Integer.compare(users[b], users[a]) : Integer.compare(a, b))
                .mapToInt(Integer::intValue)
                .toArray();
        long total = IntStream.of(users).asLongStream().sum();
        long before = 0;
        for (int item : order) {
            buckets[item] = bucket(before, total);
            before += users[item];
        }
    }

    private static Bucket bucket(long before, long total) {
        if (3 * before < total) {
            return Bucket.HEAD;
        }
        return 3 * before < 2 * total ? Bucket.MIDDLE : Bucket.TAIL;
    }

    /** The number of items. */
    public int items() {
        return users.length;
    }

    /** How many train users have the item. */
    public int users(int item) {
        return users[item];
    }

    /** The item's bucket. */
    public Bucket bucket(int item) {
        return buckets[item];
    }

    /** How many items a bucket has; the middle and the tail may be empty if a few items have nearly all events. */
    public int items(Bucket bucket) {
        return (int) IntStream.range(0, buckets.length)
                .filter(item -> buckets[item] == bucket)
                .count();
    }

    /** A matrix without the entries of other buckets' items; rows and columns stay as they are. */
    CsrMatrix only(Bucket bucket, CsrMatrix matrix) {
        int[] starts = new int[matrix.rows() + 1];
        IntStream.Builder columns = IntStream.builder();
        for (int row = 0; row < matrix.rows(); row++) {
            starts[row + 1] = starts[row];
            for (int n = matrix.rowStart(row); n < matrix.rowStart(row + 1); n++) {
                if (buckets[matrix.column(n)] == bucket) {
                    columns.add(matrix.column(n));
                    starts[row + 1]++;
                }
            }
        }
        return new CsrMatrix(matrix.columns(), starts, columns.build().toArray());
    }
}
