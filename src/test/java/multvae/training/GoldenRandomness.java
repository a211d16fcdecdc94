package multvae.training;

import java.util.List;
import java.util.SplittableRandom;
import multvae.model.Randomness;

/** The order, masks and noise that the golden losses were computed with. */
record GoldenRandomness(int latent, List<Integer> layerInputs) implements Randomness {

    @Override
    public int[] userOrder(int epoch, int users) {
        return GoldenInputs.order(epoch);
    }

    @Override
    public Mask dropout(int epoch, int batch, int layer, double rate) {
        int step = epoch * GoldenInputs.STEPS_PER_EPOCH + batch;
        boolean[] kept = GoldenInputs.kept(step, layer, GoldenInputs.BATCH_SIZE, layerInputs.get(layer), rate);
        return element -> kept[(int) element];
    }

    @Override
    public void noise(int epoch, int batch, float[] noise, int count) {
        int step = epoch * GoldenInputs.STEPS_PER_EPOCH + batch;
        System.arraycopy(GoldenInputs.noise(step, count / latent, latent), 0, noise, 0, count);
    }

    @Override
    public SplittableRandom items(int epoch, int batch) {
        throw new UnsupportedOperationException("the golden losses are over all items");
    }
}
