package multvae.ratings;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.BitSet;
import java.util.Optional;
import multvae.ids.IdList;
import multvae.ids.IdNumbers;

/**
 * What a split needs of a file of ratings: the events, which are the ratings above the threshold, in the file's order.
 *
 * <p>Users and items are indices from 0 in order of first appearance in the file, over all its ratings. An index can be
 * without an event.
 */
public final class Ratings {

    private final double threshold;
    private final int rows;
    private final EventList events;
    private final IdList userIds; // [users]
    private final IdList itemIds; // [items]

    /**
     * @param threshold events are the ratings strictly above it
     * @param rows the number of ratings, events or not
     * @param events of users in [0, users) and items in [0, items)
     * @param userIds [users], the raw ids
     * @param itemIds [items], the raw ids
     */
    public Ratings(double threshold, int rows, EventList events, IdList userIds, IdList itemIds) {
        this.threshold = threshold;
        this.rows = rows;
        this.events = events;
        this.userIds = userIds;
        this.itemIds = itemIds;
    }

    /** Events are the ratings strictly above it. */
    public double threshold() {
        return threshold;
    }

    /** The number of ratings in the file, below the threshold or above. */
    public int rows() {
        return rows;
    }

    /** The ratings above the threshold, in the file's order. */
    public EventList events() {
        return events;
    }

    /** The number of users in the file, with events or without. */
    public int users() {
        return userIds.size();
    }

    /** The number of items in the file, with events or without. */
    public int items() {
        return itemIds.size();
    }

    /** The users' raw ids, [users]. */
    public IdList userIds() {
        return userIds;
    }

    /** The items' raw ids, [items]. */
    public IdList itemIds() {
        return itemIds;
    }

    /** Takes a file's ratings one by one and numbers its users and items. */
    static final class Builder {

        private final double threshold;
        private final IdNumbers users = new IdNumbers();
        private final IdNumbers items = new IdNumbers();
        private final IntArrayList rowUsers = new IntArrayList(); // [rows]
        private final IntArrayList rowItems = new IntArrayList(); // [rows]
        private final BitSet isEvent = new BitSet(); // [rows]

        /** @param threshold events are the ratings strictly above it */
        Builder(double threshold) {
            this.threshold = threshold;
        }

        void add(String userId, String itemId, double rating) {
            if (rating > threshold) {
                isEvent.set(rowUsers.size());
            }
            rowUsers.add(users.add(userId));
            rowItems.add(items.add(itemId));
        }

        int rows() {
            return rowUsers.size();
        }

        /**
         * A user's second rating of an item.
         *
         * @param firstRow the row of the earlier rating, from 0
         * @param secondRow the row of the later rating
         */
        record Duplicate(String userId, String itemId, int firstRow, int secondRow) {}

        Optional<Duplicate> duplicate() {
            rowUsers.trim();
            rowItems.trim();
            return new EventList(rowUsers.elements(), rowItems.elements())
                    .duplicate(users.size(), items.size())
                    .map(rows -> new Duplicate(
                            users.list().get(rowUsers.getInt(rows.first())),
                            items.list().get(rowItems.getInt(rows.first())),
                            rows.first(),
                            rows.second()));
        }

        Ratings build() {
            int events = isEvent.cardinality();
            int[] eventUsers = new int[events];
            int[] eventItems = new int[events];
            int event = 0;
            for (int row = isEvent.nextSetBit(0); row >= 0; row = isEvent.nextSetBit(row + 1)) {
                eventUsers[event] = rowUsers.getInt(row);
                eventItems[event++] = rowItems.getInt(row);
            }
            return new Ratings(threshold, rows(), new EventList(eventUsers, eventItems), users.list(), items.list());
        }
    }
}
