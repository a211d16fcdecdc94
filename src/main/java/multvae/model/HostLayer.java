package multvae.model;

import java.nio.FloatBuffer;
import multvae.weights.Architecture.Layer;
import multvae.weights.Ranges;

/**
 * A layer's affine map on the host, for a few users: its weight is kept in blocks of outputs, each of which is read from
 * memory once and then serves all users from the cache. An output is a sum over the inputs in their order, so that a
 * user's do not depend, to the last bit, on who else is there.
 */
final class HostLayer {

    private static final int BLOCK = 256; // outputs: with 600 inputs 614 kB, which a second-level cache holds

    private final int in;
    private final int out;
    private final float[][][] blocks; // [blocks][in][BLOCK]
    private final float[] biases; // [blocks * BLOCK]
    private final float[][] sums = new float[Ranges.PARTS][BLOCK];

    /** @param out how many of the layer's outputs are wanted: the first ones */
    HostLayer(Layer layer, Parameters parameters, int out) {
        this.in = layer.in();
        this.out = out;
        int count = (out + BLOCK - 1) / BLOCK;
        this.blocks = new float[count][in][BLOCK];
        this.biases = new float[count * BLOCK];
        HostFloats.readable(parameters.get(layer.bias())).get(0, biases, 0, out);
        FloatBuffer weight = HostFloats.readable(parameters.get(layer.weight()));
        for (int o = 0; o < out; o++) {
            float[][] block = blocks[o / BLOCK];
            for (int i = 0; i < in; i++) {
                block[i][o % BLOCK] = weight.get(layer.transposed() ? o * in + i : i * layer.out() + o);
            }
        }
    }

    int out() {
        return out;
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
                    System.arraycopy(biases, first, sum, 0, BLOCK);
                    accumulate(sum, blocks[b], inputs, user * in, in);
                    System.arraycopy(sum, 0, outputs, user * out + first, Math.min(BLOCK, out - first));
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
        for (int o = 0; o < sum.length; o++) {
            sum[o] += ofA * a[o] + ofB * b[o] + ofC * c[o] + ofD * d[o];
        }
    }

    private static void add(float[] sum, float[] a, float ofA) {
        for (int o = 0; o < sum.length; o++) {
            sum[o] += ofA * a[o];
        }
    }
}
