package multvae.training;

import java.util.Arrays;
import multvae.matrix.CsrMatrix;

/**
 * Everything that the golden losses (src/test/resources/golden/losses-*.json) were computed from: data, order, weights,
 * dropout and noise, drawn from an integer hash. The header of src/test/python/golden_losses.py defines it, stream by stream.
 *
 * <p>Layers are counted through from the encoder's first, steps through all epochs, both from 0. Matrices are row-major.
 */
final class GoldenInputs {

    static final int USERS = 103;
    static final int ITEMS = 211;
    static final int BATCH_SIZE = 20;
    static final int EPOCHS = 9;
    static final int STEPS_PER_EPOCH = 6; // the last of an epoch has 3 users
    static final int STEPS = EPOCHS * STEPS_PER_EPOCH;

    private static final int ITEMS_STREAM = 10;
    private static final int ORDER_STREAM = 20;
    private static final int WEIGHTS_STREAM = 100;
    private static final int BIASES_STREAM = 200;
    private static final int DROPOUT_STREAM = 10_000;
    private static final int NOISE_STREAM = 20_000;

    private static final long GAMMA = 0x9E3779B97F4A7C15L;

    private GoldenInputs() {}

    static long mix(long z) {
        long y = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        y = (y ^ (y >>> 27)) * 0x94D049BB133111EBL;
        return y ^ (y >>> 31);
    }

    static long hash(long stream, long index) {
        return mix(mix(stream) + (index + 1) * GAMMA);
    }

    /** In [0, 1), a multiple of 2^-24. */
    static double uniform(long stream, long index) {
        return (hash(stream, index) >>> 40) * 0x1p-24;
    }

    /** The events, [103, 211]: user 0 has 160 items, the tail has one each, user 102 has none. */
    static CsrMatrix matrix() {
        int[] rowStarts = new int[USERS + 1];
        int[] columns = new int[USERS * ITEMS];
        for (int user = 0; user < USERS; user++) {
            int start = rowStarts[user];
            int end = start + (user == USERS - 1 ? 0 : Math.max(1, 160 / (user + 1)));
            boolean[] taken = new boolean[ITEMS];
            for (int filled = start, k = 0; filled < end; k++) {
                double u = uniform(ITEMS_STREAM, 4096L * user + k);
                int item = (int) (u * u * ITEMS);
                if (!taken[item]) {
                    taken[item] = true;
                    columns[filled++] = item;
                }
            }
            Arrays.sort(columns, start, end);
            rowStarts[user + 1] = end;
        }
        return new CsrMatrix(ITEMS, rowStarts, Arrays.copyOf(columns, rowStarts[USERS]));
    }

    /** The users of an epoch in the order in which they are trained on. */
    static int[] order(int epoch) {
        int[] users = new int[USERS];
        Arrays.setAll(users, i -> i);
        for (int i = USERS - 1; i > 0; i--) {
            int j = (int) (uniform(ORDER_STREAM, 1024L * epoch + i) * (i + 1));
            int user = users[i];
            users[i] = users[j];
            users[j] = user;
        }
        return users;
    }

    /** The users of a step's batch: 20, or the 3 that are left at an epoch's end. */
    static int[] batch(int step) {
        int from = step % STEPS_PER_EPOCH * BATCH_SIZE;
        return Arrays.copyOfRange(order(step / STEPS_PER_EPOCH), from, Math.min(from + BATCH_SIZE, USERS));
    }

    /** Weights before training, [in, out]: the layer computes x W + b. The encoder's last layer of a VAE has out = 2 latent. */
    static float[] weights(int layer, int in, int out) {
        double bound = Math.sqrt(6.0 / (in + out));
        float[] weights = new float[in * out];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) ((2 * uniform(WEIGHTS_STREAM + layer, i) - 1) * bound);
        }
        return weights;
    }

    /** Biases before training, [out]. */
    static float[] biases(int layer, int out) {
        float[] biases = new float[out];
        for (int i = 0; i < out; i++) {
            biases[i] = (float) ((2 * uniform(BIASES_STREAM + layer, i) - 1) * 0.001);
        }
        return biases;
    }

    /** Which cells of a layer's input dropout keeps, [rows, in]; what it keeps is divided by 1 - rate. */
    static boolean[] kept(int step, int layer, int rows, int in, double rate) {
        boolean[] kept = new boolean[rows * in];
        for (int i = 0; i < kept.length; i++) {
            kept[i] = uniform(DROPOUT_STREAM + 16 * step + layer, i) < 1 - rate;
        }
        return kept;
    }

    /** Close to standard normal, [rows, latent]. */
    static float[] noise(int step, int rows, int latent) {
        float[] noise = new float[rows * latent];
        for (int i = 0; i < noise.length; i++) {
            double sum = 0;
            for (int t = 0; t < 12; t++) {
                sum += uniform(NOISE_STREAM + step, 12L * i + t);
            }
            noise[i] = (float) (sum - 6);
        }
        return noise;
    }
}
