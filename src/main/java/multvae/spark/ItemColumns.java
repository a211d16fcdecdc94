package multvae.spark;

import it.unimi.dsi.fastutil.ints.IntArrays;
import java.io.Serializable;
import java.util.Arrays;
import java.util.stream.IntStream;
import multvae.split.Filter;
import org.apache.spark.api.java.JavaRDD;

/** Numbers items by their first appearance in the files. */
final class ItemColumns {

    private static final int NEVER = Integer.MAX_VALUE;

    private ItemColumns() {}

    /** Which events make an item one of the model's. */
    @FunctionalInterface
    interface Known extends Serializable {

        /** Whether each event counts: [events]. */
        boolean[] events(Shard shard);
    }

    /** The columns of the items of events that count: [items], -1 for the others. */
    static int[] of(JavaRDD<Shard> shards, Known known, int itemCount) {
        int[] first = Aggregates.minimum(shards.map(shard -> firstPositions(shard, known.events(shard), itemCount)));
        int[] items = IntStream.range(0, itemCount)
                .filter(item -> first[item] < NEVER)
                .toArray();
        IntArrays.quickSort(items, (a, b) -> Integer.compare(first[a], first[b]));
        return Filter.positions(items, itemCount);
    }

    private static int[] firstPositions(Shard shard, boolean[] counts, int itemCount) {
        int[] first = new int[itemCount];
        Arrays.fill(first, NEVER);
        for (int event = 0; event < counts.length; event++) {
            if (counts[event]) {
                int item = shard.items()[event];
                first[item] = Math.min(first[item], shard.positions()[event]);
            }
        }
        return first;
    }
}
