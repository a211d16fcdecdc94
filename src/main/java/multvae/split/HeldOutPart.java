package multvae.split;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import multvae.ratings.Grouping;

/**
 * The events of the validation or of the test users, divided into what they fold in and what is to be predicted.
 *
 * @param foldIn what the model sees
 * @param heldOut what it has to predict
 */
record HeldOutPart(EventList foldIn, EventList heldOut) {

    /** With fewer events, a user folds all of them in. */
    private static final int MIN_EVENTS_TO_HOLD_OUT = 5;

    /**
     * Divides a part's events: of a user's n, int(proportion * n) are held out, drawn from one stream of random numbers
     * for all users.
     *
     * @param events users by rank of their raw id, which is the order that they draw in; items by index
     * @param rankCount the ranks are in [0, rankCount)
     * @param userOfRank [rankCount], the user's index in the split's order
     */
    static HeldOutPart of(EventList events, int rankCount, int[] userOfRank, double proportion, NumpyRandom random) {
        int n = events.size();
        int[] ranks = new int[n];
        for (int event = 0; event < n; event++) {
            ranks[event] = events.user(event);
        }
        int[] starts = Grouping.starts(ranks, n, rankCount);
        int[] order = Grouping.order(ranks, n, rankCount);
        boolean[] isHeldOut = new boolean[n]; // by position in order
        for (int rank = 0; rank < rankCount; rank++) {
            int count = starts[rank + 1] - starts[rank];
            if (count >= MIN_EVENTS_TO_HOLD_OUT) {
                for (int k : random.choiceWithoutReplacement(count, (int) (proportion * count))) {
                    isHeldOut[starts[rank] + k] = true;
                }
            }
        }
        return new HeldOutPart(
                select(events, order, isHeldOut, false, userOfRank),
                select(events, order, isHeldOut, true, userOfRank));
    }

    private static EventList select(
            EventList events, int[] order, boolean[] isHeldOut, boolean heldOut, int[] userOfRank) {
        IntArrayList users = new IntArrayList();
        IntArrayList items = new IntArrayList();
        for (int k = 0; k < order.length; k++) {
            if (isHeldOut[k] == heldOut) {
                users.add(userOfRank[events.user(order[k])]);
                items.add(events.item(order[k]));
            }
        }
        return new EventList(users.toIntArray(), items.toIntArray());
    }
}
