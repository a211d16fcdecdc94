package multvae.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import multvae.matrix.CsrMatrix;
import multvae.weights.Architecture;
import multvae.weights.Architecture.Layer;
import multvae.weights.Architecture.ModelType;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Users who are computed together, and what they have; reused from one set of users to the next.
 *
 * <p>There are two forms: a {@link Training} batch has dropout, noise and beta, an {@link Evaluation} batch has none of
 * them. A network takes each only for what it is.
 *
 * <p>The rows are kept sparse. If the graph wants them dense, they are also scattered into two matrices.
 */
public abstract sealed class Batch implements AutoCloseable {

    private static final Randomness.Mask KEEP_ALL = element -> true;

    private final Architecture architecture;
    private final BatchRows rows;
    private final Optional<BatchRows.Dense> dense; // absent if the rows stay sparse
    private final INDArray anneal = Nd4j.scalar(DataType.FLOAT, 0f);
    private final INDArray epsilon; // [users, latent]
    private final Optional<INDArray> events; // [users, 1]: how many items each has; absent if the graph does not ask
    private final Map<Layer, INDArray> masks = new LinkedHashMap<>(); // [users, in of the layer]

    private Batch(int users, Architecture architecture, boolean dense) {
        this.architecture = architecture;
        this.rows = new BatchRows(users, architecture.items());
        this.dense = dense ? Optional.of(new BatchRows.Dense(users, architecture.items())) : Optional.empty();
        this.epsilon = Nd4j.zeros(DataType.FLOAT, users, architecture.latent());
        this.events = architecture.residual() && !dense
                ? Optional.of(Nd4j.zeros(DataType.FLOAT, users, 1))
                : Optional.empty();
        for (Layer layer : architecture.masked()) {
            masks.put(layer, Nd4j.ones(DataType.FLOAT, users, layer.in()));
        }
    }

    /** The users of a training step, and everything random in it. */
    public static final class Training extends Batch {

        /** Where beta is among the data set's features. */
        public static final int BETA_FEATURE = 0;

        private final INDArray beta = Nd4j.scalar(DataType.DOUBLE, 0.0);
        private final float[] noise; // [users * latent]
        private final MultiDataSet features;
        private final Optional<ItemSample> sample; // absent if the softmax is over all items
        private Half half = Half.BOTH;

        /**
         * @param users how many it holds
         * @param dense whether the graph takes the rows as dense matrices
         * @param sampledItems how many items are drawn beside those of the users for the softmax; absent: all are in it
         */
        Training(int users, Architecture architecture, boolean dense, OptionalInt sampledItems) {
            super(users, architecture, dense);
            this.sample = sampledItems.isPresent()
                    ? Optional.of(new ItemSample(architecture.items(), sampledItems.getAsInt()))
                    : Optional.empty();
            this.noise = new float[users * architecture.latent()];
            List<INDArray> arrays = new ArrayList<>(List.of(beta, super.epsilon));
            arrays.addAll(super.masks.values());
            this.features = new MultiDataSet(arrays.toArray(INDArray[]::new), new INDArray[0]);
        }

        /**
         * Takes users {@code order[from]} and those after it, and draws their dropout, noise and sample of items.
         *
         * @param half what is to be updated with it; the decoder alone has no dropout
         * @param pass over the users, from 0
         * @param number of the batch in its pass, from 0
         */
        public void fill(
                CsrMatrix matrix, int[] order, int from, Half half, int pass, int number, Randomness randomness) {
            Architecture architecture = super.architecture;
            this.half = half;
            double rate = half.hasEncoder() ? architecture.first().dropout() : 0;
            Randomness.Mask kept = rate == 0 ? KEEP_ALL : randomness.dropout(pass, number, 0, rate);
            scatter(matrix, order, from, kept, 1 / (1 - rate));
            sample.ifPresent(items -> items.draw(super.rows, randomness.items(pass, number)));
            if (architecture.variational()) {
                randomness.noise(pass, number, noise, noise.length);
                HostFloats.write(super.epsilon, elements -> elements.put(0, noise, 0, noise.length));
            }
            super.masks.forEach((layer, mask) -> {
                Randomness.Mask keeps = randomness.dropout(pass, number, layer.number(), layer.dropout());
                float scale = (float) (1 / (1 - layer.dropout()));
                HostFloats.write(mask, buffer -> {
                    for (int i = 0; i < mask.length(); i++) {
                        buffer.put(i, keeps.keeps(i) ? scale : 0);
                    }
                });
            });
        }

        /** What a step with it updates. */
        Half half() {
            return half;
        }

        /** The items that its softmax is over; nothing: all of them. */
        Optional<ItemSample> sample() {
            return sample.filter(drawn -> !drawn.isWhole());
        }

        /** What listeners see: beta, which one of them sets, then the noise and the masks. */
        public MultiDataSet features() {
            return features;
        }

        /** What {@link #beta} is called in the model's paper. */
        public String klWeight() {
            return (half() == Half.BOTH ? ModelType.MULT_VAE : ModelType.RECVAE).klWeight();
        }

        /** The weight of the KL term, as the listener set it; 0 for a Mult-DAE. */
        @Override
        public double beta() {
            return beta.getDouble(0);
        }

        @Override
        public void close() {
            super.close();
            beta.close();
        }
    }

    /** Users who are scored: their rows as they are, no dropout, z = mu. */
    public static final class Evaluation extends Batch {

        private final int[] order;

        /** Arguments as those of {@link Training}. */
        Evaluation(int users, Architecture architecture, boolean dense) {
            super(users, architecture, dense);
            this.order = new int[users];
        }

        /** Takes row {@code from} and those after it. */
        void fill(CsrMatrix matrix, int from) {
            Arrays.setAll(order, i -> from + i);
            scatter(matrix, order, 0, KEEP_ALL, 1);
        }

        /** 0: the loss that is reported leaves the KL term out. */
        @Override
        double beta() {
            return 0;
        }
    }

    /** @param scale what the kept elements are multiplied by */
    void scatter(CsrMatrix matrix, int[] order, int from, Randomness.Mask kept, double scale) {
        dense.ifPresent(matrices -> matrices.clear(rows));
        rows.fill(matrix, order, from, kept, scale);
        dense.ifPresent(matrices -> matrices.scatter(rows));
        events.ifPresent(counts -> HostFloats.write(counts, buffer -> {
            for (int u = 0; u < rows.users(); u++) {
                buffer.put(u, rows.rowLength(u));
            }
        }));
    }

    /** The weight of the KL term. */
    abstract double beta();

    /** The loss of this batch from its terms, with beta in float32, as the graph has it. */
    LossTerms loss(double nll, double kl, double penalty) {
        return LossTerms.of(nll, (float) beta(), kl, penalty);
    }

    /** How many users it holds. */
    public int users() {
        return rows.users();
    }

    /** What the users have. */
    BatchRows rows() {
        return rows;
    }

    /** The arrays by the names of the graph's placeholders, except those that a network computes itself. */
    Map<String, INDArray> placeholders() {
        Map<String, INDArray> placeholders = new HashMap<>();
        if (architecture.variational()) {
            anneal.assign(beta());
            placeholders.put(LossGraph.EPSILON, epsilon);
            placeholders.put(LossGraph.ANNEAL, anneal);
        }
        masks.forEach((layer, mask) -> placeholders.put(layer.mask(), mask));
        events.ifPresent(counts -> placeholders.put(LossGraph.EVENTS, counts));
        dense.ifPresent(matrices -> {
            placeholders.put(LossGraph.INPUT, matrices.input());
            placeholders.put(LossGraph.TARGET, matrices.target());
        });
        return placeholders;
    }

    @Override
    public void close() {
        anneal.close();
        epsilon.close();
        masks.values().forEach(INDArray::close);
        events.ifPresent(INDArray::close);
        dense.ifPresent(BatchRows.Dense::close);
    }
}
