package multvae.weights;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The kernel in Java's Vector API. The sums of a block, two vectors for each of eight or four users, stay in registers over all inputs,
 * so that a weight that is loaded serves all of these users, and no sum is loaded and stored on the way.
 *
 * <p>In a source directory of its own: {@link Kernels}.
 */
final class VectorKernel implements Kernel {

    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();
    private static final int WIDTH = 2 * LANES; // outputs of a block

    /**
     * The most users at a time. Their sums and three operands are in registers: 11 of the 16 of processors with 256 bits, 19 of the 32
     * of those with 512.
     */
    private static final int USERS = SPECIES.vectorBitSize() < 512 ? 4 : 8;

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
                for (int user = 0, count; user < users; user += count) {
                    count = atOnce(users - user);
                    apply(block, inputs, user, count, outputs, sums);
                }
            }
        });
    }

    /** How many of the users that are left come next. */
    private static int atOnce(int left) {
        return left >= USERS ? USERS : left >= 4 ? 4 : 1;
    }

    /** A block's outputs for one user, four or eight, from {@code user} on. */
    private void apply(int block, float[] inputs, int user, int users, float[] outputs, float[] sums) {
        int out = biases.length;
        int first = block * WIDTH;
        int width = Math.min(WIDTH, out - first);
        for (int k = 0; k < users; k++) {
            System.arraycopy(biases, first, sums, k * WIDTH, width);
        }
        switch (users) {
            case 1 -> addOne(weight[block], inputs, user * in, in, sums);
            case 4 -> addFour(weight[block], inputs, user * in, in, sums);
            default -> addEight(weight[block], inputs, user * in, in, sums);
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
        FloatVector a = FloatVector.fromArray(SPECIES, sums, 0);
        FloatVector b = FloatVector.fromArray(SPECIES, sums, LANES);
        for (int i = 0; i < in; i++) {
            FloatVector x = FloatVector.broadcast(SPECIES, inputs[at + i]);
            a = x.fma(FloatVector.fromArray(SPECIES, weight, i * WIDTH), a);
            b = x.fma(FloatVector.fromArray(SPECIES, weight, i * WIDTH + LANES), b);
        }
        a.intoArray(sums, 0);
        b.intoArray(sums, LANES);
    }

    /** The same for four users, whose inputs and sums stand one after the other: a to d, each with two vectors of sums. */
    private static void addFour(float[] weight, float[] inputs, int at, int in, float[] sums) {
        FloatVector a0 = FloatVector.fromArray(SPECIES, sums, 0);
        FloatVector a1 = FloatVector.fromArray(SPECIES, sums, LANES);
        FloatVector b0 = FloatVector.fromArray(SPECIES, sums, WIDTH);
        FloatVector b1 = FloatVector.fromArray(SPECIES, sums, WIDTH + LANES);
        FloatVector c0 = FloatVector.fromArray(SPECIES, sums, 2 * WIDTH);
        FloatVector c1 = FloatVector.fromArray(SPECIES, sums, 2 * WIDTH + LANES);
        FloatVector d0 = FloatVector.fromArray(SPECIES, sums, 3 * WIDTH);
        FloatVector d1 = FloatVector.fromArray(SPECIES, sums, 3 * WIDTH + LANES);
        for (int i = 0; i < in; i++) {
            FloatVector w0 = FloatVector.fromArray(SPECIES, weight, i * WIDTH);
            FloatVector w1 = FloatVector.fromArray(SPECIES, weight, i * WIDTH + LANES);
            FloatVector x = FloatVector.broadcast(SPECIES, inputs[at + i]);
            a0 = x.fma(w0, a0);
            a1 = x.fma(w1, a1);
            x = FloatVector.broadcast(SPECIES, inputs[at + in + i]);
            b0 = x.fma(w0, b0);
            b1 = x.fma(w1, b1);
            x = FloatVector.broadcast(SPECIES, inputs[at + 2 * in + i]);
            c0 = x.fma(w0, c0);
            c1 = x.fma(w1, c1);
            x = FloatVector.broadcast(SPECIES, inputs[at + 3 * in + i]);
            d0 = x.fma(w0, d0);
            d1 = x.fma(w1, d1);
        }
        a0.intoArray(sums, 0);
        a1.intoArray(sums, LANES);
        b0.intoArray(sums, WIDTH);
        b1.intoArray(sums, WIDTH + LANES);
        c0.intoArray(sums, 2 * WIDTH);
        c1.intoArray(sums, 2 * WIDTH + LANES);
        d0.intoArray(sums, 3 * WIDTH);
        d1.intoArray(sums, 3 * WIDTH + LANES);
    }

    /** The same for eight users: a to h. */
    private static void addEight(float[] weight, float[] inputs, int at, int in, float[] sums) {
        FloatVector a0 = FloatVector.fromArray(SPECIES, sums, 0);
        FloatVector a1 = FloatVector.fromArray(SPECIES, sums, LANES);
        FloatVector b0 = FloatVector.fromArray(SPECIES, sums, WIDTH);
        FloatVector b1 = FloatVector.fromArray(SPECIES, sums, WIDTH + LANES);
        FloatVector c0 = FloatVector.fromArray(SPECIES, sums, 2 * WIDTH);
        FloatVector c1 = FloatVector.fromArray(SPECIES, sums, 2 * WIDTH + LANES);
        FloatVector d0 = FloatVector.fromArray(SPECIES, sums, 3 * WIDTH);
        FloatVector d1 = FloatVector.fromArray(SPECIES, sums, 3 * WIDTH + LANES);
        FloatVector e0 = FloatVector.fromArray(SPECIES, sums, 4 * WIDTH);
        FloatVector e1 = FloatVector.fromArray(SPECIES, sums, 4 * WIDTH + LANES);
        FloatVector f0 = FloatVector.fromArray(SPECIES, sums, 5 * WIDTH);
        FloatVector f1 = FloatVector.fromArray(SPECIES, sums, 5 * WIDTH + LANES);
        FloatVector g0 = FloatVector.fromArray(SPECIES, sums, 6 * WIDTH);
        FloatVector g1 = FloatVector.fromArray(SPECIES, sums, 6 * WIDTH + LANES);
        FloatVector h0 = FloatVector.fromArray(SPECIES, sums, 7 * WIDTH);
        FloatVector h1 = FloatVector.fromArray(SPECIES, sums, 7 * WIDTH + LANES);
        for (int i = 0; i < in; i++) {
            FloatVector w0 = FloatVector.fromArray(SPECIES, weight, i * WIDTH);
            FloatVector w1 = FloatVector.fromArray(SPECIES, weight, i * WIDTH + LANES);
            FloatVector x = FloatVector.broadcast(SPECIES, inputs[at + i]);
            a0 = x.fma(w0, a0);
            a1 = x.fma(w1, a1);
            x = FloatVector.broadcast(SPECIES, inputs[at + in + i]);
            b0 = x.fma(w0, b0);
            b1 = x.fma(w1, b1);
            x = FloatVector.broadcast(SPECIES, inputs[at + 2 * in + i]);
            c0 = x.fma(w0, c0);
            c1 = x.fma(w1, c1);
            x = FloatVector.broadcast(SPECIES, inputs[at + 3 * in + i]);
            d0 = x.fma(w0, d0);
            d1 = x.fma(w1, d1);
            x = FloatVector.broadcast(SPECIES, inputs[at + 4 * in + i]);
            e0 = x.fma(w0, e0);
            e1 = x.fma(w1, e1);
            x = FloatVector.broadcast(SPECIES, inputs[at + 5 * in + i]);
            f0 = x.fma(w0, f0);
            f1 = x.fma(w1, f1);
            x = FloatVector.broadcast(SPECIES, inputs[at + 6 * in + i]);
            g0 = x.fma(w0, g0);
            g1 = x.fma(w1, g1);
            x = FloatVector.broadcast(SPECIES, inputs[at + 7 * in + i]);
            h0 = x.fma(w0, h0);
            h1 = x.fma(w1, h1);
        }
        a0.intoArray(sums, 0);
        a1.intoArray(sums, LANES);
        b0.intoArray(sums, WIDTH);
        b1.intoArray(sums, WIDTH + LANES);
        c0.intoArray(sums, 2 * WIDTH);
        c1.intoArray(sums, 2 * WIDTH + LANES);
        d0.intoArray(sums, 3 * WIDTH);
        d1.intoArray(sums, 3 * WIDTH + LANES);
        e0.intoArray(sums, 4 * WIDTH);
        e1.intoArray(sums, 4 * WIDTH + LANES);
        f0.intoArray(sums, 5 * WIDTH);
        f1.intoArray(sums, 5 * WIDTH + LANES);
        g0.intoArray(sums, 6 * WIDTH);
        g1.intoArray(sums, 6 * WIDTH + LANES);
        h0.intoArray(sums, 7 * WIDTH);
        h1.intoArray(sums, 7 * WIDTH + LANES);
    }
}
