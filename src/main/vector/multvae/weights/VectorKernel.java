package multvae.weights;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The kernel in Java's Vector API. The sums of a block, three vectors for each of four users or four for each of six, stay in registers
 * over all inputs, so that a weight that is loaded serves all of these users, an input all vectors of a block, and no sum is loaded and
 * stored on the way.
 *
 * <p>In a source directory of its own: {@link Kernels}.
 */
final class VectorKernel implements Kernel {

    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();
    /**
     * Whether a processor has vectors of 512 bits and so 32 registers, which hold four vectors of sums for each of six users. With 256 bits
     * it has 16, which three for each of four users fill. HotSpot takes it for a constant and leaves out what is behind it.
     */
    private static final boolean WIDE = SPECIES.vectorBitSize() >= 512;

    private static final int WIDTH = (WIDE ? 4 : 3) * LANES; // outputs of a block
    private static final int USERS = WIDE ? 6 : 4; // at a time
    private static final int FEW = USERS / 3; // users that take less time one by one

    /**
     * Weights in an array: so many that G1 gives it regions of its own. Its first element is then {@link #LEAD} before a line of the cache,
     * and no vector is in two lines, which would be slower.
     */
    private static final int LONG_ARRAY = 1 << 23;

    private static final int LEAD = 12; // after the 16 bytes of an array's header

    private final int in;
    private final float[] biases; // [out]
    private final int blocks;
    private final int together; // blocks in an array
    private final float[][] weights; // [arrays][LEAD + together * in * WIDTH]; zeros behind the last output

    private VectorKernel(int in, float[] biases) {
        this.in = in;
        this.biases = biases;
        this.blocks = (biases.length + WIDTH - 1) / WIDTH;
        int size = Math.multiplyExact(in, WIDTH);
        this.together = Math.max(1, LONG_ARRAY / Math.max(1, size));
        this.weights = new float[(blocks + together - 1) / together][];
        for (int k = 0; k < weights.length; k++) {
            int count = Math.min(together, blocks - k * together);
            weights[k] = new float[Math.addExact(LEAD, count * size)];
        }
    }

    /** Named by {@link Kernels}. */
    static final class Maker implements Kernel.Maker {

        /** @throws UnsupportedOperationException if the vectors are too narrow to gain anything by */
        Maker() {
            if (SPECIES.vectorBitSize() < 256) {
                throw new UnsupportedOperationException(SPECIES.toString());
            }
        }

        @Override
        public Kernel make(int in, float[] biases) {
            return new VectorKernel(in, biases);
        }
    }

    @Override
    public int width() {
        return WIDTH;
    }

    /** Where a block begins in its array. */
    private int first(int block) {
        return LEAD + block % together * in * WIDTH;
    }

    @Override
    public void put(int block, int input, float[] values, int from, int count) {
        System.arraycopy(values, from, weights[block / together], first(block) + input * WIDTH, count);
    }

    @Override
    public void apply(float[] inputs, int users, float[] outputs) {
        // Of fewer users than are computed at a time the others' outputs are left out.
        float[] rows = users > 1 && inputs.length < USERS * in ? Arrays.copyOf(inputs, USERS * in) : inputs;
        Ranges.parallel(blocks, (part, from, to) -> {
            float[] sums = new float[USERS * WIDTH]; // [USERS, WIDTH]
            for (int block = from; block < to; block++) {
                int user = 0;
                for (; users - user > FEW; user += USERS) {
                    // The last ones with some before them, who get the same outputs again.
                    int begin = Math.max(0, Math.min(user, users - USERS));
                    apply(block, rows, begin, Math.min(USERS, users), outputs, sums);
                }
                for (; user < users; user++) {
                    apply(block, rows, user, 1, outputs, sums);
                }
            }
        });
    }

    /** A block's outputs for one user, or for several of {@link #USERS} from {@code user} on. */
    private void apply(int block, float[] inputs, int user, int users, float[] outputs, float[] sums) {
        int out = biases.length;
        int from = block * WIDTH;
        int width = Math.min(WIDTH, out - from);
        for (int k = 0; k < users; k++) {
            System.arraycopy(biases, from, sums, k * WIDTH, width);
        }
        if (users == 1) {
            addOne(weights[block / together], first(block), inputs, user * in, in, sums);
        } else {
            addMany(weights[block / together], first(block), inputs, user * in, in, sums);
        }
        for (int k = 0; k < users; k++) {
            System.arraycopy(sums, k * WIDTH, outputs, (user + k) * out + from, width);
        }
    }

    /**
     * sums += a user's inputs times a block.
     *
     * @param first of the block's weights
     * @param at of the user's first input
     */
    private static void addOne(float[] weight, int first, float[] inputs, int at, int in, float[] sums) {
        FloatVector a0 = FloatVector.fromArray(SPECIES, sums, 0);
        FloatVector a1 = FloatVector.fromArray(SPECIES, sums, LANES);
        FloatVector a2 = FloatVector.fromArray(SPECIES, sums, 2 * LANES);
        FloatVector a3 = WIDE ? FloatVector.fromArray(SPECIES, sums, 3 * LANES) : null;
        for (int i = 0; i < in; i++) {
            FloatVector w0 = FloatVector.fromArray(SPECIES, weight, first + i * WIDTH);
            FloatVector w1 = FloatVector.fromArray(SPECIES, weight, first + i * WIDTH + LANES);
            FloatVector w2 = FloatVector.fromArray(SPECIES, weight, first + i * WIDTH + 2 * LANES);
            FloatVector w3 = WIDE ? FloatVector.fromArray(SPECIES, weight, first + i * WIDTH + 3 * LANES) : null;
            FloatVector x = FloatVector.broadcast(SPECIES, inputs[at + i]);
            a0 = x.fma(w0, a0);
            a1 = x.fma(w1, a1);
            a2 = x.fma(w2, a2);
            a3 = WIDE ? x.fma(w3, a3) : null;
        }
        a0.intoArray(sums, 0);
        a1.intoArray(sums, LANES);
        a2.intoArray(sums, 2 * LANES);
        if (WIDE) {
            a3.intoArray(sums, 3 * LANES);
        }
    }

    /** The same for {@link #USERS} users, whose inputs and sums stand one after the other: a to d, or a to f. */
    private static void addMany(float[] weight, int first, float[] inputs, int at, int in, float[] sums) {
        FloatVector a0 = FloatVector.fromArray(SPECIES, sums, 0);
        FloatVector a1 = FloatVector.fromArray(SPECIES, sums, LANES);
        FloatVector a2 = FloatVector.fromArray(SPECIES, sums, 2 * LANES);
        FloatVector a3 = WIDE ? FloatVector.fromArray(SPECIES, sums, 3 * LANES) : null;
        FloatVector b0 = FloatVector.fromArray(SPECIES, sums, WIDTH);
        FloatVector b1 = FloatVector.fromArray(SPECIES, sums, WIDTH + LANES);
        FloatVector b2 = FloatVector.fromArray(SPECIES, sums, WIDTH + 2 * LANES);
        FloatVector b3 = WIDE ? FloatVector.fromArray(SPECIES, sums, WIDTH + 3 * LANES) : null;
        FloatVector c0 = FloatVector.fromArray(SPECIES, sums, 2 * WIDTH);
        FloatVector c1 = FloatVector.fromArray(SPECIES, sums, 2 * WIDTH + LANES);
        FloatVector c2 = FloatVector.fromArray(SPECIES, sums, 2 * WIDTH + 2 * LANES);
        FloatVector c3 = WIDE ? FloatVector.fromArray(SPECIES, sums, 2 * WIDTH + 3 * LANES) : null;
        FloatVector d0 = FloatVector.fromArray(SPECIES, sums, 3 * WIDTH);
        FloatVector d1 = FloatVector.fromArray(SPECIES, sums, 3 * WIDTH + LANES);
        FloatVector d2 = FloatVector.fromArray(SPECIES, sums, 3 * WIDTH + 2 * LANES);
        FloatVector d3 = WIDE ? FloatVector.fromArray(SPECIES, sums, 3 * WIDTH + 3 * LANES) : null;
        FloatVector e0 = WIDE ? FloatVector.fromArray(SPECIES, sums, 4 * WIDTH) : null;
        FloatVector e1 = WIDE ? FloatVector.fromArray(SPECIES, sums, 4 * WIDTH + LANES) : null;
        FloatVector e2 = WIDE ? FloatVector.fromArray(SPECIES, sums, 4 * WIDTH + 2 * LANES) : null;
        FloatVector e3 = WIDE ? FloatVector.fromArray(SPECIES, sums, 4 * WIDTH + 3 * LANES) : null;
        FloatVector f0 = WIDE ? FloatVector.fromArray(SPECIES, sums, 5 * WIDTH) : null;
        FloatVector f1 = WIDE ? FloatVector.fromArray(SPECIES, sums, 5 * WIDTH + LANES) : null;
        FloatVector f2 = WIDE ? FloatVector.fromArray(SPECIES, sums, 5 * WIDTH + 2 * LANES) : null;
        FloatVector f3 = WIDE ? FloatVector.fromArray(SPECIES, sums, 5 * WIDTH + 3 * LANES) : null;
        for (int i = 0; i < in; i++) {
            FloatVector w0 = FloatVector.fromArray(SPECIES, weight, first + i * WIDTH);
            FloatVector w1 = FloatVector.fromArray(SPECIES, weight, first + i * WIDTH + LANES);
            FloatVector w2 = FloatVector.fromArray(SPECIES, weight, first + i * WIDTH + 2 * LANES);
            FloatVector w3 = WIDE ? FloatVector.fromArray(SPECIES, weight, first + i * WIDTH + 3 * LANES) : null;
            FloatVector x = FloatVector.broadcast(SPECIES, inputs[at + i]);
            a0 = x.fma(w0, a0);
            a1 = x.fma(w1, a1);
            a2 = x.fma(w2, a2);
            a3 = WIDE ? x.fma(w3, a3) : null;
            x = FloatVector.broadcast(SPECIES, inputs[at + in + i]);
            b0 = x.fma(w0, b0);
            b1 = x.fma(w1, b1);
            b2 = x.fma(w2, b2);
            b3 = WIDE ? x.fma(w3, b3) : null;
            x = FloatVector.broadcast(SPECIES, inputs[at + 2 * in + i]);
            c0 = x.fma(w0, c0);
            c1 = x.fma(w1, c1);
            c2 = x.fma(w2, c2);
            c3 = WIDE ? x.fma(w3, c3) : null;
            x = FloatVector.broadcast(SPECIES, inputs[at + 3 * in + i]);
            d0 = x.fma(w0, d0);
            d1 = x.fma(w1, d1);
            d2 = x.fma(w2, d2);
            d3 = WIDE ? x.fma(w3, d3) : null;
            x = WIDE ? FloatVector.broadcast(SPECIES, inputs[at + 4 * in + i]) : null;
            e0 = WIDE ? x.fma(w0, e0) : null;
            e1 = WIDE ? x.fma(w1, e1) : null;
            e2 = WIDE ? x.fma(w2, e2) : null;
            e3 = WIDE ? x.fma(w3, e3) : null;
            x = WIDE ? FloatVector.broadcast(SPECIES, inputs[at + 5 * in + i]) : null;
            f0 = WIDE ? x.fma(w0, f0) : null;
            f1 = WIDE ? x.fma(w1, f1) : null;
            f2 = WIDE ? x.fma(w2, f2) : null;
            f3 = WIDE ? x.fma(w3, f3) : null;
        }
        a0.intoArray(sums, 0);
        a1.intoArray(sums, LANES);
        a2.intoArray(sums, 2 * LANES);
        b0.intoArray(sums, WIDTH);
        b1.intoArray(sums, WIDTH + LANES);
        b2.intoArray(sums, WIDTH + 2 * LANES);
        c0.intoArray(sums, 2 * WIDTH);
        c1.intoArray(sums, 2 * WIDTH + LANES);
        c2.intoArray(sums, 2 * WIDTH + 2 * LANES);
        d0.intoArray(sums, 3 * WIDTH);
        d1.intoArray(sums, 3 * WIDTH + LANES);
        d2.intoArray(sums, 3 * WIDTH + 2 * LANES);
        if (WIDE) {
            a3.intoArray(sums, 3 * LANES);
            b3.intoArray(sums, WIDTH + 3 * LANES);
            c3.intoArray(sums, 2 * WIDTH + 3 * LANES);
            d3.intoArray(sums, 3 * WIDTH + 3 * LANES);
            e0.intoArray(sums, 4 * WIDTH);
            e1.intoArray(sums, 4 * WIDTH + LANES);
            e2.intoArray(sums, 4 * WIDTH + 2 * LANES);
            e3.intoArray(sums, 4 * WIDTH + 3 * LANES);
            f0.intoArray(sums, 5 * WIDTH);
            f1.intoArray(sums, 5 * WIDTH + LANES);
            f2.intoArray(sums, 5 * WIDTH + 2 * LANES);
            f3.intoArray(sums, 5 * WIDTH + 3 * LANES);
        }
    }
}
