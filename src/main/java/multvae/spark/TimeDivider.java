package multvae.spark;

import java.io.Serializable;
import multvae.config.SplitSettings;
import multvae.split.SplitRules;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.storage.StorageLevel;

/** Divides the events of each user by time. */
final class TimeDivider {

    private TimeDivider() {}

    /** A shard's events with their parts, which are found out once. */
    private record Timed(Shard shard, int trainedOnly) implements Serializable {

        static Timed of(Shard shard, TimeRule rule) {
            SplitRules.TimeParts parts = rule.of(shard);
            return new Timed(shard.divided(parts.parts()), parts.trainedOnly());
        }
    }

    /** @param frequent shards without rare items and users */
    static JavaRDD<Shard> parts(JavaRDD<Shard> frequent, SplitSettings settings) {
        TimeRule rule = TimeRule.of(settings);
        JavaRDD<Timed> timed = frequent.map(shard -> Timed.of(shard, rule)).persist(StorageLevel.MEMORY_AND_DISK());
        SplitRules.describe(timed.map(Timed::trainedOnly).reduce(Integer::sum));
        return timed.map(Timed::shard);
    }
}
