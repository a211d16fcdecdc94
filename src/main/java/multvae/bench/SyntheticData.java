package multvae.bench;

import java.util.Arrays;
import java.util.SplittableRandom;
import multvae.io.UserError;
import multvae.matrix.CsrMatrix;

/**
 * Matrices of a given shape, to measure speed and memory if real ones are not at hand. Nothing can be learnt from them.
 * The same shape gives the same matrix.
 */
public final class SyntheticData {

    private static final long SEED = 1;

    /** The standard deviation of the logarithm of the users' activity, about that of MovieLens. */
    private static final double ACTIVITY_DEVIATION = 1.05;

    private static final int MOST_USERS = 100_000_000;
    private static final int MOST_ITEMS = 100_000_000;
    private static final long MOST_EVENTS = 1_000_000_000;

    /** One of this many events is held out, rounded down: the published proportion of 0.2. */
    private static final int EVENTS_PER_HELD_OUT = 5;

    private SyntheticData() {}

    /**
     * Users of log-normal activity, items of long-tailed popularity: item i comes up with a density proportional to
     * (i / items)^(-2/3). A user has at least one item, and at most half of them.
     *
     * @param users 1 to 100 million
     * @param items 2 to 100 million
     * @param events about how many non-zeros, 1 to a billion, at most half of users times items
     * @throws UserError if a number is not in its range
     */
    public static CsrMatrix matrix(int users, int items, long events) {
        check("users", users, 1, MOST_USERS);
        check("items", items, 2, MOST_ITEMS);
        check("events", events, 1, Math.min(MOST_EVENTS, (long) users * items / 2));
        SplittableRandom random = new SplittableRandom(SEED);
        int[] rowStarts = rowStarts(users, items, events, random);
        int[] columns = new int[rowStarts[users]];
        boolean[] taken = new boolean[items];
        for (int user = 0; user < users; user++) {
            int end = rowStarts[user + 1];
            for (int at = rowStarts[user]; at < end; ) {
                double uniform = random.nextDouble();
                int item = (int) (uniform * uniform * uniform * items);
                if (!taken[item]) {
                    taken[item] = true;
                    columns[at++] = item;
                }
            }
            for (int at = rowStarts[user]; at < end; at++) {
                taken[columns[at]] = false;
            }
            Arrays.sort(columns, rowStarts[user], end);
        }
        return new CsrMatrix(items, rowStarts, columns);
    }

    private static void check(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw new UserError(
                    name + " of generated data",
                    "a whole number from " + least + " to " + most,
                    String.valueOf(value),
                    "correct it");
        }
    }

    private static int[] rowStarts(int users, int items, long events, SplittableRandom random) {
        double[] activity = new double[users];
        double total = 0;
        for (int user = 0; user < users; user++) {
            activity[user] = Math.exp(random.nextGaussian() * ACTIVITY_DEVIATION);
            total += activity[user];
        }
        int most = items / 2;
        int[] rowStarts = new int[users + 1];
        for (int user = 0; user < users; user++) {
            double wanted = Math.rint(activity[user] / total * events);
            rowStarts[user + 1] = rowStarts[user] + (int) Math.max(1, Math.min(most, wanted));
        }
        return rowStarts; // its end is at most events + 1.5 * users, which an int holds
    }

    /**
     * The users of a matrix with their events divided, as those of a real held-out part are: no event is in both.
     *
     * @param foldIn four fifths of each user's events or more, [users, items]
     * @param heldOut the others; a user with fewer than five events has none, [users, items]
     */
    public record HeldOutUsers(CsrMatrix foldIn, CsrMatrix heldOut) {

        /**
         * Draws what is held out of each user's events.
         *
         * @throws UserError if no user has five events
         */
        public static HeldOutUsers of(CsrMatrix events) {
            SplittableRandom random = new SplittableRandom(SEED);
            boolean[] isHeldOut = new boolean[events.nonZeros()];
            for (int row = 0; row < events.rows(); row++) {
                int start = events.rowStart(row);
                int left = events.rowLength(row) / EVENTS_PER_HELD_OUT;
                // Selection sampling (Knuth, TAOCP 2, 3.4.2, algorithm S): each subset is equally likely.
                for (int k = 0; left > 0; k++) {
                    if (random.nextInt(events.rowLength(row) - k) < left) {
                        isHeldOut[start + k] = true;
                        left--;
                    }
                }
            }
            CsrMatrix heldOut = select(events, isHeldOut, true);
            if (heldOut.nonZeros() == 0) {
                throw new UserError(
                        "events of generated data",
                        EVENTS_PER_HELD_OUT + " or more of some user, to hold one out",
                        events.nonZeros() + " of " + events.rows() + " users",
                        "ask for more");
            }
            return new HeldOutUsers(select(events, isHeldOut, false), heldOut);
        }

        private static CsrMatrix select(CsrMatrix events, boolean[] isHeldOut, boolean wanted) {
            int[] rowStarts = new int[events.rows() + 1];
            int[] columns = new int[events.nonZeros()];
            int kept = 0;
            for (int row = 0; row < events.rows(); row++) {
                for (int k = events.rowStart(row); k < events.rowStart(row + 1); k++) {
                    if (isHeldOut[k] == wanted) {
                        columns[kept++] = events.column(k);
                    }
                }
                rowStarts[row + 1] = kept;
            }
            return new CsrMatrix(events.columns(), rowStarts, Arrays.copyOf(columns, kept));
        }
    }
}
