package multvae.weights;

import multvae.io.SafetensorsReader;
import multvae.weights.Architecture.Layer;

/** A layer's affine map for a few users. A user's outputs do not depend, to the last bit, on who else is there. */
final class PlainLayer {

    private static final int TILE = 16; // inputs: a line of the cache

    private final Layer layer;
    private final int in;
    private final int out;
    private final float[] biases; // [out]
    private final Kernel kernel;

    /**
     * A layer without its values yet.
     *
     * @param out how many of the layer's outputs are wanted: the first ones
     */
    PlainLayer(Layer layer, int out) {
        this(layer, out, Kernels.FASTEST);
    }

    PlainLayer(Layer layer, int out, Kernel.Maker kernels) {
        this.layer = layer;
        this.in = layer.in();
        this.out = out;
        this.biases = new float[out];
        this.kernel = kernels.make(in, biases);
    }

    /** The most bytes that a layer's weight is read through: the rows of a block's outputs, or a row. */
    static long heapToRead(Layer layer) {
        return Float.BYTES
                * (layer.transposed() ? (long) Math.min(LoopKernel.WIDTH, layer.out()) * layer.in() : layer.out());
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
            for (int first = 0; first < out; first += kernel.width()) {
                kernel.put(first / kernel.width(), i, row, first, width(first));
            }
        }
    }

    /** [out, in]: the rows of a block's outputs stand one after the other. */
    private void readTransposed(SafetensorsReader values) {
        float[] rows = new float[Math.min(kernel.width(), out) * in];
        float[] tile = new float[TILE * kernel.width()]; // [TILE, width]
        for (int first = 0; first < out; first += kernel.width()) {
            int width = width(first);
            values.read(rows, 0, width * in);
            for (int from = 0; from < in; from += TILE) {
                int to = Math.min(from + TILE, in);
                for (int o = 0; o < width; o++) {
                    for (int i = from; i < to; i++) {
                        tile[(i - from) * width + o] = rows[o * in + i];
                    }
                }
                for (int i = from; i < to; i++) {
                    kernel.put(first / kernel.width(), i, tile, (i - from) * width, width);
                }
            }
        }
    }

    /** The outputs of the block that begins with output {@code first}. */
    private int width(int first) {
        return Math.min(kernel.width(), out - first);
    }

    /**
     * Outputs for users.
     *
     * @param inputs [users, in], row-major
     * @param outputs receives [users, out], row-major
     */
    void apply(float[] inputs, int users, float[] outputs) {
        kernel.apply(inputs, users, outputs);
    }
}
