package multvae.ratings;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * Pairs of user and item, both indices, in an order that the maker of the list gives; perhaps with a time each. The arrays are
 * not copied.
 */
public final class EventList {

    private final int[] users; // [events]
    private final int[] items; // [events]
    private final long[] times; // [events], or null

    /**
     * @param users [events]
     * @param items [events]
     */
    public EventList(int[] users, int[] items) {
        this(users, items, null);
    }

    /**
     * @param times [events], as {@link multvae.io.Timestamps} has them; null if nobody asked for them
     */
    public EventList(int[] users, int[] items, long[] times) {
        if (users.length != items.length || (times != null && times.length != users.length)) {
            throw new IllegalArgumentException(users.length + " users, " + items.length + " items");
        }
        this.users = users;
        this.items = items;
        this.times = times;
    }

    /** The events of several lists, one list after the other, without times. */
    public static EventList concat(List<EventList> lists) {
        return new EventList(
                lists.stream().flatMapToInt(list -> Arrays.stream(list.users)).toArray(),
                lists.stream().flatMapToInt(list -> Arrays.stream(list.items)).toArray());
    }

    /** The number of events. */
    public int size() {
        return users.length;
    }

    /** The user of an event. */
    public int user(int event) {
        return users[event];
    }

    /** The item of an event. */
    public int item(int event) {
        return items[event];
    }

    /** The time of an event. */
    public long time(int event) {
        return times[event];
    }

    /** The number of events of each user: [userCount]. */
    public int[] userCounts(int userCount) {
        return counts(users, userCount);
    }

    /** The number of events of each item: [itemCount]. */
    public int[] itemCounts(int itemCount) {
        return counts(items, itemCount);
    }

    /**
     * The events that {@code keeps} is true for, given their numbers in this list; in this order. It is asked twice, so that no
     * more memory is taken than the events need.
     */
    public EventList filter(IntPredicate keeps) {
        int count = 0;
        for (int event = 0; event < size(); event++) {
            count += keeps.test(event) ? 1 : 0;
        }
        if (count == size()) {
            return this;
        }
        int[] keptUsers = new int[count];
        int[] keptItems = new int[count];
        long[] keptTimes = times == null ? null : new long[count];
        int kept = 0;
        for (int event = 0; event < size(); event++) {
            if (keeps.test(event)) {
                if (times != null) {
                    keptTimes[kept] = times[event];
                }
                keptUsers[kept] = users[event];
                keptItems[kept++] = items[event];
            }
        }
        return new EventList(keptUsers, keptItems, keptTimes);
    }

    /** The same events, user u called numbers[u]; without times. */
    public EventList renumberUsers(int[] numbers) {
        return new EventList(look(numbers, users), items);
    }

    /** The same events, item i called numbers[i]; without times. */
    public EventList renumberItems(int[] numbers) {
        return new EventList(users, look(numbers, items));
    }

    /** The numbers of the events by user; those of a user in this order. Users are in [0, userCount). */
    public int[] orderByUser(int userCount) {
        return order(users, userCount);
    }

    /** The same events by user; those of a user in this order. Users are in [0, userCount). */
    public EventList sortByUser(int userCount) {
        return inOrder(order(users, userCount));
    }

    private EventList inOrder(int[] order) {
        return new EventList(look(users, order), look(items, order));
    }

    /** values[at[k]] for each k. */
    private static int[] look(int[] values, int[] at) {
        int[] found = new int[at.length];
        Arrays.parallelSetAll(found, k -> values[at[k]]);
        return found;
    }

    /** Decides between two events of the same user and item: which of them stands for both. */
    @FunctionalInterface
    public interface Choice {
        int between(int before, int after);
    }

    /**
     * Asks for each event that repeats another, in time and memory proportional to the events: by user, each item remembers the
     * event that stands for it.
     *
     * @return the first that repeats another, by user; -1 if there is none
     */
    public int forEachRepeated(int userCount, int itemCount, Choice choice) {
        int[] standing = new int[itemCount];
        Arrays.fill(standing, -1);
        int first = -1;
        int[] order = isAscending(users) ? null : order(users, userCount); // most files are by user
        for (int k = 0; k < size(); k++) {
            int event = order == null ? k : order[k];
            int before = standing[items[event]];
            if (before >= 0 && users[before] == users[event]) {
                first = first < 0 ? event : first;
                standing[items[event]] = choice.between(before, event);
            } else {
                standing[items[event]] = event;
            }
        }
        return first;
    }

    private static boolean isAscending(int[] keys) {
        for (int k = 1; k < keys.length; k++) {
            if (keys[k] < keys[k - 1]) {
                return false;
            }
        }
        return true;
    }

    private static int[] counts(int[] keys, int keyCount) {
        int[] counts = new int[keyCount];
        for (int key : keys) {
            counts[key]++;
        }
        return counts;
    }

    /** The events ordered by key, stably: a counting sort. */
    private static int[] order(int[] keys, int keyCount) {
        int[] next = counts(keys, keyCount);
        int start = 0;
        for (int key = 0; key < keyCount; key++) {
            int count = next[key];
            next[key] = start;
            start += count;
        }
        int[] order = new int[keys.length];
        for (int event = 0; event < keys.length; event++) {
            order[next[keys[event]]++] = event;
        }
        return order;
    }
}
