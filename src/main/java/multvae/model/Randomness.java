package multvae.model;

/**
 * Everything random in training, each draw a function of where it is used: an interrupted run needs no generator state
 * to go on exactly, and a test can put known numbers in.
 */
public interface Randomness {

    /** Which elements of a layer's input survive dropout. */
    interface Mask {

        /** Whether an element survives; {@code element} is row * columns + column within the batch. */
        boolean keeps(long element);
    }

    /** The users' order in an epoch: a permutation of 0 .. users - 1. */
    int[] userOrder(int epoch, int users);

    /**
     * The dropout mask on a layer's input; each element is kept with probability 1 - rate.
     *
     * @param layer counted through encoder and decoder, from 0
     */
    Mask dropout(int epoch, int batch, int layer, double rate);

    /** Fills {@code noise} from its start with {@code count} standard normal draws, row-major [users, latent]. */
    void noise(int epoch, int batch, float[] noise, int count);
}
