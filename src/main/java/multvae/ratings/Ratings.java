package multvae.ratings;

import it.unimi.dsi.fastutil.doubles.DoubleArrayList;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.util.BitSet;
import multvae.config.DataSettings.Duplicates;
import multvae.ids.IdList;
import multvae.ids.IdNumbers;

/**
 * What a split needs of the data: the events, which are the ratings above the threshold, in the files' order. Without ratings
 * every row is an event.
 *
 * <p>Users and items are indices from 0 in order of first appearance, over all rows. An index can be without an event.
 *
 * @param threshold events are the ratings strictly above it
 * @param explicit whether the rows have ratings
 * @param rows the number of rows, events or not
 * @param repeated how many of the rows do not count, since another row has the same user and item
 * @param events of users in [0, users) and items in [0, items); with times if they were asked for
 * @param userIds [users], the raw ids
 * @param itemIds [items], the raw ids
 */
public record Ratings(
        double threshold, boolean explicit, int rows, int repeated, EventList events, IdList userIds, IdList itemIds) {

    /** The number of users, with events or without. */
    public int users() {
        return userIds.size();
    }

    /** The number of items, with events or without. */
    public int items() {
        return itemIds.size();
    }

    /** Takes rows one by one. Several builders may number the same users and items. */
    static final class Builder {

        private final double threshold;
        private final IdNumbers users;
        private final IdNumbers items;
        private final IntArrayList rowUsers = new IntArrayList(); // [rows]
        private final IntArrayList rowItems = new IntArrayList(); // [rows]
        private final DoubleArrayList ratings = new DoubleArrayList(); // [rows], if they decide which row counts
        private final LongArrayList times = new LongArrayList(); // [rows], if they are asked for
        private final BitSet isEvent = new BitSet(); // [rows]
        private boolean explicit;

        /** @param threshold events are the ratings strictly above it */
        Builder(double threshold, IdNumbers users, IdNumbers items) {
            this.threshold = threshold;
            this.users = users;
            this.items = items;
        }

        /** Adds an event. */
        void add(String userId, String itemId) {
            isEvent.set(rowUsers.size());
            rowUsers.add(users.add(userId));
            rowItems.add(items.add(itemId));
        }

        /** Adds a rating, which is an event if it is above the threshold. */
        void add(String userId, String itemId, double rating) {
            explicit = true;
            isEvent.set(rowUsers.size(), rating > threshold);
            rowUsers.add(users.add(userId));
            rowItems.add(items.add(itemId));
        }

        /** Takes memory for further rows: exactly so much, since a list that grows leaves its old arrays behind. */
        void expect(int rows) {
            rowUsers.ensureCapacity(rowUsers.size() + rows);
            rowItems.ensureCapacity(rowItems.size() + rows);
        }

        /** Adds the rows of a part of a table. */
        void add(PartRows part) {
            Rows rows = part.rows();
            expect(rows.size());
            explicit |= part.explicit();
            int first = rowUsers.size();
            append(rows.users(), numbers(part.userIds(), users), rowUsers);
            append(rows.items(), numbers(part.itemIds(), items), rowItems);
            rows.isEvent().stream().forEach(row -> isEvent.set(first + row));
            if (rows.ratings() != null) {
                ratings.addElements(ratings.size(), rows.ratings());
            }
            if (rows.times() != null) {
                times.addElements(times.size(), rows.times());
            }
        }

        private static int[] numbers(IdList ids, IdNumbers numbers) {
            int[] found = new int[ids.size()];
            for (int index = 0; index < found.length; index++) {
                found[index] = numbers.add(ids.get(index));
            }
            return found;
        }

        private static void append(int[] values, int[] numbers, IntArrayList to) {
            for (int value : values) {
                to.add(numbers[value]);
            }
        }

        /** Keeps the last row's rating, for {@link Duplicates#MAX}, which wants one of every row. */
        void keepRating(double rating) {
            ratings.add(rating);
        }

        /** Keeps the last row's time. */
        void keepTime(long time) {
            times.add(time);
        }

        int rows() {
            return rowUsers.size();
        }

        boolean explicit() {
            return explicit;
        }

        /** The rows so far. */
        Rows rowsSoFar() {
            rowUsers.trim();
            rowItems.trim();
            return new Rows(
                    rowUsers.elements(),
                    rowItems.elements(),
                    ratings.isEmpty() ? null : ratings.toDoubleArray(),
                    times.isEmpty() ? null : times.toLongArray(),
                    isEvent);
        }

        /** The events of the rows that count. */
        Ratings build(Rows.Counted counted) {
            return new Ratings(
                    threshold, explicit, rows(), counted.repeated(), counted.events(), users.list(), items.list());
        }
    }
}
