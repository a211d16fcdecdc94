package multvae.spark;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import multvae.config.PreprocessSettings;
import multvae.matrix.Part;
import multvae.split.Filter;
import multvae.split.HeldOutDraw;
import multvae.split.NumpyRandom;
import multvae.split.SplitRules;
import org.apache.spark.api.java.JavaRDD;

/** The published split, of shards without rare items and users. The steps are those of {@link multvae.split.Split}. */
final class UsersDivider {

    private final Shards shards;
    private final JavaRDD<Shard> frequent;

    UsersDivider(Shards shards, JavaRDD<Shard> frequent) {
        this.shards = shards;
        this.frequent = frequent;
    }

    /** @param eventsPerUser [users], 0 for those that were dropped */
    Divisions divide(PreprocessSettings settings, int[] eventsPerUser) {
        int[] userOfRank = Aggregates.positive(eventsPerUser);
        int users = userOfRank.length;
        int trainUsers = SplitRules.trainUsers(users, settings);
        int testFrom = users - settings.heldOutUsers(users);
        int[] rankOfRow = new NumpyRandom(settings.splitSeed()).permutation(users);
        int[] userOfRow = Arrays.stream(rankOfRow).map(rank -> userOfRank[rank]).toArray();
        int[] rowOfUser = Filter.positions(userOfRow, eventsPerUser.length);
        int[] columnOfItem = ItemColumns.of(
                frequent,
                shard -> ofTrainUsers(shard, rowOfUser, trainUsers),
                shards.itemIds().size());
        int[] kept = Aggregates.byUser(frequent, shard -> keptPerUser(shard, columnOfItem), eventsPerUser.length);
        List<HeldOutDraw> validation = draws(settings, kept, rowOfUser, trainUsers, testFrom, shards.ranges());
        List<HeldOutDraw> test = draws(settings, kept, rowOfUser, testFrom, users, shards.ranges());
        Map<Part, int[]> rows = new EnumMap<>(Part.class);
        rows.put(Part.TRAIN, Arrays.copyOf(userOfRow, trainUsers));
        rows.put(Part.VALIDATION, Arrays.copyOfRange(userOfRow, trainUsers, testFrom));
        rows.put(Part.TEST, Arrays.copyOfRange(userOfRow, testFrom, users));
        return new Divisions(
                frequent,
                new DivisionByUsers(rowOfUser, trainUsers, testFrom, columnOfItem, validation, test),
                rows,
                columnOfItem,
                Arrays.stream(kept).sum());
    }

    private static boolean[] ofTrainUsers(Shard shard, int[] rowOfUser, int trainUsers) {
        boolean[] counts = new boolean[shard.size()];
        for (int event = 0; event < counts.length; event++) {
            int row = rowOfUser[shard.firstUser() + shard.users()[event]];
            counts[event] = row >= 0 && row < trainUsers;
        }
        return counts;
    }

    private static int[] keptPerUser(Shard shard, int[] columnOfItem) {
        int[] counts = new int[shard.userCount()];
        for (int event = 0; event < shard.size(); event++) {
            if (columnOfItem[shard.items()[event]] >= 0) {
                counts[shard.users()[event]]++;
            }
        }
        return counts;
    }

    /** The draws of the rows [from, to) in the order of raw ids, as they stand before each shard's first user. */
    private static List<HeldOutDraw> draws(
            PreprocessSettings settings, int[] kept, int[] rowOfUser, int from, int to, UserRanges ranges) {
        HeldOutDraw draw = new HeldOutDraw(settings.splitSeed(), settings.heldOutProportion());
        return ranges.before(draw::copy, user -> {
            if (rowOfUser[user] >= from && rowOfUser[user] < to) {
                draw.next(kept[user]);
            }
        });
    }
}
