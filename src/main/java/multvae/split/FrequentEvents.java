package multvae.split;

import java.util.Arrays;
import multvae.config.PreprocessSettings;
import multvae.ratings.Ratings;

/**
 * The events that are left once rare items and then rare users are dropped, in the file's order. Each is dropped once:
 * an item may end up below its minimum when users go.
 */
final class FrequentEvents {

    private final int[] users; // [events]
    private final int[] items; // [events]

    private FrequentEvents(int[] users, int[] items) {
        this.users = users;
        this.items = items;
    }

    static FrequentEvents of(Ratings ratings, PreprocessSettings settings) {
        int n = ratings.events();
        int[] users = new int[n];
        int[] items = new int[n];
        for (int event = 0; event < n; event++) {
            users[event] = ratings.user(event);
            items[event] = ratings.item(event);
        }
        n = keepFrequent(items, users, n, ratings.items(), settings.minItemEvents());
        n = keepFrequent(users, items, n, ratings.users(), settings.minUserEvents());
        return new FrequentEvents(Arrays.copyOf(users, n), Arrays.copyOf(items, n));
    }

    /** Moves the pairs whose key is frequent to the front of both arrays and returns their number. */
    private static int keepFrequent(int[] keys, int[] others, int n, int keyCount, int minEvents) {
        int[] counts = new int[keyCount];
        for (int k = 0; k < n; k++) {
            counts[keys[k]]++;
        }
        int kept = 0;
        for (int k = 0; k < n; k++) {
            if (counts[keys[k]] >= minEvents) {
                keys[kept] = keys[k];
                others[kept++] = others[k];
            }
        }
        return kept;
    }

    int size() {
        return users.length;
    }

    int user(int event) {
        return users[event];
    }

    int item(int event) {
        return items[event];
    }

    /** How many events each user has: [userCount]. */
    int[] userCounts(int userCount) {
        return counts(users, userCount);
    }

    /** How many events each item has: [itemCount]. */
    int[] itemCounts(int itemCount) {
        return counts(items, itemCount);
    }

    private static int[] counts(int[] keys, int keyCount) {
        int[] counts = new int[keyCount];
        for (int key : keys) {
            counts[key]++;
        }
        return counts;
    }
}
