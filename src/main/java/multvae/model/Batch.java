package multvae.model;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Map;
import multvae.data.CsrMatrix;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The placeholders of one step, reused from step to step: filling it again clears the non-zeros of the last time and
 * writes the new ones, which takes a millisecond where zeroing 80 MB takes twenty.
 */
final class Batch implements AutoCloseable {

    /** Where {@link ElboGraph#ANNEAL} stands among the data set's features. */
    static final int ANNEAL_FEATURE = 3;

    private static final Randomness.Mask KEEP_ALL = element -> true;

    private final int users;
    private final int items;
    private final INDArray input; // [users, items]
    private final INDArray target; // [users, items]
    private final INDArray epsilon; // [users, latent]
    private final MultiDataSet features;
    private final float[] noise; // [users * latent]
    private int[] written = new int[0]; // where input and target are not zero
    private int writtenCount;

    Batch(int users, Architecture architecture) {
        this.users = users;
        this.items = architecture.items();
        this.input = Nd4j.zeros(DataType.FLOAT, users, items);
        this.target = Nd4j.zeros(DataType.FLOAT, users, items);
        this.epsilon = Nd4j.zeros(DataType.FLOAT, users, architecture.latent());
        this.noise = new float[users * architecture.latent()];
        INDArray anneal = Nd4j.scalar(DataType.FLOAT, 0f);
        this.features = new MultiDataSet(new INDArray[] {input, target, epsilon, anneal}, new INDArray[0]);
    }

    /** For training: dropout on the normalised rows, noise in epsilon. */
    void fill(CsrMatrix matrix, int[] rows, int from, int epoch, int batch, double dropout, Randomness randomness) {
        Randomness.Mask mask = dropout == 0 ? KEEP_ALL : randomness.dropout(epoch, batch, dropout);
        write(matrix, Arrays.copyOfRange(rows, from, from + users), mask, 1 / (1 - dropout));
        randomness.noise(epoch, batch, noise, noise.length);
        HostFloats.write(epsilon, buffer -> buffer.put(0, noise));
    }

    /** For evaluation: rows {@code from} to {@code from + users} as they are, no dropout, z = mu. */
    void fill(CsrMatrix matrix, int from) {
        int[] rows = new int[users];
        Arrays.setAll(rows, i -> from + i);
        write(matrix, rows, KEEP_ALL, 1);
    }

    private void write(CsrMatrix matrix, int[] rows, Randomness.Mask mask, double scale) {
        int nonZeros = Arrays.stream(rows).map(matrix::rowLength).sum();
        int[] positions = nonZeros <= written.length ? written : new int[nonZeros + nonZeros / 4];
        HostFloats.write(
                input,
                in -> HostFloats.write(target, out -> {
                    clear(in);
                    clear(out);
                    int count = 0;
                    for (int i = 0; i < rows.length; i++) {
                        int start = matrix.rowStart(rows[i]);
                        int end = matrix.rowStart(rows[i] + 1);
                        float value =
                                (float) (scale / Math.sqrt(end - start)); // a binary row's L2 norm is sqrt(its events)
                        for (int k = start; k < end; k++) {
                            int element = i * items + matrix.column(k);
                            out.put(element, 1);
                            if (mask.keeps(element)) {
                                in.put(element, value);
                            }
                            positions[count++] = element;
                        }
                    }
                }));
        written = positions;
        writtenCount = nonZeros;
    }

    private void clear(FloatBuffer buffer) {
        for (int k = 0; k < writtenCount; k++) {
            buffer.put(written[k], 0);
        }
    }

    /** How many users it holds. */
    int users() {
        return users;
    }

    /** The arrays by the names of the graph's placeholders. */
    Map<String, INDArray> placeholders() {
        return Map.of(
                ElboGraph.INPUT, input,
                ElboGraph.TARGET, target,
                ElboGraph.EPSILON, epsilon,
                ElboGraph.ANNEAL, features.getFeatures(ANNEAL_FEATURE));
    }

    /** input, target, epsilon and anneal, in this order: what listeners see. */
    MultiDataSet features() {
        return features;
    }

    @Override
    public void close() {
        for (INDArray array : features.getFeatures()) {
            array.close();
        }
    }
}
