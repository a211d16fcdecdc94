package multvae.ratings;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.util.BitSet;
import java.util.Optional;

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
    private final long[] userIds; // [users]
    private final long[] itemIds; // [items]

    /**
     * @param threshold events are the ratings strictly above it
     * @param rows the number of ratings, events or not
     * @param events of users in [0, users) and items in [0, items)
     * @param userIds [users], the raw ids
     * @param itemIds [items], the raw ids
     */
    public Ratings(double threshold, int rows, EventList events, long[] userIds, long[] itemIds) {
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
        return userIds.length;
    }

    /** The number of items in the file, with events or without. */
    public int items() {
        return itemIds.length;
    }

    /** The id that the file gives to a user. */
    public long userId(int user) {
        return userIds[user];
    }

    /** The id that the file gives to an item. */
    public long itemId(int item) {
        return itemIds[item];
    }

    /** Takes a file's ratings one by one and numbers its users and items. */
    static final class Builder {

        private final double threshold;
        private final Ids users = new Ids();
        private final Ids items = new Ids();
        private final IntArrayList rowUsers = new IntArrayList(); // [rows]
        private final IntArrayList rowItems = new IntArrayList(); // [rows]
        private final BitSet isEvent = new BitSet(); // [rows]

        /** @param threshold events are the ratings strictly above it */
        Builder(double threshold) {
            this.threshold = threshold;
        }

        void add(long userId, long itemId, double rating) {
            if (rating > threshold) {
                isEvent.set(rowUsers.size());
            }
            rowUsers.add(users.index(userId));
            rowItems.add(items.index(itemId));
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
        record Duplicate(long userId, long itemId, int firstRow, int secondRow) {}

        Optional<Duplicate> duplicate() {
            rowUsers.trim();
            rowItems.trim();
            return new EventList(rowUsers.elements(), rowItems.elements())
                    .duplicate(users.size(), items.size())
                    .map(rows -> new Duplicate(
                            users.id(rowUsers.getInt(rows.first())),
                            items.id(rowItems.getInt(rows.first())),
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
            return new Ratings(threshold, rows(), new EventList(eventUsers, eventItems), users.all(), items.all());
        }
    }

    /** Raw ids and their indices in order of first appearance. */
    private static final class Ids {

        private final Long2IntOpenHashMap indices = new Long2IntOpenHashMap();
        private final LongArrayList ids = new LongArrayList();
        private long lastId = -1; // files are mostly sorted by user: most look-ups repeat the last one
        private int lastIndex;

        Ids() {
            indices.defaultReturnValue(-1);
        }

        int index(long id) {
            if (id != lastId) {
                lastId = id;
                lastIndex = indices.get(id);
                if (lastIndex < 0) {
                    lastIndex = ids.size();
                    indices.put(id, lastIndex);
                    ids.add(id);
                }
            }
            return lastIndex;
        }

        int size() {
            return ids.size();
        }

        long id(int index) {
            return ids.getLong(index);
        }

        long[] all() {
            return ids.toLongArray();
        }
    }
}
