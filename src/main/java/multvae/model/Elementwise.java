package multvae.model;

/** Loops over the first elements of arrays, without branches, which Java's compiler makes vector instructions of. */
final class Elementwise {

    /** From here on tanh is 1 to 3e-7; beyond it the quotient would exceed 1. */
    private static final float LARGEST = 7.9053111f;

    private Elementwise() {}

    /** sums += values. */
    static void add(float[] sums, float[] values, int count) {
        for (int i = 0; i < count; i++) {
            sums[i] += values[i];
        }
    }

    /** x *= factors. */
    static void multiply(float[] x, float[] factors, int count) {
        for (int i = 0; i < count; i++) {
            x[i] *= factors[i];
        }
    }

    /** gradient *= 1 - tanh^2. */
    static void multiplyByTanhGradient(float[] gradient, float[] tanh, int count) {
        for (int i = 0; i < count; i++) {
            gradient[i] *= 1 - tanh[i] * tanh[i];
        }
    }

    /**
     * Replaces x by tanh(x), to 5e-7 of itself: the quotient of polynomials that Eigen has (MathFunctionsImpl.h, ptanh_float). Math.tanh takes
     * fifty times as long.
     */
    static void tanh(float[] values, int count) {
        for (int i = 0; i < count; i++) {
            float x = Math.min(Math.max(values[i], -LARGEST), LARGEST);
            float square = x * x;
            float above = -2.76076847742355e-16f;
            above = above * square + 2.00018790482477e-13f;
            above = above * square - 8.60467152213735e-11f;
            above = above * square + 5.12229709037114e-08f;
            above = above * square + 1.48572235717979e-05f;
            above = above * square + 6.37261928875436e-04f;
            above = above * square + 4.89352455891786e-03f;
            float below = 1.19825839466702e-06f;
            below = below * square + 1.18534705686654e-04f;
            below = below * square + 2.26843463243900e-03f;
            below = below * square + 4.89352518554385e-03f;
            values[i] = x * above / below;
        }
    }
}
