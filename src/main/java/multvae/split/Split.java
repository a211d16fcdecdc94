package multvae.split;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntArrays;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import multvae.config.PreprocessSettings;
import multvae.io.UserError;
import multvae.matrix.CsrMatrix;
import multvae.matrix.Part;
import multvae.matrix.UserIndex;
import multvae.ratings.Ratings;

/**
 * The split by users of Liang, Krishnan, Hoffman and Jebara, <i>Variational Autoencoders for Collaborative
 * Filtering</i>, WWW 2018, bit for bit as their notebook makes it with numpy.
 *
 * <p>Rare items, then rare users are dropped. The users, ascending by raw id, are permuted with
 * RandomState(splitSeed): the last heldOutUsers are the test part, as many before them the validation part, the rest the
 * train part. The items are those of the train users, in order of first appearance in the file; events of other users on
 * other items are dropped. Each part but train then divides its users' events into fold-in and held-out, with a
 * RandomState(splitSeed) of its own.
 *
 * <p>Event lists number the users through all parts: train users from 0, then validation, then test. A matrix has one
 * row for each user of its part, row 0 the part's first, without events or not, and one column for each item.
 */
public final class Split {

    private final long[] userIds; // [users], in the permutation's order
    private final int heldOutUsers;
    private final long[] itemIds; // [items]
    private final EventList train;
    private final HeldOutPart validation;
    private final HeldOutPart test;
    private final SplitStatistics statistics;

    private Split(Ratings ratings, PreprocessSettings settings) {
        FrequentEvents events = FrequentEvents.of(ratings, settings);
        if (events.size() == 0) {
            throw new UserError(
                    "preprocess",
                    "ratings above preprocess.ratingThreshold = " + settings.ratingThreshold()
                            + " of users with at least preprocess.minUserEvents = " + settings.minUserEvents()
                            + " of them, on items with at least preprocess.minItemEvents = "
                            + settings.minItemEvents(),
                    "none among " + ratings.rows() + " ratings",
                    "lower the threshold or the minimum");
        }
        int[] userCounts = events.userCounts(ratings.users());
        int[] itemCounts = events.itemCounts(ratings.items());
        int[] ascending = withEvents(userCounts); // the users by rank of their raw id
        IntArrays.quickSort(ascending, (a, b) -> Long.compare(ratings.userId(a), ratings.userId(b)));
        int n = ascending.length;
        heldOutUsers = settings.heldOutUsers();
        if (2L * heldOutUsers >= n) {
            throw new UserError(
                    "preprocess.heldOutUsers",
                    "less than half of the " + n + " users",
                    String.valueOf(heldOutUsers),
                    "lower it, or drop fewer users");
        }
        int[] permutation = new NumpyRandom(settings.splitSeed()).permutation(n);
        userIds = new long[n];
        int[] rankOfUser = new int[ratings.users()];
        int[] indexOfRank = new int[n];
        for (int index = 0; index < n; index++) {
            int rank = permutation[index];
            userIds[index] = ratings.userId(ascending[rank]);
            rankOfUser[ascending[rank]] = rank;
            indexOfRank[rank] = index;
        }

        int trainUsers = n - 2 * heldOutUsers;
        IntArrayList trainEventUsers = new IntArrayList();
        IntArrayList trainEventItems = new IntArrayList();
        int[] indexOfItem = new int[ratings.items()];
        Arrays.fill(indexOfItem, -1);
        LongArrayList items = new LongArrayList();
        for (int event = 0; event < events.size(); event++) {
            int index = indexOfRank[rankOfUser[events.user(event)]];
            if (index < trainUsers) {
                int item = events.item(event);
                if (indexOfItem[item] < 0) {
                    indexOfItem[item] = items.size();
                    items.add(ratings.itemId(item));
                }
                trainEventUsers.add(index);
                trainEventItems.add(indexOfItem[item]);
            }
        }
        itemIds = items.toLongArray();
        train = new EventList(trainEventUsers.toIntArray(), trainEventItems.toIntArray());
        HeldOutPart[] parts = new HeldOutPart[2];
        for (int part = 0; part < parts.length; part++) {
            int from = trainUsers + part * heldOutUsers;
            EventList own = eventsOf(events, from, from + heldOutUsers, rankOfUser, indexOfRank, indexOfItem);
            parts[part] = HeldOutPart.of(
                    own, n, indexOfRank, settings.heldOutProportion(), new NumpyRandom(settings.splitSeed()));
        }
        validation = parts[0];
        test = parts[1];
        int kept = train.size();
        for (HeldOutPart part : parts) {
            kept += part.foldIn().size() + part.heldOut().size();
        }
        statistics = SplitStatistics.of(
                ratings, positive(userCounts), positive(itemCounts), events.size(), itemIds.length, kept);
    }

    /**
     * Splits the ratings.
     *
     * @param ratings read with the settings' threshold
     * @throws UserError where no event is left, or where the held-out users leave no train user
     */
    public static Split of(Ratings ratings, PreprocessSettings settings) {
        if (ratings.threshold() != settings.ratingThreshold()) {
            throw new IllegalArgumentException("ratings above " + ratings.threshold() + " were read, those above "
                    + settings.ratingThreshold() + " are asked for");
        }
        return new Split(ratings, settings);
    }

    private static int[] withEvents(int[] counts) {
        IntArrayList indices = new IntArrayList();
        for (int k = 0; k < counts.length; k++) {
            if (counts[k] > 0) {
                indices.add(k);
            }
        }
        return indices.toIntArray();
    }

    private static int[] positive(int[] counts) {
        return Arrays.stream(counts).filter(c -> c > 0).toArray();
    }

    private static EventList eventsOf(
            FrequentEvents events, int from, int to, int[] rankOfUser, int[] indexOfRank, int[] indexOfItem) {
        IntArrayList ranks = new IntArrayList();
        IntArrayList items = new IntArrayList();
        for (int event = 0; event < events.size(); event++) {
            int rank = rankOfUser[events.user(event)];
            int index = indexOfRank[rank];
            int item = indexOfItem[events.item(event)];
            if (index >= from && index < to && item >= 0) {
                ranks.add(rank);
                items.add(item);
            }
        }
        return new EventList(ranks.toIntArray(), items.toIntArray());
    }

    /** The raw ids of a part's users; entry r is row r of the part's matrices. */
    public long[] userIds(Part part) {
        int from = firstUser(part);
        return Arrays.copyOfRange(userIds, from, from + users(part));
    }

    /** The rows of the matrices. */
    public UserIndex users() {
        Map<Part, long[]> ids = new EnumMap<>(Part.class);
        for (Part part : Part.values()) {
            ids.put(part, userIds(part));
        }
        return UserIndex.of(ids);
    }

    /** The raw ids of the items; entry c is column c. */
    public long[] itemIds() {
        return itemIds.clone();
    }

    /** The train users' events, in the file's order. */
    public EventList trainEvents() {
        return train;
    }

    /** What the part's users fold in, users ascending by raw id. {@code part} is validation or test. */
    public EventList foldInEvents(Part part) {
        return heldOutPart(part).foldIn();
    }

    /** What is to be predicted of the part's users, users ascending by raw id. {@code part} is validation or test. */
    public EventList heldOutEvents(Part part) {
        return heldOutPart(part).heldOut();
    }

    /** The train users' events, [train users, items]. Built at each call. */
    public CsrMatrix train() {
        return train.toMatrix(0, users(Part.TRAIN), itemIds.length);
    }

    /** What the part's users fold in, [users, items]. {@code part} is validation or test. Built at each call. */
    public CsrMatrix foldIn(Part part) {
        return foldInEvents(part).toMatrix(firstUser(part), users(part), itemIds.length);
    }

    /** What is to be predicted of the part's users, [users, items]; as {@link #foldIn}. */
    public CsrMatrix heldOut(Part part) {
        return heldOutEvents(part).toMatrix(firstUser(part), users(part), itemIds.length);
    }

    /** Counts of the events, the users and the items. */
    public SplitStatistics statistics() {
        return statistics;
    }

    private int users(Part part) {
        return part == Part.TRAIN ? userIds.length - 2 * heldOutUsers : heldOutUsers;
    }

    private int firstUser(Part part) {
        return switch (part) {
            case TRAIN -> 0;
            case VALIDATION -> userIds.length - 2 * heldOutUsers;
            case TEST -> userIds.length - heldOutUsers;
        };
    }

    private HeldOutPart heldOutPart(Part part) {
        return switch (part) {
            case TRAIN -> throw new IllegalArgumentException("the train part holds nothing out");
            case VALIDATION -> validation;
            case TEST -> test;
        };
    }
}
