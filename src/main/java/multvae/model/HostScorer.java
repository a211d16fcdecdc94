package multvae.model;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import multvae.evaluation.Scorer;
import multvae.matrix.CsrMatrix;
import multvae.weights.Architecture;
import multvae.weights.Architecture.Activation;
import multvae.weights.Architecture.Layer;

/**
 * Scores one user, or a few, in evaluation mode: {@link ModelScorer}'s scores up to the rounding of float32 sums, without the
 * graph, whose overhead and whose matrix products are made for hundreds of users. A user's scores are the same to the last bit
 * whoever else is scored at the time.
 *
 * <p>Not thread-safe: it reuses its arrays. It has its own copy of the weights, but reads the first layer's from the model.
 */
public final class HostScorer implements Scorer {

    private final Activation activation;
    private final FloatBuffer firstWeight; // [items, width]
    private final float[] firstBias;
    private final int firstWidth; // what is wanted of the first layer's outputs
    private final List<HostLayer> layers = new ArrayList<>(); // all but the first
    private final int last; // of the encoder, among all layers
    private final boolean activatesLatent;
    private final int widest; // layer, but for the last one
    private final float[] row; // [width]
    private float[] values = new float[0]; // [users, of the layer]
    private float[] next = new float[0];

    HostScorer(Architecture architecture, Parameters parameters) {
        this.activation = architecture.activation();
        this.activatesLatent = !architecture.variational();
        List<Layer> encoder = architecture.encoder();
        this.last = encoder.size() - 1;
        Layer first = encoder.get(0);
        this.firstWidth = last == 0 ? architecture.latent() : first.out();
        this.firstWeight = HostFloats.readable(parameters.get(first.weight()));
        this.firstBias = new float[first.out()];
        HostFloats.readable(parameters.get(first.bias())).get(0, firstBias);
        this.row = new float[first.out()];
        for (Layer layer :
                architecture.layers().subList(1, architecture.layers().size())) {
            // Of (mu, log sigma^2) only mu: z = mu in evaluation.
            layers.add(new HostLayer(layer, parameters, layer.number() == last ? architecture.latent() : layer.out()));
        }
        this.widest = Math.max(
                firstWidth,
                layers.stream()
                        .limit(layers.size() - 1L)
                        .mapToInt(HostLayer::out)
                        .max()
                        .orElse(0));
    }

    @Override
    public void score(CsrMatrix foldIn, int from, int to, float[] scores) {
        int users = to - from;
        if (values.length < users * widest) {
            values = new float[users * widest];
            next = new float[users * widest];
        }
        for (int user = 0; user < users; user++) {
            encode(foldIn, from + user, user * firstWidth);
        }
        activate(0, users * firstWidth);
        for (int k = 0; k < layers.size(); k++) {
            HostLayer layer = layers.get(k);
            boolean items = k == layers.size() - 1;
            layer.apply(values, users, items ? scores : next);
            if (!items) {
                float[] outputs = next;
                next = values;
                values = outputs;
                activate(k + 1, users * layer.out());
            }
        }
    }

    /** The first layer of a row: the weights of its items, times 1 / sqrt(their number), which normalises the row. */
    private void encode(CsrMatrix foldIn, int user, int offset) {
        System.arraycopy(firstBias, 0, values, offset, firstWidth);
        int start = foldIn.rowStart(user);
        int end = foldIn.rowStart(user + 1);
        float value = (float) (1 / Math.sqrt(end - start));
        for (int k = start; k < end; k++) {
            firstWeight.get(foldIn.column(k) * row.length, row);
            for (int j = 0; j < firstWidth; j++) {
                values[offset + j] += value * row[j];
            }
        }
    }

    /** Between layers, not after mu. */
    private void activate(int layer, int count) {
        if (layer == last && !activatesLatent) {
            return;
        }
        switch (activation) {
            case TANH -> {
                for (int k = 0; k < count; k++) {
                    values[k] = (float) Math.tanh(values[k]);
                }
            }
            case SIGMOID -> {
                for (int k = 0; k < count; k++) {
                    values[k] = (float) (1 / (1 + Math.exp(-values[k])));
                }
            }
            case RELU -> {
                for (int k = 0; k < count; k++) {
                    values[k] = Math.max(values[k], 0);
                }
            }
            case ELU -> {
                for (int k = 0; k < count; k++) {
                    values[k] = values[k] > 0 ? values[k] : (float) Math.expm1(values[k]);
                }
            }
        }
    }
}
