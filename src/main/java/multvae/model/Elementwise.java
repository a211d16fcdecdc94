package multvae.model;

/** Loops over the first elements of arrays, without branches, which Java's compiler makes vector instructions of. */
final class Elementwise {

    /** From here on tanh is 1 to 3e-7; beyond it the quotient would exceed 1. */
    private static final float LARGEST = 7.905311f;

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
            float above = -2.7607684e-16f;
            above = above * square + 2.000188e-13f;
            above = above * square - 8.604672e-11f;
            above = above * square + 5.1222973e-8f;
            above = above * square + 1.48572235e-5f;
            above = above * square + 6.3726195e-4f;
            above = above * square + 0.0048935246f;
            float below = 1.1982584e-6f;
            below = below * square + 1.1853471e-4f;
            below = below * square + 0.0022684347f;
            below = below * square + 0.004893525f;
            values[i] = x * above / below;
        }
    }
}
