package multvae.bench;

import java.util.Arrays;
import java.util.SplittableRandom;
import multvae.matrix.CsrMatrix;

/** A matrix of a given shape, for measuring speed and memory where the real one is not at hand. Nothing can be learnt from it. */
final class SyntheticData {

    private static final int SEED = 1;
    /** How uneven the users' activity is: the standard deviation of its logarithm, about that of MovieLens. */
    private static final double ACTIVITY_DEVIATION = 1.05;

    private SyntheticData() {}

    /**
     * Users of log-normal activity, items of long-tailed popularity: item i comes up with a density proportional to
     * (i / items)^(-2/3).
     *
     * @param events about how many non-zeros; no user has more than half of the items
     */
    static CsrMatrix matrix(int users, int items, long events) {
        SplittableRandom random = new SplittableRandom(SEED);
        double[] activity = new double[users];
        double total = 0;
        for (int u = 0; u < users; u++) {
            activity[u] = Math.exp(random.nextGaussian() * ACTIVITY_DEVIATION);
            total += activity[u];
        }
        int[] rowStarts = new int[users + 1];
        int[] columns = new int[Math.toIntExact(2 * events + users)];
        boolean[] taken = new boolean[items];
        for (int u = 0; u < users; u++) {
            int start = rowStarts[u];
            int wanted = (int) Math.max(1, Math.min(items / 2.0, Math.rint(activity[u] / total * events)));
            int end = Math.min(start + wanted, columns.length);
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
            rowStarts[u + 1] = end;
        }
        return new CsrMatrix(items, rowStarts, Arrays.copyOf(columns, rowStarts[users]));
    }
}
