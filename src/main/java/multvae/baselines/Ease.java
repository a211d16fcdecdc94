package multvae.baselines;

import static org.bytedeco.openblas.global.openblas.LAPACKE_dpotrf;
import static org.bytedeco.openblas.global.openblas.LAPACKE_dpotri;
import static org.bytedeco.openblas.global.openblas.LAPACK_COL_MAJOR;

import java.util.Arrays;
import java.util.stream.IntStream;
import multvae.evaluation.Scorer;
import multvae.io.UserError;
import multvae.matrix.CsrMatrix;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.indexer.DoubleIndexer;

/**
 * A linear autoencoder in closed form: Steck, Embarrassingly Shallow Autoencoders for Sparse Data, WWW 2019. With
 * P = (X^T X + lambda I)^-1, the weight from item i to item j is -P[i, j] / P[j, j], and 0 from an item to itself; a
 * user's score of an item is the sum of the weights to it from the items folded in.
 *
 * <p>It holds P, 8 * items^2 bytes outside of the heap, until it is closed. Arithmetic is in double precision; the inverse is
 * LAPACK's, from the OpenBLAS that ND4J brings, by Cholesky's factors.
 */
public final class Ease implements Scorer, AutoCloseable {

    private static final int TILE = 64; // 64 rows of 64 doubles fit into the first-level cache

    private static final long MEGABYTE = 1_000_000;

    private final int items;
    private final DoublePointer inverse; // [items, items], P
    private final double[] diagonal; // [items], of P

    /**
     * Inverts the matrix, in time that grows with items^3.
     *
     * @param train what the train users have, [users, items]
     * @param lambda the weight of the squared weights, above 0
     * @throws UserError if P does not fit into memory, or lambda is too small to invert the matrix
     */
    public Ease(CsrMatrix train, double lambda) {
        if (!(lambda > 0)) {
            throw new IllegalArgumentException("lambda is " + lambda + ", must be above 0");
        }
        requireMemory(train.columns());
        this.items = train.columns();
        this.inverse = new DoublePointer((long) items * items);
        this.diagonal = new double[items];
        try {
            fill(new CoOccurrence(train), lambda);
            invert(lambda);
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /**
     * Refuses a number of items whose P does not fit, before anything is computed.
     *
     * @throws UserError with the memory that it needs and the memory that there is
     */
    public static void requireMemory(int items) {
        long needed = 8L * items * items;
        long left = Math.min(
                left(Pointer.maxBytes(), Pointer.totalBytes()),
                left(Pointer.maxPhysicalBytes(), Pointer.physicalBytes()));
        if (needed > left) {
            throw new UserError(
                    "evaluate.baselines",
                    (needed + MEGABYTE - 1) / MEGABYTE + " MB outside of the heap, which ease takes with " + items
                            + " items",
                    left / MEGABYTE + " MB",
                    "leave ease out, raise preprocess.minItemEvents, or lower the heap (-Xmx) in favour of what is outside");
        }
    }

    /** A limit of JavaCPP is 0 if there is none. */
    private static long left(long limit, long used) {
        return limit == 0 ? Long.MAX_VALUE : Math.max(0, limit - used);
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if {@code foldIn} does not have the items of the train matrix
     */
    @Override
    public void score(CsrMatrix foldIn, int from, int to, float[] scores) {
        TrainItems.require(foldIn, items);
        int parts = Runtime.getRuntime().availableProcessors();
        IntStream.range(0, parts).parallel().forEach(part -> {
            double[] sum = new double[items];
            double[] row = new double[items];
            for (int user = from + part; user < to; user += parts) {
                score(foldIn, user, sum, row);
                int offset = (user - from) * items;
                for (int item = 0; item < items; item++) {
                    scores[offset + item] = (float) (-sum[item] / diagonal[item]);
                }
            }
        });
    }

    /** Sums the rows of P of what the user has folded in, its diagonal left out. */
    private void score(CsrMatrix foldIn, int user, double[] sum, double[] row) {
        Arrays.fill(sum, 0);
        for (int n = foldIn.rowStart(user); n < foldIn.rowStart(user + 1); n++) {
            int seen = foldIn.column(n);
            row(seen).get(row);
            row[seen] = 0;
            for (int item = 0; item < items; item++) {
                sum[item] += row[item];
            }
        }
    }

    /** Frees P. */
    @Override
    public void close() {
        inverse.close();
    }

    private void fill(CoOccurrence pairs, double lambda) {
        int parts = Runtime.getRuntime().availableProcessors();
        IntStream.range(0, parts).parallel().forEach(part -> {
            int[] counts = new int[items];
            double[] row = new double[items];
            for (int item = part; item < items; item += parts) {
                pairs.row(item, counts);
                Arrays.setAll(row, other -> counts[other]);
                row[item] += lambda;
                row(item).put(row);
            }
        });
    }

    private void invert(double lambda) {
        // The matrix is symmetric, so its columns are its rows; LAPACKE would transpose a copy for row-major order.
        // What it calls the lower triangle is then, in rows, the upper one.
        int info = LAPACKE_dpotrf(LAPACK_COL_MAJOR, (byte) 'L', items, inverse, items);
        if (info == 0) {
            info = LAPACKE_dpotri(LAPACK_COL_MAJOR, (byte) 'L', items, inverse, items);
        }
        if (info < 0) {
            throw new IllegalStateException("LAPACK refused argument " + -info);
        }
        if (info > 0) {
            throw new UserError(
                    "evaluate.ease.lambda",
                    "a number large enough to invert the matrix of " + items + " items",
                    String.valueOf(lambda),
                    "raise it");
        }
        copyUpperTriangleToLower();
        for (int item = 0; item < items; item++) {
            diagonal[item] = inverse.get((long) item * items + item);
        }
    }

    private void copyUpperTriangleToLower() {
        int tiles = (items + TILE - 1) / TILE;
        DoubleIndexer p = DoubleIndexer.create(inverse);
        IntStream.range(0, tiles).parallel().forEach(tile -> {
            int end = Math.min(items, (tile + 1) * TILE);
            for (int first = 0; first < end; first += TILE) {
                for (int i = tile * TILE; i < end; i++) {
                    for (int j = first; j < Math.min(i, first + TILE); j++) {
                        p.put((long) i * items + j, p.get((long) j * items + i));
                    }
                }
            }
        });
    }

    /** Row {@code item} of P, a view. */
    private DoublePointer row(int item) {
        return inverse.getPointer((long) item * items);
    }
}
