package multvae.spark;

import java.io.Serializable;
import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.function.IntPredicate;
import multvae.matrix.Part;
import multvae.ratings.EventList;

/**
 * The events of some users, in the files' order. Users are numbered by raw id over all shards.
 */
final class Shard implements Serializable {

    private static final long serialVersionUID = 1;

    private final int index;
    private final int firstUser;
    private final int userCount;
    private final int[] users;
    private final int[] items;
    private final int[] positions;
    private final long[] times;
    private final EnumMap<Part, BitSet> parts; // the events of each; null before the split by time

    /**
     * @param index of the shard
     * @param firstUser the number of its first user
     * @param userCount how many it has: from the first on
     * @param users [events], counted from the first user
     * @param items [events]
     * @param positions [events], the event's row, counted over all files
     * @param times [events], or null
     */
    Shard(int index, int firstUser, int userCount, int[] users, int[] items, int[] positions, long[] times) {
        this(index, firstUser, userCount, users, items, positions, times, null);
    }

    private Shard(
            int index,
            int firstUser,
            int userCount,
            int[] users,
            int[] items,
            int[] positions,
            long[] times,
            EnumMap<Part, BitSet> parts) {
        this.index = index;
        this.firstUser = firstUser;
        this.userCount = userCount;
        this.users = users;
        this.items = items;
        this.positions = positions;
        this.times = times;
        this.parts = parts;
    }

    /**
     * The same events, each with its part of the split by time, instead of its time.
     *
     * @param partOfEvent [events]
     */
    Shard divided(Part[] partOfEvent) {
        EnumMap<Part, BitSet> eventsOfPart = new EnumMap<>(Part.class);
        for (Part part : Part.values()) {
            eventsOfPart.put(part, new BitSet(partOfEvent.length));
        }
        for (int event = 0; event < partOfEvent.length; event++) {
            eventsOfPart.get(partOfEvent[event]).set(event);
        }
        return new Shard(index, firstUser, userCount, users, items, positions, null, eventsOfPart);
    }

    /** Whether an event is in a part, once they are {@link #divided}. */
    boolean isIn(int event, Part part) {
        return parts.get(part).get(event);
    }

    int index() {
        return index;
    }

    int firstUser() {
        return firstUser;
    }

    int userCount() {
        return userCount;
    }

    int[] users() {
        return users;
    }

    int[] items() {
        return items;
    }

    int[] positions() {
        return positions;
    }

    int size() {
        return users.length;
    }

    EventList events() {
        return new EventList(users, items, times);
    }

    int[] userCounts() {
        return events().userCounts(userCount);
    }

    int[] itemCounts(int itemCount) {
        return events().itemCounts(itemCount);
    }

    /** Those of these events. */
    Shard select(BitSet kept) {
        int count = kept.cardinality();
        int[] keptUsers = new int[count];
        int[] keptItems = new int[count];
        int[] keptPositions = new int[count];
        long[] keptTimes = times == null ? null : new long[count];
        int next = 0;
        for (int event = kept.nextSetBit(0); event >= 0; event = kept.nextSetBit(event + 1)) {
            keptUsers[next] = users[event];
            keptItems[next] = items[event];
            keptPositions[next] = positions[event];
            if (times != null) {
                keptTimes[next] = times[event];
            }
            next++;
        }
        return new Shard(index, firstUser, userCount, keptUsers, keptItems, keptPositions, keptTimes);
    }

    /** Without the rare items and then without the rare users, as the split drops them. */
    Shard frequent(BitSet frequentItems, int minUserEvents) {
        int[] counts = new int[userCount];
        for (int event = 0; event < size(); event++) {
            counts[users[event]] += frequentItems.get(items[event]) ? 1 : 0;
        }
        BitSet kept = new BitSet(size());
        for (int event = 0; event < size(); event++) {
            if (frequentItems.get(items[event]) && counts[users[event]] >= minUserEvents) {
                kept.set(event);
            }
        }
        return select(kept);
    }

    /** The events of each user, in the files' order: [userCount][]. */
    int[][] byUser() {
        int[] order = events().orderByUser(userCount);
        int[][] byUser = new int[userCount][];
        int start = 0;
        int[] counts = userCounts();
        for (int user = 0; user < userCount; user++) {
            byUser[user] = Arrays.copyOfRange(order, start, start + counts[user]);
            start += counts[user];
        }
        return byUser;
    }

    /**
     * The columns of those of some events that are asked for.
     *
     * @param columnOfItem [items], -1 for items without a column
     */
    int[] columns(int[] events, int[] columnOfItem, IntPredicate isAskedFor) {
        int[] columns = new int[events.length];
        int count = 0;
        for (int event : events) {
            int column = columnOfItem[items[event]];
            if (column >= 0 && isAskedFor.test(event)) {
                columns[count++] = column;
            }
        }
        return Arrays.copyOf(columns, count);
    }
}
