package multvae.baselines;

import java.util.Arrays;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import multvae.matrix.CsrMatrix;

/** The pairs of a matrix in memory: a row at a time for each thread, since all of X^T X may not fit. */
public final class CoOccurrence implements ItemPairs {

    private static final int PARTS_PER_THREAD = 4;

    private final CsrMatrix byUser; // [users, items]
    private final CsrMatrix byItem; // [items, users]

    /** @param train what the train users have, [users, items] */
    public CoOccurrence(CsrMatrix train) {
        this.byUser = train;
        this.byItem = train.transposed();
    }

    /** What it takes of Java's heap besides the matrix, bytes: the matrix by item, and rows of sums for each thread. */
    public static long heap(CsrMatrix train) {
        long items = train.columns();
        return Integer.BYTES * (items + train.nonZeros()) + parts() * items * (Double.BYTES + Float.BYTES);
    }

    private static int parts() {
        return PARTS_PER_THREAD * Runtime.getRuntime().availableProcessors();
    }

    @Override
    public int items() {
        return byUser.columns();
    }

    @Override
    public void counts(Supplier<Counts> takers) {
        int parts = Runtime.getRuntime().availableProcessors();
        IntStream.range(0, parts).parallel().forEach(part -> {
            Counts taker = takers.get();
            int[] counts = new int[items()];
            for (int item = part; item < items(); item += parts) {
                count(item, counts);
                taker.row(item, counts);
            }
        });
    }

    private void count(int item, int[] counts) {
        Arrays.fill(counts, 0);
        for (int n = byItem.rowStart(item); n < byItem.rowStart(item + 1); n++) {
            int user = byItem.column(n);
            for (int k = byUser.rowStart(user); k < byUser.rowStart(user + 1); k++) {
                counts[byUser.column(k)]++;
            }
        }
    }

    @Override
    public void neighbours(int k, ItemKnn.Similarity similarity, Similar taker) {
        float[] weights = new float[byUser.rows()];
        double[] sizes = new double[items()];
        for (int user = 0; user < weights.length; user++) {
            weights[user] = ItemNeighbours.weight(byUser.rowLength(user), similarity);
            for (int n = byUser.rowStart(user); n < byUser.rowStart(user + 1); n++) {
                sizes[byUser.column(n)] += weights[user];
            }
        }
        int parts = parts();
        IntStream.range(0, parts).parallel().forEach(part -> {
            double[] both = new double[items()];
            ItemNeighbours nearest = new ItemNeighbours(k, similarity, sizes);
            for (int item = part; item < items(); item += parts) {
                sum(item, weights, both);
                nearest.find(item, both, taker);
            }
        });
    }

    private void sum(int item, float[] weights, double[] sums) {
        Arrays.fill(sums, 0);
        for (int n = byItem.rowStart(item); n < byItem.rowStart(item + 1); n++) {
            int user = byItem.column(n);
            for (int k = byUser.rowStart(user); k < byUser.rowStart(user + 1); k++) {
                sums[byUser.column(k)] += weights[user];
            }
        }
    }
}
