package multvae.linear;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The vectors of one side, items or users, against which those of the other side are solved. A user's vector w minimises
 *
 * <pre>
 * sum over i in I of (1 - w h_i)^2 + a sum over all items i of (w h_i)^2 + r |w|^2    with r = l (|I| + a items)^n
 * </pre>
 *
 * where I is what the user has, a the weight of what is unobserved, l the regularisation and n its exponent. That is a system
 * of linear equations, solved by Cholesky's factors in double precision:
 *
 * <pre>(sum over i in I of h_i h_i^T + a H^T H + r 1) w = sum over i in I of h_i</pre>
 *
 * Hu, Koren and Volinsky, Collaborative Filtering for Implicit Feedback Datasets, ICDM 2008; the regularisation is that of
 * Rendle, Krichene, Zhang and Koren, Revisiting the Performance of iALS on Item Recommendation Benchmarks, RecSys 2022. An
 * item's vector is solved in the same way from the users who have it.
 */
public final class FixedFactors {

    private static final int TILE = 16; // rows of H^T H that are summed at once: they stay in the first-level cache

    /**
     * What is minimised.
     *
     * @param unobservedWeight a, above 0; what is observed has the weight 1 besides
     * @param regularisation l, above 0
     * @param exponent n, from 0; with 0 every vector is regularised alike, with 1 in proportion to its frequency
     */
    public record Objective(double unobservedWeight, double regularisation, double exponent) {

        /** The largest weight of what is unobserved that settings and files may have. */
        public static final double MOST_UNOBSERVED_WEIGHT = 1e6;

        /** The largest exponent that settings and files may have. */
        public static final double MOST_EXPONENT = 10;

        public Objective {
            if (!(unobservedWeight > 0 && regularisation > 0 && exponent >= 0)) {
                throw new IllegalArgumentException("unobservedWeight is " + unobservedWeight + ", regularisation "
                        + regularisation + ", exponent " + exponent + ", must be above 0, above 0 and from 0");
            }
        }
    }

    private final float[] factors; // [count, d]
    private final int count;
    private final int d;
    private final Objective objective;
    private final double[] base; // [d, d], a H^T H; the upper triangle

    /**
     * Computes H^T H. The sums do not depend on the number of threads.
     *
     * @param factors H, [count, dimension], row-major, not copied and not to be changed from here on
     */
    public FixedFactors(float[] factors, int dimension, Objective objective) {
        if (dimension < 1 || factors.length % dimension != 0) {
            throw new IllegalArgumentException(factors.length + " values are no vectors of " + dimension);
        }
        this.factors = factors;
        this.count = factors.length / dimension;
        this.d = dimension;
        this.objective = objective;
        this.base = new double[d * d];
        int tiles = (d + TILE - 1) / TILE;
        IntStream.range(0, tiles).parallel().forEach(this::sumTile);
    }

    /** The bytes of the heap that this takes, without the vectors, and one {@link Solver}. */
    public static long heap(int dimension) {
        return 2L * Double.BYTES * dimension * dimension;
    }

    private void sumTile(int tile) {
        int from = tile * TILE;
        int to = Math.min(d, from + TILE);
        Outer outer = new Outer(d);
        for (int vector = 0; vector < count; vector++) {
            outer.add(factors, vector * d, base, from, to);
        }
        outer.flush(base, from, to);
        for (int k = from * d; k < to * d; k++) {
            base[k] *= objective.unobservedWeight();
        }
    }

    /** How many vectors there are. */
    int count() {
        return count;
    }

    /** H, [count, dimension], row-major. */
    float[] factors() {
        return factors;
    }

    int dimension() {
        return d;
    }

    Objective objective() {
        return objective;
    }

    /** Solves for one vector after the other. It belongs to one thread. */
    public Solver solver() {
        return new Solver();
    }

    /** A system of d equations, and its solution. */
    public final class Solver {

        private final double[] system = new double[d * d]; // the upper triangle, then its factor U with U^T U = system
        private final double[] pivots = new double[4 * d];
        private final double[] solution = new double[d];
        private final Outer outer = new Outer(d);

        private Solver() {}

        /**
         * Solves for the vector of a row.
         *
         * @param row which of the fixed vectors it has, each once
         * @return false if rounding leaves the system singular: the regularisation is too small, or the vectors are too large
         */
        public boolean solve(int[] row) {
            if (!factorise(row)) {
                return false;
            }
            Arrays.fill(solution, 0);
            for (int vector : row) {
                for (int k = 0; k < d; k++) {
                    solution[k] += factors[vector * d + k];
                }
            }
            return substitute();
        }

        /** The solution, in single precision, into {@code target} from {@code offset} on. */
        public void copyTo(float[] target, int offset) {
            for (int k = 0; k < d; k++) {
                target[offset + k] = (float) solution[k];
            }
        }

        /** Sums the system of a row and factorises it. */
        boolean factorise(int[] row) {
            System.arraycopy(base, 0, system, 0, system.length);
            for (int vector : row) {
                outer.add(factors, vector * d, system, 0, d);
            }
            outer.flush(system, 0, d);
            double regularisation = objective.regularisation()
                    * Math.pow(row.length + objective.unobservedWeight() * count, objective.exponent());
            for (int k = 0; k < d; k++) {
                system[k * d + k] += regularisation;
            }
            return factorise();
        }

        /** U row by row: row i is what is left of the system's row once U^T U of the rows above is subtracted. */
        private boolean factorise() {
            for (int i = 0; i < d; i++) {
                int row = i * d;
                int k = 0;
                for (; k + 4 <= i; k += 4) {
                    subtract(row, i, k);
                }
                for (; k < i; k++) {
                    double factor = system[k * d + i];
                    for (int j = i; j < d; j++) {
                        system[row + j] -= factor * system[k * d + j];
                    }
                }
                double pivot = Math.sqrt(system[row + i]);
                if (!(pivot > 0 && pivot < Double.POSITIVE_INFINITY)) {
                    return false;
                }
                for (int j = i; j < d; j++) {
                    system[row + j] /= pivot;
                }
            }
            return true;
        }

        /** Subtracts four rows of U at once, from a copy, so that HotSpot makes vector instructions of the loop. */
        private void subtract(int row, int i, int k) {
            int first = Outer.aligned(i);
            for (int n = 0; n < 4; n++) {
                System.arraycopy(system, (k + n) * d + first, pivots, n * d + first, d - first);
            }
            Outer.add4(
                    system,
                    row + first,
                    d - first,
                    pivots,
                    first,
                    d,
                    -pivots[i],
                    -pivots[d + i],
                    -pivots[2 * d + i],
                    -pivots[3 * d + i]);
        }

        /** Solves U^T U x = solution for the factorised system, in place. */
        boolean substitute() {
            for (int i = 0; i < d; i++) {
                solution[i] /= system[i * d + i];
                double known = solution[i];
                for (int j = i + 1; j < d; j++) {
                    solution[j] -= known * system[i * d + j];
                }
            }
            boolean finite = true;
            for (int i = d - 1; i >= 0; i--) {
                double sum = solution[i];
                for (int j = i + 1; j < d; j++) {
                    sum -= system[i * d + j] * solution[j];
                }
                solution[i] = sum / system[i * d + i];
                finite &= Math.abs(solution[i]) <= Float.MAX_VALUE;
            }
            return finite;
        }

        /** The right-hand side before {@link #substitute}, the solution after it, [dimension]. */
        double[] solution() {
            return solution;
        }
    }
}
