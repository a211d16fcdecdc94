package multvae.split;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import multvae.config.PreprocessSettings;
import multvae.ids.IdList;
import multvae.io.Plural;
import multvae.io.UserError;
import multvae.matrix.Part;
import multvae.ratings.EventList;
import multvae.ratings.Ratings;

/**
 * The procedure of the authors' notebook, step by step: filter, order the users, permute them, number the items, divide
 * the held-out users' events. https://github.com/dawenl/vae_cf/blob/master/VAE_ML20M_WWW2018.ipynb
 *
 * <p>Users have three numbers: the index of the ratings, the rank of the raw id, and the row in the split's order.
 */
final class PublishedSplit {

    /** A user with fewer events holds none out. */
    static final int MIN_EVENTS_TO_HOLD_OUT = 5;

    private static final int LEAST_USERS = 3; // one of each part

    private PublishedSplit() {}

    static Split of(Ratings ratings, PreprocessSettings settings) {
        EventList frequent = Filter.frequentEvents(ratings, settings);
        int[] userOfRank = Filter.usersByRawId(ratings, frequent); // [users]
        int users = userOfRank.length;
        int trainUsers = trainUsers(users, settings);
        int testFrom = users - settings.heldOutUsers(users);
        EventList ranked = frequent.renumberUsers(Filter.positions(userOfRank, ratings.users()));

        int[] rankOfRow = new NumpyRandom(settings.splitSeed()).permutation(users); // step 3
        int[] rowOfRank = Filter.positions(rankOfRow, users);

        int[] columnOfItem = Filter.columns( // step 4
                ranked, event -> rowOfRank[ranked.user(event)] < trainUsers, ratings.items());
        IdList itemIds = ratings.itemIds().select(Filter.items(columnOfItem));
        EventList kept =
                ranked.filter(event -> columnOfItem[ranked.item(event)] >= 0).renumberItems(columnOfItem);

        IdList userIds = ratings.userIds()
                .select(Arrays.stream(rankOfRow).map(rank -> userOfRank[rank]).toArray());
        Map<Part, Split.Users> ofParts = new EnumMap<>(Part.class);
        ofParts.put(Part.TRAIN, Split.Users.of(userIds, 0, trainUsers));
        ofParts.put(Part.VALIDATION, Split.Users.of(userIds, trainUsers, testFrom));
        ofParts.put(Part.TEST, Split.Users.of(userIds, testFrom, users));
        return new Split(
                ofParts,
                itemIds,
                ofRows(kept, rowOfRank, 0, trainUsers).renumberUsers(rowOfRank),
                divide(ofRows(kept, rowOfRank, trainUsers, testFrom), rowOfRank, settings),
                divide(ofRows(kept, rowOfRank, testFrom, users), rowOfRank, settings),
                SplitStatistics.of(settings.split().type(), ratings, frequent, itemIds.size(), kept.size()));
    }

    static int trainUsers(int users, PreprocessSettings settings) {
        int heldOut = settings.heldOutUsers(users);
        requireTrainUsers(heldOut, users, Plural.of(users, "user"));
        return users - 2 * heldOut;
    }

    /**
     * Checks that validation and test leave somebody to train on.
     *
     * @param heldOut users of each of the two
     * @param described the users in words
     */
    static void requireTrainUsers(int heldOut, int users, String described) {
        if (users < LEAST_USERS) {
            throw new UserError(
                    PreprocessSettings.HELD_OUT_USERS,
                    "at least " + LEAST_USERS + " users, to train, validate and test",
                    described,
                    "bring more data, or lower preprocess.minUserEvents or preprocess.minItemEvents to drop fewer users");
        }
        if (2L * heldOut >= users) {
            throw new UserError(
                    PreprocessSettings.HELD_OUT_USERS,
                    "less than half of the " + described,
                    String.valueOf(heldOut),
                    "lower it, or write auto for a tenth of the users, or drop fewer users");
        }
    }

    /** The events of the rows [from, to); users stay ranks. */
    private static EventList ofRows(EventList ranked, int[] rowOfRank, int from, int to) {
        return ranked.filter(event -> {
            int row = rowOfRank[ranked.user(event)];
            return row >= from && row < to;
        });
    }

    /** Each part's stream of random numbers begins at the seed again. */
    private static Split.HeldOut divide(EventList ofPart, int[] rowOfRank, PreprocessSettings settings) {
        HeldOutDraw draw = new HeldOutDraw(settings.splitSeed(), settings.heldOutProportion());
        EventList byRank = ofPart.sortByUser(rowOfRank.length);
        boolean[] isHeldOut = new boolean[byRank.size()];
        int start = 0;
        for (int count : byRank.userCounts(rowOfRank.length)) {
            for (int k : draw.next(count)) {
                isHeldOut[start + k] = true;
            }
            start += count;
        }
        return new Split.HeldOut(
                byRank.filter(event -> !isHeldOut[event]).renumberUsers(rowOfRank),
                byRank.filter(event -> isHeldOut[event]).renumberUsers(rowOfRank));
    }
}
