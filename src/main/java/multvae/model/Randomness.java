package multvae.model;

/**
 * Everything random in training, each draw a function of where it is used: an interrupted run needs no generator state
 * to go on exactly, and a test can put known numbers in.
 */
interface Randomness {

    /** Which non-zeros of a batch survive dropout. */
    interface Mask {

        /** Whether a non-zero survives; {@code element} is row * items + column within the batch. */
        boolean keeps(long element);
    }

    /** The users' order in an epoch: a permutation of 0 .. users - 1. */
    int[] userOrder(int epoch, int users);

    /** The dropout mask of a batch; each element is kept with probability 1 - rate. */
    Mask dropout(int epoch, int batch, double rate);

    /** Fills {@code noise} from its start with {@code count} standard normal draws, row-major [users, latent]. */
    void noise(int epoch, int batch, float[] noise, int count);
}
