package multvae.training;

import java.util.SplittableRandom;
import multvae.model.Randomness;
import multvae.weights.Architecture;

/**
 * The random numbers of a batch's rows from one on: those that the whole batch draws.
 *
 * @param whole of the batch
 * @param firstRow the part's first row within the batch
 */
record BatchPart(Randomness whole, Architecture architecture, int firstRow) implements Randomness {

    @Override
    public int[] userOrder(int epoch, int users) {
        return whole.userOrder(epoch, users);
    }

    @Override
    public Mask dropout(int epoch, int batch, int layer, double rate) {
        Mask mask = whole.dropout(epoch, batch, layer, rate);
        long before = (long) firstRow * architecture.layers().get(layer).in();
        return element -> mask.keeps(before + element);
    }

    @Override
    public void noise(int epoch, int batch, float[] noise, int count) {
        int before = firstRow * architecture.latent();
        float[] all = new float[before + count];
        whole.noise(epoch, batch, all, all.length);
        System.arraycopy(all, before, noise, 0, count);
    }

    @Override
    public SplittableRandom items(int epoch, int batch) {
        return whole.items(epoch, batch);
    }
}
