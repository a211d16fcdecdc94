package multvae.spark;

import org.apache.spark.api.java.JavaRDD;

/** How many events there are. */
final class EventCounts {

    private final int aboveThreshold;
    private final int[] perUser; // [users]
    private final int[] perItem; // [items]

    private EventCounts(int aboveThreshold, int[] perUser, int[] perItem) {
        this.aboveThreshold = aboveThreshold;
        this.perUser = perUser;
        this.perItem = perItem;
    }

    /**
     * Counts the events.
     *
     * @param kept the shards without what is dropped
     * @param aboveThreshold the events before that
     */
    static EventCounts of(Shards shards, JavaRDD<Shard> kept, int aboveThreshold) {
        int itemCount = shards.itemIds().size();
        return new EventCounts(
                aboveThreshold,
                Aggregates.byUser(kept, Shard::userCounts, shards.userIds().size()),
                Aggregates.sum(kept.map(shard -> shard.itemCounts(itemCount))));
    }

    int aboveThreshold() {
        return aboveThreshold;
    }

    /** The kept events of each user, [users]. */
    int[] perUser() {
        return perUser;
    }

    /** The kept events of each item, [items]. */
    int[] perItem() {
        return perItem;
    }
}
