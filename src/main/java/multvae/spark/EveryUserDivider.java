package multvae.spark;

import java.io.Serializable;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntPredicate;
import multvae.config.SplitSettings;
import multvae.config.SplitSettings.Unknown;
import multvae.matrix.Part;
import multvae.split.Filter;
import multvae.split.GivenSplit;
import multvae.split.SplitRules;
import org.apache.spark.api.java.JavaRDD;

/** A split in which every user is trained on, by time or given in files. The steps are those of one process. */
final class EveryUserDivider {

    private final Shards shards;
    private final JavaRDD<Shard> divided;
    private final GivenSplit.Places places;

    /** An event that no model can predict. */
    private record UnknownEvent(int position, int user, int item) implements Serializable {}

    /**
     * @param divided the shards, each event with its part
     * @param places finds a test event for a message
     */
    EveryUserDivider(Shards shards, JavaRDD<Shard> divided, GivenSplit.Places places) {
        this.shards = shards;
        this.divided = divided;
        this.places = places;
    }

    Divisions divide(SplitSettings settings) {
        int userCount = shards.userIds().size();
        int itemCount = shards.itemIds().size();
        int[] train = perUser(divided, Part.TRAIN, userCount);
        int[] validation = perUser(divided, Part.VALIDATION, userCount);
        int[] known = new int[userCount];
        for (int user = 0; user < userCount; user++) {
            known[user] = train[user] + validation[user];
        }
        int[] trainUsers = Aggregates.positive(known);
        int[] trainRow = Filter.positions(trainUsers, userCount);
        int[] columnOfItem = ItemColumns.of(divided, EveryUserDivider::isKnown, itemCount);
        if (settings.unknown() == Unknown.ERROR) {
            refuseUnknown(trainRow, columnOfItem);
        }
        int[] test = perUser(divided, Part.TEST, columnOfItem, userCount);
        for (int user = 0; user < userCount; user++) {
            test[user] = trainRow[user] < 0 ? 0 : test[user];
        }
        int kept = sum(train, "training events")
                + sum(validation, "validation events")
                + sum(test, "test events of users and on items that training has");
        int[] validationUsers = Aggregates.positive(validation);
        int[] testUsers = Aggregates.positive(test);
        Map<Part, int[]> rows = new EnumMap<>(Part.class);
        rows.put(Part.TRAIN, trainUsers);
        rows.put(Part.VALIDATION, validationUsers);
        rows.put(Part.TEST, testUsers);
        return new Divisions(
                divided,
                new DivisionOfEveryUser(
                        trainRow,
                        Filter.positions(validationUsers, userCount),
                        Filter.positions(testUsers, userCount),
                        columnOfItem),
                rows,
                columnOfItem,
                kept);
    }

    private static int sum(int[] counts, String what) {
        int sum = 0;
        for (int count : counts) {
            sum += count;
        }
        if (sum == 0) {
            throw SplitRules.nothing(what);
        }
        return sum;
    }

    /** How many events of a part each user has. */
    static int[] perUser(JavaRDD<Shard> divided, Part part, int userCount) {
        return Aggregates.byUser(divided, shard -> perUser(shard, part, item -> true), userCount);
    }

    /** The same, of events on items with a column. */
    private static int[] perUser(JavaRDD<Shard> divided, Part part, int[] columnOfItem, int userCount) {
        return Aggregates.byUser(divided, shard -> perUser(shard, part, item -> columnOfItem[item] >= 0), userCount);
    }

    private static int[] perUser(Shard shard, Part part, IntPredicate counts) {
        int[] events = new int[shard.userCount()];
        for (int event = 0; event < shard.size(); event++) {
            boolean counted = shard.isIn(event, part) && counts.test(shard.items()[event]);
            events[shard.users()[event]] += counted ? 1 : 0;
        }
        return events;
    }

    private static boolean[] isKnown(Shard shard) {
        boolean[] known = new boolean[shard.size()];
        for (int event = 0; event < known.length; event++) {
            known[event] = !shard.isIn(event, Part.TEST);
        }
        return known;
    }

    private void refuseUnknown(int[] trainRow, int[] columnOfItem) {
        divided.map(shard -> firstUnknown(shard, trainRow, columnOfItem)).collect().stream()
                .filter(Objects::nonNull)
                .min(Comparator.comparingInt(UnknownEvent::position))
                .ifPresent(event -> {
                    String user = shards.userIds().get(event.user());
                    String item = shards.itemIds().get(event.item());
                    throw SplitRules.unknown(places.of(Part.TEST, user, item), trainRow[event.user()] >= 0, user, item);
                });
    }

    /** The first event of the shard in the files that no model can predict; null if there is none. */
    private static UnknownEvent firstUnknown(Shard shard, int[] trainRow, int[] columnOfItem) {
        for (int event = 0; event < shard.size(); event++) {
            int user = shard.firstUser() + shard.users()[event];
            int item = shard.items()[event];
            if (shard.isIn(event, Part.TEST) && (trainRow[user] < 0 || columnOfItem[item] < 0)) {
                return new UnknownEvent(shard.positions()[event], user, item);
            }
        }
        return null;
    }
}
