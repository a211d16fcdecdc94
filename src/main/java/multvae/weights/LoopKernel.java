package multvae.weights;

/**
 * The kernel that HotSpot makes vector instructions of by itself. A part of a block, some inputs of it, is read from memory once and
 * then serves all users from the cache.
 *
 * <p>Each input has an array of its own in a block: HotSpot makes vector instructions of a loop over several arrays, but not of one over
 * several stretches of an array, which takes four times as long.
 */
final class LoopKernel implements Kernel {

    static final int WIDTH = 512; // outputs of a block
    private static final int PART = 12; // inputs, a multiple of 4: 24 kB, which a first-level cache holds

    private final int in;
    private final float[] biases; // [out]
    private final boolean fused;
    private final float[][] weight; // [blocks * in][WIDTH, or what outputs are left]
    private final float[][] sums = new float[Ranges.PARTS][WIDTH];

    /** @param fused whether to multiply and add in one step, with one rounding */
    LoopKernel(int in, float[] biases, boolean fused) {
        this.in = in;
        this.biases = biases;
        this.fused = fused;
        this.weight = new float[Math.multiplyExact(in, blocks())][];
        for (int row = 0; row < weight.length; row++) {
            weight[row] = new float[width(row / in)];
        }
    }

    private int blocks() {
        return (biases.length + WIDTH - 1) / WIDTH;
    }

    private int width(int block) {
        return Math.min(WIDTH, biases.length - block * WIDTH);
    }

    @Override
    public int width() {
        return WIDTH;
    }

    @Override
    public void put(int block, int input, float[] values, int from, int count) {
        System.arraycopy(values, from, weight[block * in + input], 0, count);
    }

    @Override
    public void apply(float[] inputs, int users, float[] outputs) {
        int out = biases.length;
        Ranges.parallel(blocks(), (part, from, to) -> {
            for (int block = from; block < to; block++) {
                for (int user = 0; user < users; user++) {
                    System.arraycopy(biases, block * WIDTH, outputs, user * out + block * WIDTH, width(block));
                }
                for (int input = 0; input < in; input += PART) {
                    accumulate(block, input, inputs, users, outputs, sums[part]);
                }
            }
        });
    }

    /** outputs += a part of the inputs, from {@code from} on, times a block. */
    private void accumulate(int block, int from, float[] inputs, int users, float[] outputs, float[] sum) {
        int out = biases.length;
        int first = block * WIDTH;
        int width = width(block);
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
            addOne(sum, width, weight[row + i], inputs[offset + i]);
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

    /** sum += a w. */
    private void addOne(float[] sum, int width, float[] w, float a) {
        if (fused) {
            for (int o = 0; o < width; o++) {
                sum[o] = Math.fma(a, w[o], sum[o]);
            }
        } else {
            for (int o = 0; o < width; o++) {
                sum[o] += a * w[o];
            }
        }
    }
}
