package multvae.linear;

import java.util.Arrays;

/**
 * iALS once it is fitted: a vector for each item. A user's vector is solved from what the user has ({@link FixedFactors}), as
 * Rendle et al. fold users in; a score is the product of both vectors, in single precision.
 *
 * <p>With A the matrix of the user's system, the score of item i is the sum of h_j A^-1 h_i over what the user has: that is what
 * each item contributes, as Hu et al. explain a recommendation. A depends on the user, so a contribution is not what the score
 * would lose without the item.
 */
public final class ItemFactors implements LinearModel {

    /** The largest dimension of a vector. */
    public static final int MOST_DIMENSIONS = 2048;

    private final FixedFactors factors;

    /** @param factors of the items, at most {@link #MOST_DIMENSIONS} wide */
    public ItemFactors(FixedFactors factors) {
        this.factors = factors;
    }

    FixedFactors factors() {
        return factors;
    }

    @Override
    public int items() {
        return factors.count();
    }

    @Override
    public void score(int[] history, float[] scores, int offset) {
        int d = factors.dimension();
        float[] user = new float[d];
        FixedFactors.Solver solver = factors.solver();
        if (solver.solve(history)) {
            solver.copyTo(user, 0);
        } else {
            Arrays.fill(user, Float.NaN);
        }
        float[] h = factors.factors();
        for (int item = 0; item < items(); item++) {
            scores[offset + item] = dot(user, h, item * d);
        }
    }

    /** Four sums side by side: the processor does not wait for one addition before the next. */
    private static float dot(float[] user, float[] h, int at) {
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        int k = 0;
        for (; k + 4 <= user.length; k += 4) {
            a += user[k] * h[at + k];
            b += user[k + 1] * h[at + k + 1];
            c += user[k + 2] * h[at + k + 2];
            d += user[k + 3] * h[at + k + 3];
        }
        for (; k < user.length; k++) {
            a += user[k] * h[at + k];
        }
        return a + b + (c + d);
    }

    @Override
    public double[][] contributions(int[] history, int[] items) {
        int d = factors.dimension();
        float[] h = factors.factors();
        double[][] contributions = new double[history.length][items.length];
        FixedFactors.Solver solver = factors.solver();
        if (!solver.factorise(history)) {
            return contributions;
        }
        for (int n = 0; n < items.length; n++) {
            double[] solution = solver.solution();
            for (int k = 0; k < d; k++) {
                solution[k] = h[items[n] * d + k];
            }
            solver.substitute();
            for (int j = 0; j < history.length; j++) {
                for (int k = 0; k < d; k++) {
                    contributions[j][n] += solution[k] * h[history[j] * d + k];
                }
            }
        }
        return contributions;
    }
}
