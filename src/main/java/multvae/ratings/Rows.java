package multvae.ratings;

import java.io.Serializable;
import java.util.BitSet;
import java.util.List;
import multvae.config.DataSettings.Duplicates;

/**
 * Rows of ratings with numbered users and items, in the files' order. The arrays are not copied.
 */
public final class Rows implements Serializable {

    private static final long serialVersionUID = 1;

    private final int[] users;
    private final int[] items;
    private final double[] ratings;
    private final long[] times;
    private final BitSet isEvent;

    /**
     * @param users [rows]
     * @param items [rows]
     * @param ratings [rows]; null unless they decide which of several rows counts
     * @param times [rows], as {@link multvae.io.Timestamps} has them; null if nobody asked for them
     * @param isEvent which rows are events
     */
    public Rows(int[] users, int[] items, double[] ratings, long[] times, BitSet isEvent) {
        this.users = users;
        this.items = items;
        this.ratings = ratings;
        this.times = times;
        this.isEvent = isEvent;
    }

    public int[] users() {
        return users;
    }

    public int[] items() {
        return items;
    }

    public double[] ratings() {
        return ratings;
    }

    public long[] times() {
        return times;
    }

    public BitSet isEvent() {
        return isEvent;
    }

    /** The number of rows. */
    public int size() {
        return users.length;
    }

    /** The rows of several parts, one part after the other. */
    public static Rows concat(List<Rows> parts) {
        int size = parts.stream().mapToInt(Rows::size).sum();
        int[] users = new int[size];
        int[] items = new int[size];
        double[] ratings = parts.stream().anyMatch(part -> part.ratings == null) ? null : new double[size];
        long[] times = parts.stream().anyMatch(part -> part.times == null) ? null : new long[size];
        BitSet isEvent = new BitSet(size);
        int first = 0;
        for (Rows part : parts) {
            System.arraycopy(part.users, 0, users, first, part.size());
            System.arraycopy(part.items, 0, items, first, part.size());
            if (ratings != null) {
                System.arraycopy(part.ratings, 0, ratings, first, part.size());
            }
            if (times != null) {
                System.arraycopy(part.times, 0, times, first, part.size());
            }
            for (int row = part.isEvent.nextSetBit(0); row >= 0; row = part.isEvent.nextSetBit(row + 1)) {
                isEvent.set(first + row);
            }
            first += part.size();
        }
        return new Rows(users, items, ratings, times, isEvent);
    }

    /**
     * The rows that count.
     *
     * @param events of them, those that are events, in the rows' order
     * @param rows the events' rows
     * @param repeated how many rows do not count, since another one has the same user and item
     * @param firstRepeated the first row that repeats another, by user; -1 if none does
     */
    public record Counted(EventList events, BitSet rows, int repeated, int firstRepeated) {}

    /**
     * Drops the rows that another row of the same user and item stands for.
     *
     * @param duplicates which of them counts
     * @param userCount above every user
     * @param itemCount above every item
     */
    public Counted count(Duplicates duplicates, int userCount, int itemCount) {
        BitSet dropped = new BitSet();
        int first = new EventList(users, items).forEachRepeated(userCount, itemCount, (before, after) -> {
            boolean replaces =
                    switch (duplicates) {
                        case ERROR, FIRST -> false;
                        case LAST -> true;
                        case MAX -> ratings != null && ratings[after] > ratings[before];
                        case ANY -> isEvent.get(after) && !isEvent.get(before);
                    };
            dropped.set(replaces ? before : after);
            return replaces ? after : before;
        });
        BitSet kept = (BitSet) isEvent.clone();
        kept.andNot(dropped);
        int events = kept.cardinality();
        int[] eventUsers = new int[events];
        int[] eventItems = new int[events];
        long[] eventTimes = times == null ? null : new long[events];
        int event = 0;
        for (int row = kept.nextSetBit(0); row >= 0; row = kept.nextSetBit(row + 1)) {
            if (times != null) {
                eventTimes[event] = times[row];
            }
            eventUsers[event] = users[row];
            eventItems[event++] = items[row];
        }
        return new Counted(new EventList(eventUsers, eventItems, eventTimes), kept, dropped.cardinality(), first);
    }
}
