package multvae.model;

/** Loops over the first elements of arrays, without branches, which Java's compiler makes vector instructions of. */
final class Elementwise {

    /** How many rows {@link #addFourScaled} adds. */
    static final int AT_ONCE = 4;

    private Elementwise() {}

    /** sums += values. */
    static void add(float[] sums, float[] values, int count) {
        for (int i = 0; i < count; i++) {
            sums[i] += values[i];
        }
    }

    /** sums += values * factor. */
    static void addScaled(float[] sums, float[] values, float factor, int count) {
        for (int i = 0; i < count; i++) {
            sums[i] += factor * values[i];
        }
    }

    /** As {@link #addScaled} of each of the first four rows, one after the other, but their memory is read side by side. */
    static void addFourScaled(float[] sums, float[][] rows, float[] factors, int count) {
        float[] w = rows[0];
        float[] x = rows[1];
        float[] y = rows[2];
        float[] z = rows[3];
        float a = factors[0];
        float b = factors[1];
        float c = factors[2];
        float d = factors[3];
        for (int i = 0; i < count; i++) {
            sums[i] = (((sums[i] + a * w[i]) + b * x[i]) + c * y[i]) + d * z[i];
        }
    }

    /** The sum of the absolute values. */
    static double sumOfAbsolutes(float[] values, int count) {
        double even = 0; // two chains of additions, since each has to wait for its last one
        double odd = 0;
        int i = 0;
        for (; i + 2 <= count; i += 2) {
            even += Math.abs(values[i]);
            odd += Math.abs(values[i + 1]);
        }
        return i < count ? even + odd + Math.abs(values[i]) : even + odd;
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
}
