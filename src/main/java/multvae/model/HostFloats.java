package multvae.model;

import java.nio.FloatBuffer;
import java.util.function.Consumer;
import multvae.weights.Ranges;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.concurrency.AffinityManager.Location;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A float array's memory as the host sees it, row-major, without a copy, and what is worked out there. On a GPU the other
 * side is told, so that what is written here arrives there, and what is read here came from there.
 *
 * <p>Java addresses at most 2 GB as one buffer. So a larger array is seen as several, and positions are of type long.
 */
public final class HostFloats {

    private static final int BITS = 28; // of a position in a buffer: 1 GiB
    private static final int STRETCH = 4096; // elements on the heap at a time

    private final FloatBuffer[] buffers; // each of 2^bits elements, the last one of the rest
    private final int bits;
    private final long length;

    private HostFloats(FloatBuffer[] buffers, int bits, long length) {
        this.buffers = buffers;
        this.bits = bits;
        this.length = length;
    }

    /** The elements, to be read. */
    public static HostFloats readable(INDArray array) {
        return of(array, BITS);
    }

    /** @param bits of a position in a buffer */
    static HostFloats of(INDArray array, int bits) {
        Nd4j.getAffinityManager().ensureLocation(array, Location.HOST);
        long length = array.length();
        if (length <= 1L << bits) {
            return new HostFloats(new FloatBuffer[] {array.data().asNioFloat()}, bits, length);
        }
        if (array.offset() != 0) {
            throw new IllegalArgumentException("a view that begins at element " + array.offset() + " of a large array");
        }
        FloatBuffer[] buffers = new FloatBuffer[Math.toIntExact(((length - 1) >> bits) + 1)];
        FloatPointer all = new FloatPointer(array.data().pointer());
        for (int n = 0; n < buffers.length; n++) {
            long from = (long) n << bits;
            // by address, since a pointer's position may not be above 2 GB when it becomes a buffer
            buffers[n] = all.getPointer(from)
                    .capacity(Math.min(length - from, 1L << bits))
                    .asBuffer();
        }
        return new HostFloats(buffers, bits, length);
    }

    /** The elements, to be changed before ND4J next looks at the array. */
    static HostFloats writable(INDArray array) {
        HostFloats elements = readable(array);
        Nd4j.getAffinityManager().tagLocation(array, Location.HOST);
        return elements;
    }

    /** Lets {@code action} change the elements. */
    public static void write(INDArray array, Consumer<HostFloats> action) {
        action.accept(readable(array));
        Nd4j.getAffinityManager().tagLocation(array, Location.HOST);
    }

    /** How many elements there are. */
    long length() {
        return length;
    }

    /** Element {@code at}. */
    float get(long at) {
        return buffer(at).get(within(at));
    }

    /** Replaces element {@code at}. */
    void put(long at, float value) {
        buffer(at).put(within(at), value);
    }

    private FloatBuffer buffer(long at) {
        return buffers[(int) (at >>> bits)];
    }

    private int within(long at) {
        return (int) at & ((1 << bits) - 1);
    }

    /** Copies row {@code n} of a matrix of this width to the start of {@code target}. */
    void getRow(int n, int width, float[] target) {
        get((long) n * width, target, 0, width);
    }

    /** Copies {@code count} elements, {@code at} and those after it, to {@code target} from {@code offset} on. */
    public void get(long at, float[] target, int offset, int count) {
        for (int done = 0; done < count; ) {
            int next = together(at + done, count - done);
            buffer(at + done).get(within(at + done), target, offset + done, next);
            done += next;
        }
    }

    /** Replaces row {@code n} of a matrix of this width by the start of {@code source}. */
    void putRow(int n, int width, float[] source) {
        put((long) n * width, source, 0, width);
    }

    /** Replaces {@code count} elements, {@code at} and those after it, by those of {@code source} from {@code offset} on. */
    public void put(long at, float[] source, int offset, int count) {
        for (int done = 0; done < count; ) {
            int next = together(at + done, count - done);
            buffer(at + done).put(within(at + done), source, offset + done, next);
            done += next;
        }
    }

    /** How many of {@code count} elements are in the buffer of element {@code at}. */
    private int together(long at, int count) {
        return Math.min(count, (1 << bits) - within(at));
    }

    /** The sum of squares of the elements, in double precision and in a fixed order; in parallel. */
    double sumOfSquares() {
        double[] sums = new double[Ranges.PARTS];
        Ranges.parallelLong(length, (part, from, to) -> {
            float[] stretch = new float[STRETCH];
            for (long at = from; at < to; at += STRETCH) {
                int count = (int) Math.min(STRETCH, to - at);
                get(at, stretch, 0, count);
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

    /** Whether the elements are finite numbers; in parallel. */
    boolean areFinite() {
        boolean[] finite = new boolean[Ranges.PARTS];
        Ranges.parallelLong(length, (part, from, to) -> {
            float[] stretch = new float[STRETCH];
            finite[part] = true;
            for (long at = from; at < to && finite[part]; at += STRETCH) {
                int count = (int) Math.min(STRETCH, to - at);
                get(at, stretch, 0, count);
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

    /** The largest absolute value of the elements; NaN if one is NaN; in parallel. */
    float largest() {
        float[] largest = new float[Ranges.PARTS];
        Ranges.parallelLong(length, (part, from, to) -> {
            float[] stretch = new float[STRETCH];
            for (long at = from; at < to; at += STRETCH) {
                int count = (int) Math.min(STRETCH, to - at);
                get(at, stretch, 0, count);
                largest[part] = Math.max(largest[part], largest(stretch, count));
            }
        });
        return largest(largest, largest.length);
    }

    private static float largest(float[] values, int length) {
        float largest = 0;
        for (int i = 0; i < length; i++) {
            largest = Math.max(largest, Math.abs(values[i]));
        }
        return largest;
    }

    /** Copies the elements to the start of {@code target}, which holds them all. */
    static void read(INDArray array, float[] target) {
        readable(array).get(0, target, 0, Math.toIntExact(array.length()));
    }
}
