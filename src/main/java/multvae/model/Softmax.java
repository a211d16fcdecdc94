package multvae.model;

import java.util.Arrays;

/**
 * The exponentials of a row of logits, several times as fast as {@link Math#exp}: x = k log 2 + y with |y| at most log(2) / 2, and exp(x) =
 * 2^k exp(y) with the polynomial of Moshier's Cephes (expf.c).
 *
 * <p>Java's compiler makes vector instructions of loops over float arithmetic, but neither of Math.exp nor of a float's bits. So a block
 * takes four short loops, of which only the one over bits goes float by float. A block's arrays stay in the first-level cache.
 *
 * <p>Not thread-safe: it owns a block's arrays.
 */
final class Softmax {

    /** Below this a difference counts as this: exp is 1e-38 there, and the power of two below is no longer a normal number. */
    static final float LEAST = -87;

    private static final int BLOCK = 1024; // floats
    private static final float LOG2_E = 1.442695f;
    /** 1.5 * 2^23: a float of that size has whole numbers only, in its lowest bits. */
    private static final float ROUNDER = 12_582_912;
    /** Log 2 in two parts, of which this is 355 / 512: a whole number below 2^15 times it is exact. */
    private static final float LOG_2_HIGH = 0.6933594f;

    private static final float LOG_2_LOW = -2.1219444e-4f;
    private static final int EXPONENT_BIAS = 127;
    private static final int FRACTION_BITS = 23;

    private final float[] x = new float[BLOCK]; // logit - max, then its exponential
    private final float[] rounded = new float[BLOCK]; // k + ROUNDER
    private final float[] powers = new float[BLOCK]; // 2^k
    private final float[] sums = new float[BLOCK];

    /**
     * Replaces each of the first {@code length} logits by exp(logit - max), to 2e-7 of itself.
     *
     * @param max the largest of them
     * @return the sum, NaN if a logit is NaN
     */
    double exponentials(float[] logits, int length, float max) {
        Arrays.fill(sums, 0);
        for (int at = 0; at < length; at += BLOCK) {
            int count = Math.min(BLOCK, length - at);
            System.arraycopy(logits, at, x, 0, count);
            round(x, max, rounded, count);
            powers(rounded, powers, count);
            exponentials(x, rounded, powers, count);
            Elementwise.add(sums, x, count);
            System.arraycopy(x, 0, logits, at, count);
        }
        double sum = 0;
        for (float of : sums) {
            sum += of;
        }
        return sum;
    }

    private static void round(float[] x, float max, float[] rounded, int count) {
        for (int i = 0; i < count; i++) {
            x[i] = Math.max(x[i] - max, LEAST);
            rounded[i] = x[i] * LOG2_E + ROUNDER;
        }
    }

    private static void powers(float[] rounded, float[] powers, int count) {
        for (int i = 0; i < count; i++) {
            powers[i] = Float.intBitsToFloat((Float.floatToRawIntBits(rounded[i]) + EXPONENT_BIAS) << FRACTION_BITS);
        }
    }

    private static void exponentials(float[] x, float[] rounded, float[] powers, int count) {
        for (int i = 0; i < count; i++) {
            float k = rounded[i] - ROUNDER;
            float y = x[i] - k * LOG_2_HIGH - k * LOG_2_LOW;
            float series = 1.9875691e-4f;
            series = series * y + 1.3981999e-3f;
            series = series * y + 8.333452e-3f;
            series = series * y + 4.1665796e-2f;
            series = series * y + 0.16666666f;
            series = series * y + 0.5f;
            x[i] = (series * (y * y) + y + 1) * powers[i];
        }
    }
}
