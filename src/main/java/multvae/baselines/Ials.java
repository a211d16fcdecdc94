package multvae.baselines;

import java.util.Random;
import multvae.evaluation.Scorer;
import multvae.io.FruitlessSettings;
import multvae.linear.FixedFactors;
import multvae.linear.ItemFactors;
import multvae.matrix.CsrMatrix;

/**
 * Implicit alternating least squares: a vector for each user and each item, whose product is 1 for what a user has and 0, with
 * less weight, for all else. {@link FixedFactors} has the objective and the sources. It takes memory that grows with the number of items
 * and users, not with items^2.
 *
 * <p>Users are solved against the items, then items against the users, in every epoch. The result does not depend on the number
 * of threads. Only the items' vectors are kept: users are folded in.
 */
public final class Ials implements Scorer {

    /** As configurations have it. */
    public static final String NAME = "ials";

    /** The standard deviation of the vectors' first values, times the root of the dimension: Rendle et al.'s. */
    private static final double INITIAL_DEVIATION = 0.1;

    /**
     * How it is fitted.
     *
     * @param dimension of the vectors, 1 to {@link ItemFactors#MOST_DIMENSIONS}
     * @param epochs how often both sides are solved, from 1
     * @param objective what is minimised
     * @param seed of the items' first vectors
     */
    public record Settings(int dimension, int epochs, FixedFactors.Objective objective, long seed) {

        public Settings {
            if (dimension < 1 || dimension > ItemFactors.MOST_DIMENSIONS || epochs < 1) {
                throw new IllegalArgumentException("dimension is " + dimension + ", epochs " + epochs
                        + ", must be 1 to " + ItemFactors.MOST_DIMENSIONS + " and at least 1");
            }
        }
    }

    private final ItemFactors model;

    /**
     * Fits the vectors, in time that grows with the number of events times dimension^2, and of users and items times dimension^3.
     *
     * @param train what the train users have, [users, items]
     * @param progress hears how far the fit is
     * @throws FruitlessSettings if the regularisation is too small to solve for a vector
     */
    public Ials(CsrMatrix train, Settings settings, FitProgress progress) {
        this.model = fit(train, settings, progress);
    }

    private static ItemFactors fit(CsrMatrix train, Settings settings, FitProgress progress) {
        try {
            Alternation alternation = new Alternation(
                    train,
                    settings.dimension(),
                    settings.objective(),
                    initial(train.columns(), settings.dimension(), settings.seed()));
            Watch watch = new Watch(train.columns(), settings.epochs(), progress);
            for (int epoch = 0; epoch < settings.epochs(); epoch++) {
                alternation.solveUsers(watch);
                alternation.solveItems(watch);
            }
            return new ItemFactors(new FixedFactors(alternation.items(), settings.dimension(), settings.objective()));
        } finally {
            progress.ended();
        }
    }

    /** Normally distributed, [items, dimension]. */
    static float[] initial(int items, int dimension, long seed) {
        Random random = new Random(seed);
        double deviation = INITIAL_DEVIATION / Math.sqrt(dimension);
        float[] factors = new float[Math.multiplyExact(items, dimension)];
        for (int k = 0; k < factors.length; k++) {
            factors[k] = (float) (deviation * random.nextGaussian());
        }
        return factors;
    }

    /** Turns what is done of one side into the share of the whole fit. */
    private static final class Watch implements Alternation.Listener {

        private final int items;
        private final int halves;
        private final FitProgress progress;
        private final Pace pace = new Pace(System::nanoTime);
        private double before; // halves that are done

        Watch(int items, int epochs, FitProgress progress) {
            this.items = items;
            this.halves = 2 * epochs;
            this.progress = progress;
        }

        @Override
        public void solved(double share) {
            double done = (before + share) / halves;
            pace.measure(done).ifPresent(seconds -> progress.estimated(NAME, items, 0, seconds));
            progress.advanced(done);
            if (share == 1) {
                before++;
            }
        }
    }

    /** What the fit takes of Java's heap at once, in bytes: both sides' vectors, the matrix by item, and the systems. */
    public static long heapToFit(long users, long items, long events, int dimension) {
        int threads = Runtime.getRuntime().availableProcessors();
        return Float.BYTES * (users + items) * dimension
                + Integer.BYTES * (items + events)
                + (2L + threads) * FixedFactors.heap(dimension);
    }

    /** What it takes to fold users in. */
    public ItemFactors model() {
        return model;
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if {@code foldIn} does not have the items of the train matrix
     */
    @Override
    public void score(CsrMatrix foldIn, int from, int to, float[] scores) {
        TrainItems.score(model, foldIn, from, to, scores);
    }
}
