package multvae.weights;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import multvae.io.SafetensorsReader;
import multvae.io.UserError;
import multvae.weights.Architecture.Layer;
import multvae.weights.Architecture.Parameter;

/**
 * Scores one user, or a few, in plain Java: the logits of the model in evaluation mode, without dropout and with z = mu.
 * They are the graph's up to the rounding of float32 sums. A user's scores are the same to the last bit, whoever else is
 * scored at the time.
 *
 * <p>Not thread-safe: it reuses its arrays.
 */
public final class PlainScorer implements HistoryScorer {

    private static final int ROW = 24; // bytes of an array's header, and of the reference to it

    private final Path file;
    private final int items;
    private final int mostUsers;
    private final InnerLayers inner;
    private final Layer first;
    private final int firstWidth; // what is wanted of the first layer's outputs
    private final float[][] firstWeight; // [items][firstWidth]: as one array it could be too long for Java
    private final float[] firstBias; // [firstWidth]
    private final List<PlainLayer> layers = new ArrayList<>(); // all but the first
    private final int widest; // layer, except for the last one
    private float[] values = new float[0]; // [users, outputs of a layer]
    private float[] next = new float[0];
    private float[] scores = new float[0]; // [users of the largest pass so far, items]

    /**
     * A scorer whose weights are still to be {@link #read}.
     *
     * @param file that they are in, for messages
     */
    PlainScorer(Architecture architecture, Path file) {
        this.file = file;
        this.items = architecture.items();
        this.inner = InnerLayers.of(architecture);
        this.first = architecture.first();
        this.firstWidth = wanted(architecture, first);
        this.firstWeight = new float[items][firstWidth];
        this.firstBias = new float[firstWidth];
        for (Layer layer :
                architecture.layers().subList(1, architecture.layers().size())) {
            layers.add(new PlainLayer(layer, wanted(architecture, layer)));
        }
        this.widest = Math.max(
                firstWidth,
                layers.stream()
                        .limit(layers.size() - 1L)
                        .mapToInt(PlainLayer::out)
                        .max()
                        .orElse(0));
        this.mostUsers = HistoryScorer.mostUsers(Math.max(items, widest));
    }

    /** Bytes of the heap while the weights are read: they, and what the longest layer is read through. */
    static long heap(Architecture architecture) {
        List<Layer> layers = architecture.layers();
        return Float.BYTES * architecture.parameterCount()
                + (long) ROW * architecture.items()
                + layers.subList(1, layers.size()).stream()
                        .mapToLong(PlainLayer::heapToRead)
                        .max()
                        .orElse(0);
    }

    /** Of (mu, log sigma^2) only mu: z = mu in evaluation. */
    private static int wanted(Architecture architecture, Layer layer) {
        return layer.number() == architecture.encoder().size() - 1 ? architecture.latent() : layer.out();
    }

    /**
     * Reads a parameter.
     *
     * @param values stands before it
     */
    void read(Parameter parameter, SafetensorsReader values) {
        Layer layer = parameter.layer();
        switch (parameter.role()) {
            case WEIGHT -> read(layer, false, values);
            case BIAS -> read(layer, true, values);
            case NORM_WEIGHT, NORM_BIAS -> inner.read(parameter, values);
        }
    }

    private void read(Layer layer, boolean bias, SafetensorsReader values) {
        if (layer.number() > 0) {
            PlainLayer own = layers.get(layer.number() - 1);
            if (bias) {
                own.readBias(values);
            } else {
                own.readWeight(values);
            }
            return;
        }
        float[] outputs = new float[first.out()];
        for (float[] target : bias ? new float[][] {firstBias} : firstWeight) {
            values.read(outputs, 0, outputs.length);
            System.arraycopy(outputs, 0, target, 0, firstWidth);
        }
    }

    @Override
    public boolean logits() {
        return true;
    }

    @Override
    public int items() {
        return items;
    }

    @Override
    public int mostUsers() {
        return mostUsers;
    }

    /**
     * Every item's logit, for each of some users.
     *
     * @param histories at most {@link #mostUsers}: each user's columns, none twice
     * @return [histories, items], row-major, and more; valid until the next call
     * @throws UserError if a score is not finite, as those of weights near the largest float
     */
    @Override
    public float[] score(List<int[]> histories) {
        int users = histories.size();
        if (users > mostUsers) {
            throw new IllegalArgumentException(users + " histories, at most " + mostUsers);
        }
        if (scores.length < users * items) {
            scores = new float[users * items];
        }
        if (values.length < users * widest) {
            // this one first: if there is no memory for the other, the next call makes both
            next = new float[users * widest];
            values = new float[users * widest];
        }
        Ranges.parallel(users, (part, from, to) -> encode(histories.subList(from, to), from));
        inner.follow(first, values, users);
        for (int k = 0; k < layers.size(); k++) {
            PlainLayer layer = layers.get(k);
            boolean logits = k == layers.size() - 1;
            layer.apply(values, users, logits ? scores : next);
            if (!logits) {
                float[] outputs = next;
                next = values;
                values = outputs;
                inner.follow(layer.layer(), values, users);
            }
        }
        requireFinite(users * items);
        return scores;
    }

    private void requireFinite(int count) {
        AtomicInteger first = new AtomicInteger(count);
        Ranges.parallel(count, (part, from, to) -> {
            for (int k = from; k < to; k++) {
                if (!Float.isFinite(scores[k])) {
                    first.accumulateAndGet(k, Math::min);
                    return;
                }
            }
        });
        int k = first.get();
        if (k < count) {
            throw new UserError(
                    file.toString(),
                    "weights that give finite scores",
                    scores[k] + " as the score of item " + k % items,
                    "train again, with a lower train.learningRate if it is high");
        }
    }

    /** The first layer of some users' rows: the weights of a row's items, times 1 / sqrt(their number), which normalises the row. */
    private void encode(List<int[]> histories, int firstUser) {
        float[] sum = new float[firstWidth];
        int offset = firstUser * firstWidth;
        for (int[] history : histories) {
            System.arraycopy(firstBias, 0, sum, 0, firstWidth);
            float value = (float) (1 / Math.sqrt(history.length));
            for (int item : history) {
                float[] weights = firstWeight[item];
                for (int j = 0; j < firstWidth; j++) {
                    sum[j] += value * weights[j];
                }
            }
            System.arraycopy(sum, 0, values, offset, firstWidth);
            offset += firstWidth;
        }
    }
}
