package multvae.bench;

import java.util.Arrays;
import java.util.SplittableRandom;
import multvae.io.UserError;
import multvae.matrix.CsrMatrix;

/** Data of a given shape, to measure speed and memory if the real data is missing. Nothing can be learnt from it. */
public final class SyntheticData {

    private static final String WHERE = "generated data";
    private static final int SEED = 1;
    private static final int DIVISION_SEED = 2;
    /** How uneven the users' activity is: the standard deviation of its logarithm, about that of MovieLens. */
    private static final double ACTIVITY_DEVIATION = 1.05;
    /** The proportion of a user's events that is held out, as in the paper. */
    private static final double HELD_OUT = 0.2;
    /** The most users, items or events: sums of two of them, and arrays of floats, stay within an int. */
    private static final int MOST = Integer.MAX_VALUE / 4;

    /**
     * Two matrices of the same users and items; no event is in both.
     *
     * @param foldIn what a scorer may know, [users, items]; every user has an item
     * @param heldOut what it has to find, [users, items]; at least one user has an item
     */
    public record HeldOutUsers(CsrMatrix foldIn, CsrMatrix heldOut) {}

    private SyntheticData() {}

    /**
     * Users of log-normal activity, items of long-tailed popularity: item i is drawn with a density proportional to
     * (i / items)^(-2/3).
     *
     * @param users from 1
     * @param items from 2
     * @param events about how many non-zeros. Each user has at least one and at most half of the items, so there are
     *     fewer if that limits the most active users
     * @throws UserError if no such matrix exists, or it does not fit the heap
     */
    public static CsrMatrix matrix(int users, int items, long events) {
        require(users, items, events);
        SplittableRandom random = new SplittableRandom(SEED);
        int[] rowStarts = rowStarts(users, items, events, random);
        int[] columns = new int[rowStarts[users]];
        boolean[] taken = new boolean[items];
        for (int u = 0; u < users; u++) {
            int start = rowStarts[u];
            int end = rowStarts[u + 1];
            for (int at = start; at < end; ) {
                double uniform = random.nextDouble();
                int item = (int) (uniform * uniform * uniform * items);
                if (!taken[item]) {
                    taken[item] = true;
                    columns[at++] = item;
                }
            }
            for (int at = start; at < end; at++) {
                taken[columns[at]] = false;
            }
            Arrays.sort(columns, start, end);
        }
        return new CsrMatrix(items, rowStarts, columns);
    }

    /**
     * The events of {@link #matrix}, divided user by user: a fifth of them is held out, at least one if the user has two.
     *
     * @throws UserError as there, and if no user has two events
     */
    public static HeldOutUsers heldOutUsers(int users, int items, long events) {
        CsrMatrix all = matrix(users, items, events);
        int[] foldInStarts = new int[users + 1];
        int[] heldOutStarts = new int[users + 1];
        for (int u = 0; u < users; u++) {
            int heldOut = heldOut(all.rowLength(u));
            heldOutStarts[u + 1] = heldOutStarts[u] + heldOut;
            foldInStarts[u + 1] = foldInStarts[u] + all.rowLength(u) - heldOut;
        }
        if (heldOutStarts[users] == 0) {
            throw new UserError(WHERE, "a user with two events", "one event per user", "ask for more events or items");
        }
        int[] foldIn = new int[foldInStarts[users]];
        int[] heldOut = new int[heldOutStarts[users]];
        SplittableRandom random = new SplittableRandom(DIVISION_SEED);
        int toFoldIn = 0;
        int toHeldOut = 0;
        for (int u = 0; u < users; u++) {
            for (int k = all.rowStart(u); k < all.rowStart(u + 1); k++) {
                // selection sampling: of the events left, each is as likely to be held out
                int left = all.rowStart(u + 1) - k;
                if (random.nextInt(left) < heldOutStarts[u + 1] - toHeldOut) {
                    heldOut[toHeldOut++] = all.column(k);
                } else {
                    foldIn[toFoldIn++] = all.column(k);
                }
            }
        }
        return new HeldOutUsers(
                new CsrMatrix(items, foldInStarts, foldIn), new CsrMatrix(items, heldOutStarts, heldOut));
    }

    private static int heldOut(int events) {
        return events < 2 ? 0 : (int) Math.max(1, Math.rint(HELD_OUT * events));
    }

    /** Each user's number of events is its share of the activity; the sum is at most events + users. */
    private static int[] rowStarts(int users, int items, long events, SplittableRandom random) {
        double[] activity = new double[users];
        double total = 0;
        for (int u = 0; u < users; u++) {
            activity[u] = Math.exp(random.nextGaussian() * ACTIVITY_DEVIATION);
            total += activity[u];
        }
        int half = items / 2;
        int[] rowStarts = new int[users + 1];
        for (int u = 0; u < users; u++) {
            double share = Math.rint(activity[u] / total * events);
            rowStarts[u + 1] = rowStarts[u] + (int) Math.max(1, Math.min(half, share));
        }
        return rowStarts;
    }

    private static void require(int users, int items, long events) {
        if (users < 1 || users > MOST || items < 2 || items > MOST) {
            throw new UserError(
                    WHERE,
                    "1 to " + MOST + " users and 2 to " + MOST + " items",
                    users + " users and " + items + " items",
                    "ask for another shape");
        }
        long most = Math.min(MOST, (long) users * (items / 2));
        if (events < users || events > most) {
            throw new UserError(
                    WHERE,
                    users + " to " + most + " events: at least one per user, at most half of the items",
                    String.valueOf(events),
                    "ask for another shape");
        }
        // the activities, three arrays of row starts, every event twice, and a flag for each item
        long bytes = (Double.BYTES + 3L * Integer.BYTES) * users + 2L * Integer.BYTES * (events + users) + items;
        if (bytes > Runtime.getRuntime().maxMemory()) {
            throw new UserError(
                    WHERE,
                    "a shape that fits Java's heap of " + Runtime.getRuntime().maxMemory() + " bytes",
                    bytes + " bytes",
                    "ask for fewer users, items or events, or raise -Xmx");
        }
    }
}
