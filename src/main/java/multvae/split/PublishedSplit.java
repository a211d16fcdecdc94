package multvae.split;

import it.unimi.dsi.fastutil.ints.IntArrays;
import java.util.Arrays;
import java.util.stream.IntStream;
import multvae.config.PreprocessSettings;
import multvae.ids.IdList;
import multvae.io.UserError;
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
    private static final int MIN_EVENTS_TO_HOLD_OUT = 5;

    private PublishedSplit() {}

    static Split of(Ratings ratings, PreprocessSettings settings) {
        EventList frequent = frequentEvents(ratings, settings);
        int[] userOfRank = usersByRawId(ratings, frequent); // [users]
        int users = userOfRank.length;
        int trainUsers = trainUsers(users, settings);
        int testFrom = users - settings.heldOutUsers();
        EventList ranked = frequent.renumberUsers(inverse(userOfRank, ratings.users()));

        int[] rankOfRow = new NumpyRandom(settings.splitSeed()).permutation(users); // step 3
        int[] rowOfRank = inverse(rankOfRow, users);

        int[] columnOfItem = columns(ranked, rowOfRank, trainUsers, ratings.items());
        IdList itemIds = itemIds(ratings, columnOfItem);
        EventList kept =
                ranked.filter(event -> columnOfItem[ranked.item(event)] >= 0).renumberItems(columnOfItem);

        return new Split(
                ratings.userIds()
                        .select(Arrays.stream(rankOfRow)
                                .map(rank -> userOfRank[rank])
                                .toArray()),
                settings.heldOutUsers(),
                itemIds,
                ofRows(kept, rowOfRank, 0, trainUsers).renumberUsers(rowOfRank),
                divide(ofRows(kept, rowOfRank, trainUsers, testFrom), rowOfRank, settings),
                divide(ofRows(kept, rowOfRank, testFrom, users), rowOfRank, settings),
                SplitStatistics.of(ratings, frequent, itemIds.size(), kept.size()));
    }

    /**
     * Step 1: the events without rare items and then without rare users, in the file's order. Each filter runs once, so
     * an item may end up below its minimum when users go.
     */
    private static EventList frequentEvents(Ratings ratings, PreprocessSettings settings) {
        EventList all = ratings.events();
        int[] itemCounts = all.itemCounts(ratings.items());
        EventList onItems = all.filter(event -> itemCounts[all.item(event)] >= settings.minItemEvents());
        int[] userCounts = onItems.userCounts(ratings.users());
        EventList frequent = onItems.filter(event -> userCounts[onItems.user(event)] >= settings.minUserEvents());
        if (frequent.size() == 0) {
            throw new UserError(
                    "preprocess",
                    "ratings above preprocess.ratingThreshold = " + settings.ratingThreshold()
                            + " of users with at least preprocess.minUserEvents = " + settings.minUserEvents()
                            + " of them, on items with at least preprocess.minItemEvents = "
                            + settings.minItemEvents(),
                    "none among " + ratings.rows() + " ratings",
                    "lower the threshold or the minimum");
        }
        return frequent;
    }

    /** Step 2: the users with events, ascending by raw id. A user's position is the user's rank. */
    private static int[] usersByRawId(Ratings ratings, EventList events) {
        int[] counts = events.userCounts(ratings.users());
        int[] users = IntStream.range(0, counts.length)
                .filter(user -> counts[user] > 0)
                .toArray();
        IntArrays.quickSort(users, ratings.userIds()::compare);
        return users;
    }

    private static int trainUsers(int users, PreprocessSettings settings) {
        if (2L * settings.heldOutUsers() >= users) {
            throw new UserError(
                    "preprocess.heldOutUsers",
                    "less than half of the " + users + " users",
                    String.valueOf(settings.heldOutUsers()),
                    "lower it, or drop fewer users");
        }
        return users - 2 * settings.heldOutUsers();
    }

    /** Step 4: the train users' items, numbered in order of first appearance; -1 for the other items. */
    private static int[] columns(EventList ranked, int[] rowOfRank, int trainUsers, int items) {
        int[] columnOfItem = new int[items];
        Arrays.fill(columnOfItem, -1);
        int columns = 0;
        for (int event = 0; event < ranked.size(); event++) {
            int item = ranked.item(event);
            if (rowOfRank[ranked.user(event)] < trainUsers && columnOfItem[item] < 0) {
                columnOfItem[item] = columns++;
            }
        }
        return columnOfItem;
    }

    private static IdList itemIds(Ratings ratings, int[] columnOfItem) {
        int[] items = new int
                [(int) Arrays.stream(columnOfItem).filter(column -> column >= 0).count()];
        for (int item = 0; item < columnOfItem.length; item++) {
            if (columnOfItem[item] >= 0) {
                items[columnOfItem[item]] = item;
            }
        }
        return ratings.itemIds().select(items);
    }

    /** The events of the rows [from, to); users stay ranks. */
    private static EventList ofRows(EventList ranked, int[] rowOfRank, int from, int to) {
        return ranked.filter(event -> {
            int row = rowOfRank[ranked.user(event)];
            return row >= from && row < to;
        });
    }

    /**
     * Step 5: of a user's n events int(heldOutProportion * n) are held out. The users of a part draw in the order of
     * their raw ids from one stream of random numbers, which begins at the seed again for each part.
     */
    private static Split.HeldOut divide(EventList ofPart, int[] rowOfRank, PreprocessSettings settings) {
        NumpyRandom random = new NumpyRandom(settings.splitSeed());
        EventList byRank = ofPart.sortByUser(rowOfRank.length);
        boolean[] isHeldOut = new boolean[byRank.size()];
        int start = 0;
        for (int count : byRank.userCounts(rowOfRank.length)) {
            if (count >= MIN_EVENTS_TO_HOLD_OUT) {
                for (int k : random.choiceWithoutReplacement(count, (int) (settings.heldOutProportion() * count))) {
                    isHeldOut[start + k] = true;
                }
            }
            start += count;
        }
        return new Split.HeldOut(
                byRank.filter(event -> !isHeldOut[event]).renumberUsers(rowOfRank),
                byRank.filter(event -> isHeldOut[event]).renumberUsers(rowOfRank));
    }

    /** Where each value stands: inverse[values[k]] = k, and 0 for a number that is not among the values. */
    private static int[] inverse(int[] values, int size) {
        int[] inverse = new int[size];
        for (int k = 0; k < values.length; k++) {
            inverse[values[k]] = k;
        }
        return inverse;
    }
}
