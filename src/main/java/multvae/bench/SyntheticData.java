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
}
