package multvae.model;

import java.nio.FloatBuffer;
import java.util.function.Consumer;
import multvae.weights.Ranges;
import org.nd4j.linalg.api.concurrency.AffinityManager.Location;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A float array's memory as the host sees it, row-major, without a copy, and what is worked out there. On a GPU the other
 * side is told, so that what is written here arrives there, and what is read here came from there.
 */
public final class HostFloats {

    /** Of an array: what is addressed as one buffer, 2 GB. */
    public static final long MOST_ELEMENTS = Integer.MAX_VALUE / Float.BYTES;

    private static final int STRETCH = 4096; // elements on the heap at a time

    private HostFloats() {}

    /** The elements, to be read. */
    public static FloatBuffer readable(INDArray array) {
        Nd4j.getAffinityManager().ensureLocation(array, Location.HOST);
        return array.data().asNioFloat();
    }

    /** The elements, to be changed before ND4J next looks at the array. */
    static FloatBuffer writable(INDArray array) {
        FloatBuffer buffer = readable(array);
        Nd4j.getAffinityManager().tagLocation(array, Location.HOST);
        return buffer;
    }

    /** Lets {@code action} change the elements. */
    public static void write(INDArray array, Consumer<FloatBuffer> action) {
        action.accept(readable(array));
        Nd4j.getAffinityManager().tagLocation(array, Location.HOST);
    }

    /** The sum of squares of the first {@code length} elements, in double precision and in a fixed order; in parallel. */
    static double sumOfSquares(FloatBuffer buffer, int length) {
        double[] sums = new double[Ranges.PARTS];
        Ranges.parallel(length, (part, from, to) -> {
            float[] stretch = new float[STRETCH];
            for (int at = from; at < to; at += STRETCH) {
                int count = Math.min(STRETCH, to - at);
                buffer.get(at, stretch, 0, count);
                sums[part] += sumOfSquares(stretch, count);
            }
        });
        return sum(sums);
    }

    static double sumOfSquares(float[] values, int length) {
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

    /** The sum of the parts, in their order. */
    static double sum(double[] parts) {
        double sum = 0;
        for (double part : parts) {
            sum += part;
        }
        return sum;
    }

    /** Whether the first {@code length} elements are finite numbers; in parallel. */
    static boolean areFinite(FloatBuffer buffer, int length) {
        boolean[] finite = new boolean[Ranges.PARTS];
        Ranges.parallel(length, (part, from, to) -> {
            float[] stretch = new float[STRETCH];
            finite[part] = true;
            for (int at = from; at < to && finite[part]; at += STRETCH) {
                int count = Math.min(STRETCH, to - at);
                buffer.get(at, stretch, 0, count);
                finite[part] = areFinite(stretch, count);
            }
        });
        for (boolean ofPart : finite) {
            if (!ofPart) {
                return false;
            }
        }
        return true;
    }

    static boolean areFinite(float[] values, int length) {
        float zero = 0; // times 0, a number is 0, and infinity and NaN are NaN
        int i = 0;
        for (; i + 4 <= length; i += 4) {
            zero += (values[i] * 0 + values[i + 1] * 0) + (values[i + 2] * 0 + values[i + 3] * 0);
        }
        for (; i < length; i++) {
            zero += values[i] * 0;
        }
        return zero == 0;
    }

    /** The largest absolute value of the elements; NaN if one is NaN. */
    static float largest(INDArray array) {
        FloatBuffer buffer = readable(array);
        float largest = 0;
        for (int i = 0; i < array.length(); i++) {
            largest = Math.max(largest, Math.abs(buffer.get(i)));
        }
        return largest;
    }

    /** Copies the elements to the start of {@code target}. */
    static void read(INDArray array, float[] target) {
        readable(array).get(0, target, 0, (int) array.length());
    }
}
