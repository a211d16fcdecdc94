package multvae.ratings;

/**
 * What the split needs of a file of ratings: the events, that is the ratings above the threshold, in the file's order.
 *
 * <p>Users and items are dense indices in order of first appearance in the file, over all its ratings; an index can be
 * without an event.
 */
public final class Ratings {

    private final double threshold;
    private final int rows;
    private final int[] eventUsers; // [events]
    private final int[] eventItems; // [events]
    private final long[] userIds; // [users]
    private final long[] itemIds; // [items]

    public Ratings(double threshold, int rows, int[] eventUsers, int[] eventItems, long[] userIds, long[] itemIds) {
        this.threshold = threshold;
        this.rows = rows;
        this.eventUsers = eventUsers;
        this.eventItems = eventItems;
        this.userIds = userIds;
        this.itemIds = itemIds;
    }

    /** Events are the ratings strictly above it. */
    public double threshold() {
        return threshold;
    }

    /** The ratings that the file has, below the threshold or above. */
    public int rows() {
        return rows;
    }

    /** The ratings above the threshold. */
    public int events() {
        return eventUsers.length;
    }

    /** The users of the file, with events or without. */
    public int users() {
        return userIds.length;
    }

    /** The items of the file, with events or without. */
    public int items() {
        return itemIds.length;
    }

    /** The user of an event, in [0, users). */
    public int user(int event) {
        return eventUsers[event];
    }

    /** The item of an event, in [0, items). */
    public int item(int event) {
        return eventItems[event];
    }

    /** The id that the file gives to a user. */
    public long userId(int user) {
        return userIds[user];
    }

    /** The id that the file gives to an item. */
    public long itemId(int item) {
        return itemIds[item];
    }
}
