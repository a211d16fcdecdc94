package multvae.baselines;

import java.util.Arrays;
import java.util.stream.IntStream;
import multvae.evaluation.Scorer;
import multvae.io.FruitlessSettings;
import multvae.io.ProcessMemory;
import multvae.io.UserError;
import multvae.matrix.CsrMatrix;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;

/**
 * Linear autoencoders in closed form: Steck, Embarrassingly Shallow Autoencoders for Sparse Data, WWW 2019, and Steck,
 * Autoencoders that don't overfit towards the Identity, NeurIPS 2020. With
 *
 * <pre>P = (X^T X + diag(lambda + p / (1 - p) diag(X^T X)))^-1</pre>
 *
 * the weight from item i to item j is B[i, j] = -P[i, j] / P[j, j], and 0 from an item to itself; a user's score of an item is
 * the sum of the weights to it from the items folded in, in ascending order. B minimises
 * the error averaged over all dropouts with probability p. EASE has p = 0; with p above 0 the model is EDLAE.
 *
 * <p>It holds B, 4 * items^2 bytes outside of the heap, until it is closed. Arithmetic is in single precision.
 */
public final class Ease implements Scorer, AutoCloseable {

    /** As configurations have it. */
    public static final String EASE = "ease";

    /** EASE with dropout, as configurations have it. */
    public static final String EDLAE = "edlae";

    private static final long MEGABYTE = 1_000_000;

    private final String name;
    private final int items;
    private final FloatPointer weights; // [items, items]: P, and B once it is fitted

    /**
     * Inverts EASE's matrix, in time that grows with items^3.
     *
     * @param lambda the weight of the squared weights, above 0
     * @param progress hears how far the inverse is
     * @throws UserError if B does not fit into memory; FruitlessSettings, which is one, if lambda is too small to invert the
     *     matrix
     */
    public Ease(ItemPairs pairs, double lambda, FitProgress progress) {
        this(EASE, pairs, lambda, 0, progress, InPlaceInverse.BLOCK);
    }

    /**
     * Inverts EDLAE's matrix, as EASE's.
     *
     * @param lambda the weight of the squared weights, above 0
     * @param dropout the probability p, in [0, 1)
     * @param progress hears how far the inverse is
     * @throws UserError if B does not fit into memory; FruitlessSettings, which is one, if lambda is too small to invert the
     *     matrix
     */
    public static Ease edlae(ItemPairs pairs, double lambda, double dropout, FitProgress progress) {
        return new Ease(EDLAE, pairs, lambda, dropout, progress, InPlaceInverse.BLOCK);
    }

    /**
     * @param name for messages
     * @param block columns of the matrix that are swept at once, from 1
     */
    Ease(String name, ItemPairs pairs, double lambda, double dropout, FitProgress progress, int block) {
        if (!(lambda > 0 && dropout >= 0 && dropout < 1)) {
            throw new IllegalArgumentException(
                    "lambda is " + lambda + ", dropout " + dropout + ", must be above 0, and from 0 to below 1");
        }
        requireMemory(name, pairs.items());
        this.name = name;
        this.items = pairs.items();
        this.weights = new FloatPointer((long) items * items);
        try {
            fill(pairs, lambda, dropout);
            float[] diagonal = invert(lambda, progress, block);
            divide(diagonal);
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        } finally {
            progress.ended();
        }
    }

    /**
     * Refuses a number of items whose B does not fit, before anything is computed.
     *
     * @param name of the baseline, for the message
     * @throws UserError with the memory that it needs and the memory that there is
     */
    public static void requireMemory(String name, int items) {
        long needed = bytes(items);
        long left = Math.min(
                ProcessMemory.left(Pointer.maxBytes(), Pointer.totalBytes()),
                ProcessMemory.left(Pointer.maxPhysicalBytes(), Pointer.physicalBytes()));
        if (needed > left) {
            throw new UserError(
                    "evaluate.baselines",
                    (needed + MEGABYTE - 1) / MEGABYTE + " MB outside of the heap, which " + name + " takes with "
                            + items + " items",
                    left / MEGABYTE + " MB",
                    "leave " + name
                            + " out, raise preprocess.minItemEvents, or lower the heap (-Xmx) in favour of what is outside");
        }
    }

    /** What B takes. P is computed in place, and so is B from it. */
    private static long bytes(int items) {
        return (long) Float.BYTES * items * items;
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
                sum(foldIn, user, sum, row);
                System.arraycopy(sum, 0, scores, (user - from) * items, items);
            }
        });
    }

    /** Sums the rows of B of what the user has folded in. */
    private void sum(CsrMatrix foldIn, int user, float[] sum, float[] row) {
        Arrays.fill(sum, 0);
        for (int n = foldIn.rowStart(user); n < foldIn.rowStart(user + 1); n++) {
            weightsFrom(foldIn.column(n), row);
            for (int item = 0; item < items; item++) {
                sum[item] += row[item];
            }
        }
    }

    /** How many items it scores. */
    public int items() {
        return items;
    }

    /**
     * A row of B.
     *
     * @param row receives the weights from {@code item} to each item, [items]
     */
    public void weightsFrom(int item, float[] row) {
        row(item).get(row);
    }

    /** Frees B. */
    @Override
    public void close() {
        weights.close();
    }

    /** Sets what is from the diagonal on in each row, which is all that the inverse reads. */
    private void fill(ItemPairs pairs, double lambda, double dropout) {
        double scale = 1 + dropout / (1 - dropout);
        pairs.counts(() -> {
            float[] row = new float[items];
            return (item, counts) -> {
                for (int other = item + 1; other < items; other++) {
                    row[other] = counts[other];
                }
                row[item] = (float) (scale * counts[item] + lambda);
                weights.getPointer((long) item * items + item).put(row, item, items - item);
            };
        });
    }

    /** @return the diagonal of P, [items] */
    private float[] invert(double lambda, FitProgress progress, int block) {
        float[] diagonal = new float[items];
        Pace pace = new Pace(System::nanoTime);
        boolean inverted = new InPlaceInverse(weights, items, block).invert(share -> {
            pace.measure(share).ifPresent(seconds -> progress.estimated(name, items, bytes(items), seconds));
            progress.advanced(share);
        });
        for (int item = 0; item < items; item++) {
            diagonal[item] = weights.get((long) item * items + item);
            inverted &= diagonal[item] > 0 && Float.isFinite(diagonal[item]);
        }
        if (!inverted) {
            throw new FruitlessSettings(
                    "evaluate." + name + ".lambda",
                    "a number large enough to invert the matrix of " + items + " items",
                    String.valueOf(lambda),
                    "raise it");
        }
        return diagonal;
    }

    /** P to B. */
    private void divide(float[] diagonal) {
        int parts = Runtime.getRuntime().availableProcessors();
        IntStream.range(0, parts).parallel().forEach(part -> {
            float[] row = new float[items];
            for (int item = part; item < items; item += parts) {
                row(item).get(row);
                for (int other = 0; other < items; other++) {
                    row[other] = -row[other] / diagonal[other];
                }
                row[item] = 0;
                row(item).put(row);
            }
        });
    }

    /** Row {@code item} of the matrix, a view. */
    private FloatPointer row(int item) {
        return weights.getPointer((long) item * items);
    }
}
