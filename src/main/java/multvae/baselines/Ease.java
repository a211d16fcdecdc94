package multvae.baselines;

import java.util.Arrays;
import java.util.stream.IntStream;
import multvae.evaluation.Scorer;
import multvae.io.UserError;
import multvae.matrix.CsrMatrix;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;

/**
 * A linear autoencoder in closed form: Steck, Embarrassingly Shallow Autoencoders for Sparse Data, WWW 2019. With
 * P = (X^T X + lambda I)^-1, the weight from item i to item j is -P[i, j] / P[j, j], and 0 from an item to itself; a
 * user's score of an item is the sum of the weights to it from the items folded in.
 *
 * <p>It holds P, 4 * items^2 bytes outside of the heap, until it is closed. Arithmetic is in single precision.
 */
public final class Ease implements Scorer, AutoCloseable {

    private static final String NAME = "ease"; // of evaluate.baselines

    private static final long MEGABYTE = 1_000_000;

    private final int items;
    private final FloatPointer inverse; // [items, items], P
    private final float[] diagonal; // [items], of P

    /** Inverts the matrix, watched by nobody. */
    public Ease(CsrMatrix train, double lambda) {
        this(train, lambda, FitProgress.NONE);
    }

    /**
     * Inverts the matrix, in time that grows with items^3.
     *
     * @param train what the train users have, [users, items]
     * @param lambda the weight of the squared weights, above 0
     * @param progress hears how far the inverse is
     * @throws UserError if P does not fit into memory, or lambda is too small to invert the matrix
     */
    public Ease(CsrMatrix train, double lambda, FitProgress progress) {
        this(train, lambda, progress, InPlaceInverse.BLOCK);
    }

    /** @param block columns of the matrix that are swept at once, from 1 */
    Ease(CsrMatrix train, double lambda, FitProgress progress, int block) {
        if (!(lambda > 0)) {
            throw new IllegalArgumentException("lambda is " + lambda + ", must be above 0");
        }
        requireMemory(train.columns());
        this.items = train.columns();
        this.inverse = new FloatPointer((long) items * items);
        this.diagonal = new float[items];
        try {
            fill(new CoOccurrence(train), lambda);
            invert(lambda, progress, block);
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        } finally {
            progress.ended();
        }
    }

    /**
     * Refuses a number of items whose P does not fit, before anything is computed.
     *
     * @throws UserError with the memory that it needs and the memory that there is
     */
    public static void requireMemory(int items) {
        long needed = bytes(items);
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

    /** What P takes. Its inverse is computed in place. */
    private static long bytes(int items) {
        return (long) Float.BYTES * items * items;
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
            float[] sum = new float[items];
            float[] row = new float[items];
            for (int user = from + part; user < to; user += parts) {
                score(foldIn, user, sum, row);
                int offset = (user - from) * items;
                for (int item = 0; item < items; item++) {
                    scores[offset + item] = -sum[item] / diagonal[item];
                }
            }
        });
    }

    /** Sums the rows of P of what the user has folded in, its diagonal left out. */
    private void score(CsrMatrix foldIn, int user, float[] sum, float[] row) {
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
            float[] row = new float[items];
            for (int item = part; item < items; item += parts) {
                pairs.row(item, counts);
                for (int other = 0; other < items; other++) {
                    row[other] = counts[other];
                }
                row[item] = (float) (counts[item] + lambda);
                row(item).put(row);
            }
        });
    }

    private void invert(double lambda, FitProgress progress, int block) {
        Pace pace = new Pace(System::nanoTime);
        boolean inverted = new InPlaceInverse(inverse, items, block).invert(share -> {
            pace.measure(share).ifPresent(seconds -> progress.estimated(NAME, items, bytes(items), seconds));
            progress.advanced(share);
        });
        for (int item = 0; item < items; item++) {
            diagonal[item] = inverse.get((long) item * items + item);
            inverted &= diagonal[item] > 0 && Float.isFinite(diagonal[item]);
        }
        if (!inverted) {
            throw new UserError(
                    "evaluate.ease.lambda",
                    "a number large enough to invert the matrix of " + items + " items",
                    String.valueOf(lambda),
                    "raise it");
        }
    }

    /** Row {@code item} of P, a view. */
    private FloatPointer row(int item) {
        return inverse.getPointer((long) item * items);
    }
}
