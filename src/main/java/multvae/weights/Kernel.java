package multvae.weights;

/**
 * A layer's weights, laid out for the loop that multiplies by them, and that loop. The weights are in blocks of outputs. An output is
 * its bias, to which the inputs' products are added in the inputs' order. With fused multiply-add each product is added by itself, so all
 * kernels give the same bits; without it the loop adds four at a time.
 */
interface Kernel {

    /** Outputs of a block; the last block may have fewer. */
    int width();

    /**
     * Takes an input's weights for a block.
     *
     * @param values has them from {@code from} on
     * @param count the outputs of the block
     */
    void put(int block, int input, float[] values, int from, int count);

    /**
     * Outputs for users.
     *
     * @param inputs [users, in], row-major
     * @param outputs receives [users, out], row-major
     */
    void apply(float[] inputs, int users, float[] outputs);

    /** Makes kernels of one kind. */
    @FunctionalInterface
    interface Maker {

        /**
         * A kernel without its weights yet.
         *
         * @param biases [out]; {@link Kernel#apply} reads them
         */
        Kernel make(int in, float[] biases);
    }
}
