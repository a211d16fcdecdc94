package multvae.baselines;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import multvae.io.FruitlessSettings;
import multvae.linear.FixedFactors;
import multvae.linear.FixedFactors.Objective;
import multvae.matrix.CsrMatrix;

/** iALS's two sides: each is solved with the other one fixed, its vectors in parallel. */
final class Alternation {

    private static final int BLOCKS = 8; // of a side, so that progress is heard of

    /** Hears how far a side is. */
    interface Listener {

        /** Hears nothing. */
        Listener NONE = share -> {};

        /**
         * A block is solved.
         *
         * @param share of the side that is solved, grows up to 1
         */
        void solved(double share);
    }

    private final CsrMatrix byUser; // [users, items]
    private final CsrMatrix byItem; // [items, users]
    private final int dimension;
    private final Objective objective;
    private final float[] users; // [users, dimension]
    private final float[] items; // [items, dimension]

    /**
     * Vectors of 0 for the users, and the given ones for the items.
     *
     * @param train what the train users have, [users, items]
     * @param items [items, dimension], row-major, overwritten
     */
    Alternation(CsrMatrix train, int dimension, Objective objective, float[] items) {
        this.byUser = train;
        this.byItem = train.transposed();
        this.dimension = dimension;
        this.objective = objective;
        this.users = new float[Math.multiplyExact(train.rows(), dimension)];
        this.items = items;
    }

    /** [users, dimension], row-major. */
    float[] users() {
        return users;
    }

    /** [items, dimension], row-major. */
    float[] items() {
        return items;
    }

    /** @throws FruitlessSettings if the regularisation is too small */
    void solveUsers(Listener listener) {
        solve(byUser, items, users, listener);
    }

    /** @throws FruitlessSettings if the regularisation is too small */
    void solveItems(Listener listener) {
        solve(byItem, users, items, listener);
    }

    private void solve(CsrMatrix rows, float[] fixed, float[] solved, Listener listener) {
        FixedFactors factors = new FixedFactors(fixed, dimension, objective);
        long work = work(rows, rows.rows());
        int from = 0;
        for (int block = 1; block <= BLOCKS; block++) {
            int to = from;
            while (to < rows.rows() && work(rows, to) < work / BLOCKS * block) {
                to++;
            }
            to = block == BLOCKS ? rows.rows() : to;
            solve(rows, from, to, factors, solved);
            listener.solved((double) block / BLOCKS);
            from = to;
        }
    }

    /** What the first rows cost: a row d^3 / 3 operations, and one of its columns d^2. */
    private long work(CsrMatrix rows, int to) {
        return rows.rowStart(to) + (long) to * dimension / 3;
    }

    /** Which thread solves for which row does not matter: no row depends on another. */
    private void solve(CsrMatrix rows, int from, int to, FixedFactors factors, float[] solved) {
        AtomicInteger next = new AtomicInteger(from);
        AtomicBoolean singular = new AtomicBoolean();
        int threads = Runtime.getRuntime().availableProcessors();
        IntStream.range(0, threads).parallel().forEach(thread -> {
            FixedFactors.Solver solver = factors.solver();
            for (int row = next.getAndIncrement(); row < to; row = next.getAndIncrement()) {
                if (!solver.solve(rows.row(row))) {
                    singular.set(true);
                    return;
                }
                solver.copyTo(solved, row * dimension);
            }
        });
        if (singular.get()) {
            throw new FruitlessSettings(
                    "evaluate.ials.regularisation",
                    "a number large enough to solve for vectors of " + dimension,
                    String.valueOf(objective.regularisation()),
                    "raise it");
        }
    }
}
