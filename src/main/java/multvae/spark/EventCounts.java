package multvae.spark;

import java.util.Arrays;
import org.apache.spark.api.java.JavaRDD;

/** How many events the shards have. */
final class EventCounts {

    private final int[] perUser; // [users]
    private final int[] perItem; // [items]

    private EventCounts(int[] perUser, int[] perItem) {
        this.perUser = perUser;
        this.perItem = perItem;
    }

    /** @param kept the shards without what is dropped */
    static EventCounts of(Shards shards, JavaRDD<Shard> kept) {
        int itemCount = shards.itemIds().size();
        return new EventCounts(
                Aggregates.byUser(kept, Shard::userCounts, shards.userIds().size()),
                Aggregates.sum(kept.map(shard -> shard.itemCounts(itemCount))));
    }

    /** All of them. */
    int all() {
        return Arrays.stream(perUser).sum();
    }

    /** Those of each user, [users]. */
    int[] perUser() {
        return perUser;
    }

    /** Those on each item, [items]. */
    int[] perItem() {
        return perItem;
    }
}
