package multvae.split;

import it.unimi.dsi.fastutil.ints.IntArrays;
import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import multvae.config.PreprocessSettings;
import multvae.io.Plural;
import multvae.io.UserError;
import multvae.ratings.EventList;
import multvae.ratings.Ratings;

/** What the splits have in common: which events they divide, in which order users and items are numbered. */
public final class Filter {

    private Filter() {}

    /**
     * The events without rare items and then without rare users, in the files' order. Each filter runs once, so an item may
     * end up below its minimum when users go.
     */
    static EventList frequentEvents(Ratings ratings, PreprocessSettings settings) {
        EventList all = ratings.events();
        int[] itemCounts = all.itemCounts(ratings.items());
        EventList onItems = all.filter(event -> itemCounts[all.item(event)] >= settings.minItemEvents());
        int[] userCounts = onItems.userCounts(ratings.users());
        EventList frequent = onItems.filter(event -> userCounts[onItems.user(event)] >= settings.minUserEvents());
        if (frequent.size() == 0) {
            throw noneFrequent(settings, ratings.explicit(), ratings.rows());
        }
        return frequent;
    }

    static UserError noneFrequent(PreprocessSettings settings, boolean explicit, int rows) {
        String events =
                explicit ? "ratings above preprocess.ratingThreshold = " + settings.ratingThreshold() : "events";
        return new UserError(
                "preprocess",
                events + " of users with at least preprocess.minUserEvents = " + settings.minUserEvents()
                        + " of them, on items with at least preprocess.minItemEvents = "
                        + settings.minItemEvents(),
                "none among " + Plural.of(rows, explicit ? "rating" : "row"),
                "lower the threshold or the minimum"
                        + (explicit ? ", or set data.columns.rating = none if these are no ratings" : ""));
    }

    /** The users with events, ascending by raw id. A user's position is the user's rank. */
    static int[] usersByRawId(Ratings ratings, EventList events) {
        int[] counts = events.userCounts(ratings.users());
        int[] users = IntStream.range(0, counts.length)
                .filter(user -> counts[user] > 0)
                .toArray();
        IntArrays.quickSort(users, ratings.userIds()::compare);
        return users;
    }

    /**
     * The items by column.
     *
     * @param columnOfItem [items], -1 for items without a column
     */
    public static int[] items(int[] columnOfItem) {
        int[] items = new int
                [(int) Arrays.stream(columnOfItem).filter(column -> column >= 0).count()];
        for (int item = 0; item < columnOfItem.length; item++) {
            if (columnOfItem[item] >= 0) {
                items[columnOfItem[item]] = item;
            }
        }
        return items;
    }

    /**
     * The items of those events that {@code counts} is true for, numbered in order of first appearance: [items], -1 for the other
     * items.
     */
    static int[] columns(EventList events, IntPredicate counts, int items) {
        int[] columnOfItem = new int[items];
        Arrays.fill(columnOfItem, -1);
        int columns = 0;
        for (int event = 0; event < events.size(); event++) {
            int item = events.item(event);
            if (columnOfItem[item] < 0 && counts.test(event)) {
                columnOfItem[item] = columns++;
            }
        }
        return columnOfItem;
    }

    /** Where each value stands: positions[values[k]] = k, and -1 for a number that is not among the values: [size]. */
    public static int[] positions(int[] values, int size) {
        int[] positions = new int[size];
        Arrays.fill(positions, -1);
        for (int k = 0; k < values.length; k++) {
            positions[values[k]] = k;
        }
        return positions;
    }
}
