package multvae.weights;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The kernel in Java's Vector API. The sums of a block, three or four vectors for each of four users, stay in registers over all
 * inputs, so that a weight that is loaded serves four users, an input all vectors of a block, and no sum is loaded and stored on the
 * way.
 *
 * <p>In a source directory of its own: {@link Kernels}.
 */
final class VectorKernel implements Kernel {

    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();
    /**
     * Whether a block has a fourth vector: a processor with vectors of 512 bits has 32 registers, one with 256 bits has 16, which three
     * vectors for four users fill. HotSpot takes it for a constant and leaves out what is behind it.
     */
    private static final boolean FOURTH = SPECIES.vectorBitSize() >= 512;

    private static final int WIDTH = (FOURTH ? 4 : 3) * LANES; // outputs of a block
    private static final int USERS = 4; // at a time

    private final int in;
    private final float[] biases; // [out]
    private final float[][] weight; // [blocks][in, WIDTH]; zeros behind the last output

    private VectorKernel(int in, float[] biases) {
        this.in = in;
        this.biases = biases;
        this.weight = new float[(biases.length + WIDTH - 1) / WIDTH][Math.multiplyExact(in, WIDTH)];
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

    @Override
    public void put(int block, int input, float[] values, int from, int count) {
        System.arraycopy(values, from, weight[block], input * WIDTH, count);
    }

    @Override
    public void apply(float[] inputs, int users, float[] outputs) {
        Ranges.parallel(weight.length, (part, from, to) -> {
            float[] sums = new float[USERS * WIDTH]; // [USERS, WIDTH]
            for (int block = from; block < to; block++) {
                int user = 0;
                for (; user + USERS <= users; user += USERS) {
                    apply(block, inputs, user, USERS, outputs, sums);
                }
                for (; user < users; user++) {
                    apply(block, inputs, user, 1, outputs, sums);
                }
            }
        });
    }

    /** A block's outputs for one user or for four, from {@code user} on. */
    private void apply(int block, float[] inputs, int user, int users, float[] outputs, float[] sums) {
        int out = biases.length;
        int first = block * WIDTH;
        int width = Math.min(WIDTH, out - first);
        for (int k = 0; k < users; k++) {
            System.arraycopy(biases, first, sums, k * WIDTH, width);
        }
        if (users == 1) {
            addOne(weight[block], inputs, user * in, in, sums);
        } else {
            addFour(weight[block], inputs, user * in, in, sums);
        }
        for (int k = 0; k < users; k++) {
            System.arraycopy(sums, k * WIDTH, outputs, (user + k) * out + first, width);
        }
    }

    /**
     * sums += a user's inputs times a block.
     *
     * @param at of the user's first input
     */
    private static void addOne(float[] weight, float[] inputs, int at, int in, float[] sums) {
        FloatVector a0 = FloatVector.fromArray(SPECIES, sums, 0);
        FloatVector a1 = FloatVector.fromArray(SPECIES, sums, LANES);
        FloatVector a2 = FloatVector.fromArray(SPECIES, sums, 2 * LANES);
        FloatVector a3 = FOURTH ? FloatVector.fromArray(SPECIES, sums, 3 * LANES) : null;
        for (int i = 0; i < in; i++) {
            FloatVector w0 = FloatVector.fromArray(SPECIES, weight, i * WIDTH);
            FloatVector w1 = FloatVector.fromArray(SPECIES, weight, i * WIDTH + LANES);
            FloatVector w2 = FloatVector.fromArray(SPECIES, weight, i * WIDTH + 2 * LANES);
            FloatVector w3 = FOURTH ? FloatVector.fromArray(SPECIES, weight, i * WIDTH + 3 * LANES) : null;
            FloatVector x = FloatVector.broadcast(SPECIES, inputs[at + i]);
            a0 = x.fma(w0, a0);
            a1 = x.fma(w1, a1);
            a2 = x.fma(w2, a2);
            a3 = FOURTH ? x.fma(w3, a3) : null;
        }
        a0.intoArray(sums, 0);
        a1.intoArray(sums, LANES);
        a2.intoArray(sums, 2 * LANES);
        if (FOURTH) {
            a3.intoArray(sums, 3 * LANES);
        }
    }

    /** The same for four users, whose inputs and sums stand one after the other: a to d, each with three or four vectors of sums. */
    private static void addFour(float[] weight, float[] inputs, int at, int in, float[] sums) {
        FloatVector a0 = FloatVector.fromArray(SPECIES, sums, 0);
        FloatVector a1 = FloatVector.fromArray(SPECIES, sums, LANES);
        FloatVector a2 = FloatVector.fromArray(SPECIES, sums, 2 * LANES);
        FloatVector a3 = FOURTH ? FloatVector.fromArray(SPECIES, sums, 3 * LANES) : null;
        FloatVector b0 = FloatVector.fromArray(SPECIES, sums, WIDTH);
        FloatVector b1 = FloatVector.fromArray(SPECIES, sums, WIDTH + LANES);
        FloatVector b2 = FloatVector.fromArray(SPECIES, sums, WIDTH + 2 * LANES);
        FloatVector b3 = FOURTH ? FloatVector.fromArray(SPECIES, sums, WIDTH + 3 * LANES) : null;
        FloatVector c0 = FloatVector.fromArray(SPECIES, sums, 2 * WIDTH);
        FloatVector c1 = FloatVector.fromArray(SPECIES, sums, 2 * WIDTH + LANES);
        FloatVector c2 = FloatVector.fromArray(SPECIES, sums, 2 * WIDTH + 2 * LANES);
        FloatVector c3 = FOURTH ? FloatVector.fromArray(SPECIES, sums, 2 * WIDTH + 3 * LANES) : null;
        FloatVector d0 = FloatVector.fromArray(SPECIES, sums, 3 * WIDTH);
        FloatVector d1 = FloatVector.fromArray(SPECIES, sums, 3 * WIDTH + LANES);
        FloatVector d2 = FloatVector.fromArray(SPECIES, sums, 3 * WIDTH + 2 * LANES);
        FloatVector d3 = FOURTH ? FloatVector.fromArray(SPECIES, sums, 3 * WIDTH + 3 * LANES) : null;
        for (int i = 0; i < in; i++) {
            FloatVector w0 = FloatVector.fromArray(SPECIES, weight, i * WIDTH);
            FloatVector w1 = FloatVector.fromArray(SPECIES, weight, i * WIDTH + LANES);
            FloatVector w2 = FloatVector.fromArray(SPECIES, weight, i * WIDTH + 2 * LANES);
            FloatVector w3 = FOURTH ? FloatVector.fromArray(SPECIES, weight, i * WIDTH + 3 * LANES) : null;
            FloatVector x = FloatVector.broadcast(SPECIES, inputs[at + i]);
            a0 = x.fma(w0, a0);
            a1 = x.fma(w1, a1);
            a2 = x.fma(w2, a2);
            a3 = FOURTH ? x.fma(w3, a3) : null;
            x = FloatVector.broadcast(SPECIES, inputs[at + in + i]);
            b0 = x.fma(w0, b0);
            b1 = x.fma(w1, b1);
            b2 = x.fma(w2, b2);
            b3 = FOURTH ? x.fma(w3, b3) : null;
            x = FloatVector.broadcast(SPECIES, inputs[at + 2 * in + i]);
            c0 = x.fma(w0, c0);
            c1 = x.fma(w1, c1);
            c2 = x.fma(w2, c2);
            c3 = FOURTH ? x.fma(w3, c3) : null;
            x = FloatVector.broadcast(SPECIES, inputs[at + 3 * in + i]);
            d0 = x.fma(w0, d0);
            d1 = x.fma(w1, d1);
            d2 = x.fma(w2, d2);
            d3 = FOURTH ? x.fma(w3, d3) : null;
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
        if (FOURTH) {
            a3.intoArray(sums, 3 * LANES);
            b3.intoArray(sums, WIDTH + 3 * LANES);
            c3.intoArray(sums, 2 * WIDTH + 3 * LANES);
            d3.intoArray(sums, 3 * WIDTH + 3 * LANES);
        }
    }
}
