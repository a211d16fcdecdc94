package multvae.split;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.IntStream;
import multvae.config.PreprocessSettings;
import multvae.config.SplitSettings;
import multvae.ids.IdList;
import multvae.io.UserError;
import multvae.matrix.CsrMatrix;
import multvae.matrix.Part;
import multvae.matrix.UserIndex;
import multvae.ratings.EventList;
import multvae.ratings.Ratings;

/**
 * The data divided into what is trained on, validated on and tested on.
 *
 * <p>By {@code users}, the split of Liang, Krishnan, Hoffman and Jebara, <i>Variational Autoencoders for Collaborative
 * Filtering</i>, WWW 2018, bit for bit as their notebook makes it with numpy:
 *
 * <ol>
 *   <li>Rare items are dropped, then rare users.
 *   <li>The users are ordered by raw id.
 *   <li>RandomState(splitSeed) permutes them: the last heldOutUsers are the test part, as many before them the validation
 *       part, the rest the train part.
 *   <li>The items are those of the train users, in order of first appearance in the file. Events of other users on other
 *       items are dropped.
 *   <li>The validation and the test part each divide their users' events into fold-in and held-out, with a
 *       RandomState(splitSeed) of their own.
 * </ol>
 *
 * <p>If it is {@code given} or by {@code time}, every user is trained on: {@link EveryUserSplit}.
 *
 * <p>A matrix has one row for each user of its part, row 0 the part's first, and one column for each item.
 */
public final class Split {

    private final Map<Part, Users> users;
    private final IdList itemIds; // [items]
    private final EventList train;
    private final HeldOut validation;
    private final HeldOut test;
    private final SplitStatistics statistics;

    /**
     * The users of a part.
     *
     * @param ids by row
     * @param first the number that the part's events give to the user of row 0
     */
    record Users(IdList ids, int first) {

        /** The users [from, to), whose numbers run through all parts. */
        static Users of(IdList all, int from, int to) {
            return new Users(all.select(IntStream.range(from, to).toArray()), from);
        }
    }

    /**
     * The events of the validation or of the test users.
     *
     * @param foldIn what the model sees
     * @param heldOut what it has to predict
     */
    record HeldOut(EventList foldIn, EventList heldOut) {}

    Split(
            Map<Part, Users> users,
            IdList itemIds,
            EventList train,
            HeldOut validation,
            HeldOut test,
            SplitStatistics statistics) {
        this.users = new EnumMap<>(users);
        this.itemIds = itemIds;
        this.train = train;
        this.validation = validation;
        this.test = test;
        this.statistics = statistics;
    }

    /**
     * Splits the ratings by users or by time.
     *
     * @param ratings read with the settings' threshold, with times for a split by time
     * @throws UserError if no event is left in a part
     */
    public static Split of(Ratings ratings, PreprocessSettings settings) {
        if (ratings.threshold() != settings.ratingThreshold()) {
            throw new IllegalArgumentException("ratings above " + ratings.threshold() + " were read, those above "
                    + settings.ratingThreshold() + " are asked for");
        }
        return settings.split().type() == SplitSettings.Type.TIME
                ? TimeSplit.of(ratings, settings)
                : PublishedSplit.of(ratings, settings);
    }

    /**
     * Refuses a number of held-out users that leaves nobody to train on, as far as it is known before the ratings are read.
     *
     * @param users how many users there are at most
     * @param described the users in words
     * @throws UserError if half of them or more are to be held out
     */
    public static void checkHeldOutUsers(PreprocessSettings settings, int users, String described) {
        if (settings.split().type() == SplitSettings.Type.USERS) {
            settings.heldOutUsers().ifPresent(heldOut -> PublishedSplit.requireTrainUsers(heldOut, users, described));
        }
    }

    /** The raw ids of a part's users; entry r is row r of the part's matrices. */
    public IdList userIds(Part part) {
        return users.get(part).ids();
    }

    /** The rows of the matrices. */
    public UserIndex users() {
        Map<Part, IdList> ids = new EnumMap<>(Part.class);
        for (Part part : Part.values()) {
            ids.put(part, userIds(part));
        }
        return new UserIndex(ids);
    }

    /** The raw ids of the items; entry c is column c. */
    public IdList itemIds() {
        return itemIds;
    }

    /** The train users' events, in the file's order. */
    EventList trainEvents() {
        return train;
    }

    /** What the part's users fold in, users ascending by raw id. {@code part} is validation or test. */
    EventList foldInEvents(Part part) {
        return heldOutPart(part).foldIn();
    }

    /** What is to be predicted of the part's users, users ascending by raw id. {@code part} is validation or test. */
    EventList heldOutEvents(Part part) {
        return heldOutPart(part).heldOut();
    }

    /** The train users' events, [train users, items]. Built at each call. */
    public CsrMatrix train() {
        return matrix(train, Part.TRAIN);
    }

    /** What the part's users fold in, [users, items]. {@code part} is validation or test. Built at each call. */
    public CsrMatrix foldIn(Part part) {
        return matrix(foldInEvents(part), part);
    }

    /** What is to be predicted of the part's users, [users, items]; as {@link #foldIn}. */
    public CsrMatrix heldOut(Part part) {
        return matrix(heldOutEvents(part), part);
    }

    /** One row for each user of the part, with events or without. */
    private CsrMatrix matrix(EventList events, Part part) {
        int firstUser = users.get(part).first();
        int rows = userIds(part).size();
        int[] rowStarts = new int[rows + 1];
        for (int event = 0; event < events.size(); event++) {
            rowStarts[events.user(event) - firstUser + 1]++;
        }
        for (int row = 0; row < rows; row++) {
            rowStarts[row + 1] += rowStarts[row];
        }
        int[] next = rowStarts.clone();
        int[] columnIndices = new int[events.size()];
        for (int event = 0; event < events.size(); event++) {
            columnIndices[next[events.user(event) - firstUser]++] = events.item(event);
        }
        IntStream.range(0, rows)
                .parallel()
                .forEach(row -> Arrays.sort(columnIndices, rowStarts[row], rowStarts[row + 1]));
        return new CsrMatrix(itemIds.size(), rowStarts, columnIndices);
    }

    /** Counts of the events, the users and the items. */
    public SplitStatistics statistics() {
        return statistics;
    }

    private HeldOut heldOutPart(Part part) {
        return switch (part) {
            case TRAIN -> throw new IllegalArgumentException("the train part holds nothing out");
            case VALIDATION -> validation;
            case TEST -> test;
        };
    }
}
