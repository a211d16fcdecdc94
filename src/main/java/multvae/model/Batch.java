package multvae.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import multvae.matrix.CsrMatrix;
import multvae.weights.Architecture;
import multvae.weights.Architecture.Layer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The users of one step, what they have, and everything random; reused from step to step.
 *
 * <p>The rows are kept sparse. Where the graph wants them dense, they are scattered into two matrices as well.
 */
public final class Batch implements AutoCloseable {

    /** Where {@link LossGraph#ANNEAL} stands among the data set's features. */
    public static final int ANNEAL_FEATURE = 0;

    private static final Randomness.Mask KEEP_ALL = element -> true;

    private final Architecture architecture;
    private final SparseRows rows;
    private final DenseRows dense; // null where the rows stay sparse
    private final INDArray anneal = Nd4j.scalar(DataType.FLOAT, 0f);
    private final INDArray epsilon; // [users, latent]
    private final Map<Layer, INDArray> masks = new HashMap<>(); // [users, in of the layer]
    private final float[] noise; // [users * latent]
    private final MultiDataSet features;

    /**
     * @param users how many it holds
     * @param dense whether the graph takes the rows as dense matrices
     */
    public Batch(int users, Architecture architecture, boolean dense) {
        this.architecture = architecture;
        this.rows = new SparseRows(users, architecture.items());
        this.dense = dense ? new DenseRows(users, architecture.items()) : null;
        this.epsilon = Nd4j.zeros(DataType.FLOAT, users, architecture.latent());
        this.noise = new float[users * architecture.latent()];
        List<INDArray> arrays = new ArrayList<>(List.of(anneal, epsilon));
        for (Layer layer : architecture.masked()) {
            INDArray mask = Nd4j.ones(DataType.FLOAT, users, layer.in());
            masks.put(layer, mask);
            arrays.add(mask);
        }
        this.features = new MultiDataSet(arrays.toArray(INDArray[]::new), new INDArray[0]);
    }

    /** For training: users {@code order[from]} and those after it, with dropout and noise. */
    public void fill(CsrMatrix matrix, int[] order, int from, int epoch, int number, Randomness randomness) {
        double rate = architecture.first().dropout();
        Randomness.Mask kept = rate == 0 ? KEEP_ALL : randomness.dropout(epoch, number, 0, rate);
        scatter(matrix, order, from, kept, 1 / (1 - rate));
        if (architecture.variational()) {
            randomness.noise(epoch, number, noise, noise.length);
            HostFloats.write(epsilon, buffer -> buffer.put(0, noise));
        }
        masks.forEach((layer, mask) -> {
            Randomness.Mask keeps = randomness.dropout(epoch, number, layer.number(), layer.dropout());
            float scale = (float) (1 / (1 - layer.dropout()));
            HostFloats.write(mask, buffer -> {
                for (int i = 0; i < mask.length(); i++) {
                    buffer.put(i, keeps.keeps(i) ? scale : 0);
                }
            });
        });
    }

    /** For evaluation: rows {@code from} and those after it as they are, no dropout, z = mu. */
    void fill(CsrMatrix matrix, int from) {
        int[] order = new int[users()];
        Arrays.setAll(order, i -> from + i);
        scatter(matrix, order, 0, KEEP_ALL, 1);
    }

    private void scatter(CsrMatrix matrix, int[] order, int from, Randomness.Mask kept, double scale) {
        if (dense != null) {
            dense.clear(rows);
        }
        rows.fill(matrix, order, from, kept, scale);
        if (dense != null) {
            dense.scatter(rows);
        }
    }

    /** How many users it holds. */
    public int users() {
        return rows.users();
    }

    /** What the users have. */
    SparseRows rows() {
        return rows;
    }

    /** anneal, epsilon and the masks, in this order: what listeners see. */
    public MultiDataSet features() {
        return features;
    }

    /** The weight of the KL term; 0 for a Mult-DAE. */
    public double beta() {
        return anneal.getDouble(0);
    }

    /** The arrays by the names of the graph's placeholders, but for those that a network computes itself. */
    Map<String, INDArray> placeholders() {
        Map<String, INDArray> placeholders = new HashMap<>();
        if (architecture.variational()) {
            placeholders.put(LossGraph.EPSILON, epsilon);
            placeholders.put(LossGraph.ANNEAL, anneal);
        }
        masks.forEach((layer, mask) -> placeholders.put(layer.mask(), mask));
        if (dense != null) {
            placeholders.put(LossGraph.INPUT, dense.input());
            placeholders.put(LossGraph.TARGET, dense.target());
        }
        return placeholders;
    }

    @Override
    public void close() {
        for (INDArray array : features.getFeatures()) {
            array.close();
        }
        if (dense != null) {
            dense.close();
        }
    }
}
