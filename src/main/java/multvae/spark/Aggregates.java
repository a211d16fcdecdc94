package multvae.spark;

import java.io.Serializable;
import java.util.Arrays;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.Function;

/** What the driver learns of the shards: arrays over users or over items. */
final class Aggregates {

    private Aggregates() {}

    private static final class Range implements Serializable {

        private static final long serialVersionUID = 1;

        private final int firstUser;
        private final int[] values;

        Range(int firstUser, int[] values) {
            this.firstUser = firstUser;
            this.values = values;
        }

        int firstUser() {
            return firstUser;
        }

        int[] values() {
            return values;
        }
    }

    /** The sum of arrays of the same length, element by element. */
    static int[] sum(JavaRDD<int[]> arrays) {
        return arrays.treeReduce((a, b) -> {
            for (int k = 0; k < a.length; k++) {
                a[k] = Math.addExact(a[k], b[k]);
            }
            return a;
        });
    }

    /** The smaller one of each two elements. */
    static int[] minimum(JavaRDD<int[]> arrays) {
        return arrays.treeReduce((a, b) -> {
            for (int k = 0; k < a.length; k++) {
                a[k] = Math.min(a[k], b[k]);
            }
            return a;
        });
    }

    /**
     * What each shard says of its users, side by side: [userCount], 0 for users of no shard.
     *
     * @param values of a shard, an element for each of its users
     */
    static int[] byUser(JavaRDD<Shard> shards, Function<Shard, int[]> values, int userCount) {
        int[] all = new int[userCount];
        for (Range range : shards.map(shard -> new Range(shard.firstUser(), values.call(shard)))
                .collect()) {
            System.arraycopy(range.values(), 0, all, range.firstUser(), range.values().length);
        }
        return all;
    }

    /** The numbers of the elements above zero, ascending. */
    static int[] positive(int[] counts) {
        int[] numbers =
                new int[(int) Arrays.stream(counts).filter(count -> count > 0).count()];
        int next = 0;
        for (int k = 0; k < counts.length; k++) {
            if (counts[k] > 0) {
                numbers[next++] = k;
            }
        }
        return numbers;
    }
}
