package multvae.weights;

import multvae.io.SafetensorsReader;
import multvae.weights.Architecture.Layer;

/**
 * A layer's affine map for a few users: its weight is kept in blocks of outputs, each of which is read from memory once and
 * then serves all users from the cache. An output is a sum over the inputs in their order, so that a user's outputs do not
 * depend, to the last bit, on who else is there.
 */
final class PlainLayer {

    private static final int BLOCK = 256; // outputs: with 600 inputs 614 kB, which a second-level cache holds

    private static final int TILE = 16; // inputs: a line of the cache

    private final Layer layer;
    private final int in;
    private final int out;
    private final float[] weight; // block after block, each [in, BLOCK], or what outputs are left, row-major
    private final float[] biases; // [out]
    private final float[][] sums = new float[Ranges.PARTS][BLOCK];

    /**
     * A layer without its values yet.
     *
     * @param out how many of the layer's outputs are wanted: the first ones
     */
    PlainLayer(Layer layer, int out) {
        this.layer = layer;
        this.in = layer.in();
        this.out = out;
        this.weight = new float[Math.multiplyExact(in, out)];
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
                System.arraycopy(row, first, weight, first * in + i * width(first), width(first));
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
                        weight[first * in + i * width + o] = rows[o * in + i];
                    }
                }
            }
        }
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
        Ranges.parallel((out + BLOCK - 1) / BLOCK, (part, from, to) -> {
            float[] sum = sums[part];
            for (int first = from * BLOCK; first < Math.min(to * BLOCK, out); first += BLOCK) {
                int width = width(first);
                for (int user = 0; user < users; user++) {
                    System.arraycopy(biases, first, sum, 0, width);
                    accumulate(sum, first * in, width, inputs, user * in);
                    System.arraycopy(sum, 0, outputs, user * out + first, width);
                }
            }
        });
    }

    /** sum += inputs times a block, four inputs at a time: less often to and from memory. */
    private void accumulate(float[] sum, int block, int width, float[] inputs, int offset) {
        int i = 0;
        for (; i + 4 <= in; i += 4) {
            int at = offset + i;
            add(sum, weight, block + i * width, width, inputs[at], inputs[at + 1], inputs[at + 2], inputs[at + 3]);
        }
        for (; i < in; i++) {
            add(sum, weight, block + i * width, width, inputs[offset + i]);
        }
    }

    /** sum += a w[0] + b w[1] + c w[2] + d w[3], of four rows. HotSpot makes vector instructions of this loop as it stands. */
    private static void add(float[] sum, float[] w, int row, int width, float a, float b, float c, float d) {
        int second = row + width;
        int third = second + width;
        int fourth = third + width;
        for (int o = 0; o < width; o++) {
            sum[o] += a * w[row + o] + b * w[second + o] + c * w[third + o] + d * w[fourth + o];
        }
    }

    private static void add(float[] sum, float[] w, int row, int width, float a) {
        for (int o = 0; o < width; o++) {
            sum[o] += a * w[row + o];
        }
    }
}
