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

    private final Layer layer;
    private final int in;
    private final int out;
    private final float[][][] blocks; // [blocks][in][BLOCK, or what is left of the outputs in the last block]
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
        this.blocks = new float[(out + BLOCK - 1) / BLOCK][in][];
        this.biases = new float[out];
    }

    int out() {
        return out;
    }

    /** @param values stands before the layer's bias */
    void readBias(SafetensorsReader values) {
        float[] all = new float[layer.out()];
        values.read(all, all.length);
        System.arraycopy(all, 0, biases, 0, out);
    }

    /** @param values stands before the layer's weight */
    void readWeight(SafetensorsReader values) {
        for (int b = 0; b < blocks.length; b++) {
            for (int i = 0; i < in; i++) {
                blocks[b][i] = new float[width(b)];
            }
        }
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
            values.read(row, row.length);
            for (int b = 0; b < blocks.length; b++) {
                System.arraycopy(row, b * BLOCK, blocks[b][i], 0, width(b));
            }
        }
    }

    /** [out, in]: the rows of a block's outputs stand one after the other. */
    private void readTransposed(SafetensorsReader values) {
        float[] rows = new float[Math.min(BLOCK, out) * in];
        for (int b = 0; b < blocks.length; b++) {
            int width = width(b);
            values.read(rows, width * in);
            for (int i = 0; i < in; i++) {
                float[] inputs = blocks[b][i];
                for (int o = 0; o < width; o++) {
                    inputs[o] = rows[o * in + i];
                }
            }
        }
    }

    private int width(int block) {
        return Math.min(BLOCK, out - block * BLOCK);
    }

    /**
     * Outputs for users.
     *
     * @param inputs [users, in], row-major
     * @param outputs receives [users, out], row-major
     */
    void apply(float[] inputs, int users, float[] outputs) {
        Ranges.parallel(blocks.length, (part, from, to) -> {
            float[] sum = sums[part];
            for (int b = from; b < to; b++) {
                int first = b * BLOCK;
                for (int user = 0; user < users; user++) {
                    System.arraycopy(biases, first, sum, 0, width(b));
                    accumulate(sum, blocks[b], inputs, user * in, in);
                    System.arraycopy(sum, 0, outputs, user * out + first, width(b));
                }
            }
        });
    }

    /** sum += inputs times the block, four inputs at a time: less often to and from memory. */
    private static void accumulate(float[] sum, float[][] block, float[] inputs, int offset, int in) {
        int i = 0;
        for (; i + 4 <= in; i += 4) {
            int at = offset + i;
            add(
                    sum,
                    block[i],
                    inputs[at],
                    block[i + 1],
                    inputs[at + 1],
                    block[i + 2],
                    inputs[at + 2],
                    block[i + 3],
                    inputs[at + 3]);
        }
        for (; i < in; i++) {
            add(sum, block[i], inputs[offset + i]);
        }
    }

    /** Rows of their own, from 0 on: HotSpot makes vector instructions of this loop, not of one with offsets. */
    private static void add(
            float[] sum, float[] a, float ofA, float[] b, float ofB, float[] c, float ofC, float[] d, float ofD) {
        for (int o = 0; o < a.length; o++) {
            sum[o] += ofA * a[o] + ofB * b[o] + ofC * c[o] + ofD * d[o];
        }
    }

    private static void add(float[] sum, float[] a, float ofA) {
        for (int o = 0; o < a.length; o++) {
            sum[o] += ofA * a[o];
        }
    }
}
