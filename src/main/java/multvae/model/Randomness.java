package multvae.model;

import java.util.SplittableRandom;

/**
 * Everything random in training. Each draw is a function of where it is used, so an interrupted run needs no generator's
 * state to resume exactly, and a test can put known numbers in.
 */
public interface Randomness {

    /** Which elements of a layer's input survive dropout. */
    interface Mask {

        /** Whether an element survives; {@code element} is row * columns + column within the batch. */
        boolean keeps(long element);
    }

    /** The users' order in a pass over them: a permutation of 0 .. users - 1. A pass is an epoch, unless an epoch has several. */
    int[] userOrder(int epoch, int users);

    /**
     * The dropout mask on a layer's input; each element is kept with probability 1 - rate.
     *
     * @param layer counted through encoder and decoder, from 0
     */
    Mask dropout(int epoch, int batch, int layer, double rate);

    /** Fills {@code noise} from its start with {@code count} standard normal draws, row-major [users, latent]. */
    void noise(int epoch, int batch, float[] noise, int count);

    /** A generator for the sample of items that a batch's softmax is over, if it is not over all. */
    SplittableRandom items(int epoch, int batch);

    /**
     * Randomness from a seed: each draw is keyed by (seed, purpose, epoch, batch), so none depends on those before it.
     *
     * <p>The mixing function is that of SplitMix64 (Steele, Lea and Flood, Fast splittable pseudorandom number generators,
     * OOPSLA 2014).
     */
    final class Seeded implements Randomness {

        private static final int ORDER = 1;
        private static final int DROPOUT = 2;
        private static final int NOISE = 3;
        private static final int WEIGHTS = 4;
        private static final int PURPOSES = 4;
        private static final int ITEMS = ORDER + PURPOSES; // that of the dropout of no layer
        private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

        private final long seed;

        /** @param seed any number */
        public Seeded(long seed) {
            this.seed = seed;
        }

        @Override
        public int[] userOrder(int epoch, int users) {
            SplittableRandom random = generator(ORDER, epoch, 0);
            int[] order = new int[users];
            for (int i = 0;
                    i < users;
                    i++) { // the inside-out shuffle: order[0..i] is uniform over permutations of 0..i
                int j = random.nextInt(i + 1);
                order[i] = order[j];
                order[j] = i;
            }
            return order;
        }

        @Override
        public Mask dropout(int epoch, int batch, int layer, double rate) {
            long key = key(DROPOUT + PURPOSES * layer, epoch, batch);
            long dropped = (long) (rate * (1L << 53)); // of 2^53 equally likely values
            return element -> (mix(key + GOLDEN_GAMMA * (element + 1)) >>> 11) >= dropped;
        }

        @Override
        public void noise(int epoch, int batch, float[] noise, int count) {
            SplittableRandom random = generator(NOISE, epoch, batch);
            for (int i = 0; i < count; i++) {
                noise[i] = (float) random.nextGaussian();
            }
        }

        @Override
        public SplittableRandom items(int epoch, int batch) {
            return generator(ITEMS, epoch, batch);
        }

        /** A generator for the initial values of the {@code layer}-th layer. */
        SplittableRandom forParameter(int layer) {
            return generator(WEIGHTS, layer, 0);
        }

        /** A generator for those of the encoder that the prior is made of. */
        SplittableRandom forPriorParameter(int layer) {
            return generator(WEIGHTS, layer, 1);
        }

        private SplittableRandom generator(int purpose, int epoch, int batch) {
            return new SplittableRandom(key(purpose, epoch, batch));
        }

        private long key(int purpose, int epoch, int batch) {
            return mix(
                    mix(mix(seed + GOLDEN_GAMMA * purpose) + GOLDEN_GAMMA * (epoch + 1)) + GOLDEN_GAMMA * (batch + 1));
        }

        private static long mix(long z) {
            z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
            z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
            return z ^ (z >>> 31);
        }
    }
}
