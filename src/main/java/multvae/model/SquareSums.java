package multvae.model;

import java.nio.FloatBuffer;
import multvae.weights.Ranges;

/** Sums of squares, in double precision and in a fixed order. */
final class SquareSums {

    private static final int STRETCH = 4096;

    private SquareSums() {}

    static double of(float[] values, int length) {
        double even = 0; // two chains of additions, since each has to wait for its last one
        double odd = 0;
        for (int i = 0; i + 1 < length; i += 2) {
            even += (double) values[i] * values[i];
            odd += (double) values[i + 1] * values[i + 1];
        }
        if (length % 2 == 1) {
            even += (double) values[length - 1] * values[length - 1];
        }
        return even + odd;
    }

    /** The sum over the first {@code length} elements of a buffer, in parallel. */
    static double of(FloatBuffer buffer, int length) {
        double[] sums = new double[Ranges.PARTS];
        Ranges.parallel(length, (part, from, to) -> {
            float[] stretch = new float[STRETCH];
            for (int at = from; at < to; at += STRETCH) {
                int count = Math.min(STRETCH, to - at);
                buffer.get(at, stretch, 0, count);
                sums[part] += of(stretch, count);
            }
        });
        return total(sums);
    }

    static double total(double[] sums) {
        double total = 0;
        for (double sum : sums) {
            total += sum;
        }
        return total;
    }
}
