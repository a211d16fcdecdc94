package multvae.weights;

import multvae.io.SafetensorsReader;
import multvae.weights.Architecture.Layer;

/**
 * A layer's affine map for a few users: its weight is kept in blocks of outputs, and a part of a block, some inputs of it, is read from
 * memory once and then serves all users from the cache. An output is a sum over the inputs in their order, so that a user's outputs
 * do not depend, to the last bit, on who else is there.
 *
 * <p>Each input has an array of its own in a block: HotSpot makes vector instructions of a loop over several arrays, but not of one over
 * several stretches of an array, which takes four times as long.
 */
final class PlainLayer {

    private static final int BLOCK = 512; // outputs
    private static final int PART = 12; // inputs, a multiple of 4: 24 kB, which a first-level cache holds
    private static final int TILE = 16; // inputs: a line of the cache

    private final Layer layer;
    private final int in;
    private final int out;
    private final boolean fused;
    private final float[][] weight; // [blocks * in][BLOCK, or what outputs are left]
    private final float[] biases; // [out]
    private final float[][] sums = new float[Ranges.PARTS][BLOCK];

    /**
     * A layer without its values yet.
     *
     * @param out how many of the layer's outputs are wanted: the first ones
     */
    PlainLayer(Layer layer, int out) {
        this(layer, out, Fma.IN_HARDWARE);
    }

    /** @param fused whether to multiply and add in one step, with one rounding */
    PlainLayer(Layer layer, int out, boolean fused) {
        this.layer = layer;
        this.in = layer.in();
        this.out = out;
        this.fused = fused;
        this.weight = new float[Math.multiplyExact(in, blocks())][];
        for (int row = 0; row < weight.length; row++) {
            weight[row] = new float[width(row / in * BLOCK)];
        }
        this.biases = new float[out];
    }

    Layer layer() {
        return layer;
    }

    int out() {
        return out;
    }

    /** @param values stands before the layer's bias */
    void readBias(SafetensorsReader values) {
        float[] all = new float[layer.out()];
        values.read(all, 0, all.length);
        System.arraycopy(all, 0, biases, 0, out);
    }

    /** @param values stands before the layer's weight */
    void readWeight(SafetensorsReader values) {
        if (layer.transposed()) {
            readTransposed(values);
        } else {
            readRows(values);
        }
    }

    /** [in, all outputs]: a row is a part of every block. */
    private void readRows(SafetensorsReader values) {
        float[] row = new float[layer.out()];
        for (int i = 0; i < in; i++) {
            values.read(row, 0, row.length);
            for (int first = 0; first < out; first += BLOCK) {
                System.arraycopy(row, first, weight[first / BLOCK * in + i], 0, width(first));
            }
        }
    }

    /** [out, in]: the rows of a block's outputs stand one after the other. */
    private void readTransposed(SafetensorsReader values) {
        float[] rows = new float[Math.min(BLOCK, out) * in];
        for (int first = 0; first < out; first += BLOCK) {
            int width = width(first);
            values.read(rows, 0, width * in);
            for (int from = 0; from < in; from += TILE) {
                int to = Math.min(from + TILE, in);
                for (int o = 0; o < width; o++) {
                    for (int i = from; i < to; i++) {
                        weight[first / BLOCK * in + i][o] = rows[o * in + i];
                    }
                }
            }
        }
    }

    private int blocks() {
        return (out + BLOCK - 1) / BLOCK;
    }

    /** The outputs of the block that begins with output {@code first}. */
    private int width(int first) {
        return Math.min(BLOCK, out - first);
    }

    /**
     * Outputs for users.
     *
     * @param inputs [users, in], row-major
     * @param outputs receives [users, out], row-major
     */
    void apply(float[] inputs, int users, float[] outputs) {
        Ranges.parallel(blocks(), (part, from, to) -> {
            for (int block = from; block < to; block++) {
                for (int user = 0; user < users; user++) {
                    System.arraycopy(biases, block * BLOCK, outputs, user * out + block * BLOCK, width(block * BLOCK));
                }
                for (int input = 0; input < in; input += PART) {
                    accumulate(block, input, inputs, users, outputs, sums[part]);
                }
            }
        });
    }

    /** outputs += a part of the inputs, from {@code from} on, times a block. */
    private void accumulate(int block, int from, float[] inputs, int users, float[] outputs, float[] sum) {
        int first = block * BLOCK;
        int width = width(first);
        int to = Math.min(from + PART, in);
        for (int user = 0; user < users; user++) {
            System.arraycopy(outputs, user * out + first, sum, 0, width);
            accumulate(sum, width, block * in, inputs, user * in, from, to);
            System.arraycopy(sum, 0, outputs, user * out + first, width);
        }
    }

    /**
     * sum += inputs from..to times their rows, four at a time: less often to and from memory.
     *
     * @param row of input 0
     * @param offset of input 0
     */
    private void accumulate(float[] sum, int width, int row, float[] inputs, int offset, int from, int to) {
        int i = from;
        for (; i + 4 <= to; i += 4) {
            addFour(sum, width, row + i, inputs, offset + i);
        }
        for (; i < to; i++) {
            add(sum, width, weight[row + i], inputs[offset + i]);
        }
    }

    /** sum += a w + b x + c y + d z, for inputs a to d and their rows w to z; fused, with one rounding for each product and sum, a third faster. */
    private void addFour(float[] sum, int width, int row, float[] inputs, int at) {
        float[] w = weight[row];
        float[] x = weight[row + 1];
        float[] y = weight[row + 2];
        float[] z = weight[row + 3];
        float a = inputs[at];
        float b = inputs[at + 1];
        float c = inputs[at + 2];
        float d = inputs[at + 3];
        if (fused) {
            for (int o = 0; o < width; o++) {
                sum[o] = Math.fma(d, z[o], Math.fma(c, y[o], Math.fma(b, x[o], Math.fma(a, w[o], sum[o]))));
            }
        } else {
            for (int o = 0; o < width; o++) {
                sum[o] += a * w[o] + b * x[o] + c * y[o] + d * z[o];
            }
        }
    }

    private static void add(float[] sum, int width, float[] w, float a) {
        for (int o = 0; o < width; o++) {
            sum[o] += a * w[o];
        }
    }
}
