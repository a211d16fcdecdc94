package multvae.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import multvae.config.ModelSettings.ItemLayers;
import multvae.matrix.CsrMatrix;
import multvae.weights.Architecture;
import multvae.weights.Architecture.Activation;
import multvae.weights.Architecture.ModelType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The two forms of a network are the same function, with the same gradients and the same steps. */
final class NetworkTest {

    private static final int ITEMS = 301;
    private static final double RELATIVE = 1e-5;
    /** ND4J computes 1 - beta2 in float32, which is off by 1.3e-5 of itself. */
    private static final double SECOND_MOMENT = 2e-5;

    @ParameterizedTest(name = "{0}, {1}, q {2}, a batch of {3}")
    @CsvSource({
        "MULT_VAE, TANH, 40:12, 30",
        "MULT_VAE, TANH, 40:24:12, 30",
        "MULT_VAE, RELU, 40:12, 1",
        "MULT_VAE, SIGMOID, 12, 7",
        "MULT_DAE, TANH, 12, 30",
        "MULT_DAE, ELU, 40:12, 30"
    })
    void dense_and_sparse_agree(ModelType type, Activation activation, String layers, int users) {
        Architecture architecture = architecture(type, activation, layers);
        Parameters forDense = Initializer.initialize(architecture, new SeededRandomness(5));
        Parameters forSparse = Initializer.initialize(architecture, new SeededRandomness(5));
        try (Network dense = Network.of(ItemLayers.DENSE, architecture, forDense);
                Network sparse = Network.of(ItemLayers.SPARSE, architecture, forSparse);
                Batch denseBatch = dense.batch(users);
                Batch sparseBatch = sparse.batch(users);
                Adam denseAdam = new Adam(forDense);
                Adam sparseAdam = new Adam(forSparse)) {
            for (int step = 0; step < 3; step++) {
                fill(denseBatch, step);
                fill(sparseBatch, step);
                LossTerms expected = dense.differentiate(denseBatch);
                LossTerms actual = sparse.differentiate(sparseBatch);
                assertThat(actual.nll()).isCloseTo(expected.nll(), within(RELATIVE * expected.nll()));
                assertThat(actual.kl()).isCloseTo(expected.kl(), within(RELATIVE * expected.kl()));
                assertThat(actual.penalty()).isCloseTo(expected.penalty(), within(RELATIVE * expected.penalty()));
                assertThat(actual.loss()).isCloseTo(expected.loss(), within(RELATIVE * expected.loss()));
                for (String name : forDense.names()) {
                    assertClose(sparse.gradient(name), dense.gradient(name), "gradient by " + name, RELATIVE);
                }
                double norm = dense.squaredGradientNorm();
                assertThat(sparse.squaredGradientNorm()).isCloseTo(norm, within(RELATIVE * norm));
                assertThat(norm).isCloseTo(squaresOf(dense, forDense), within(RELATIVE * norm));
                denseAdam.begin(1e-3, step);
                sparseAdam.begin(1e-3, step);
                dense.update(denseAdam, 0.5);
                sparse.update(sparseAdam, 0.5);
                for (String name : forDense.names()) {
                    assertClose(
                            sparseAdam.firstMoments().get(name),
                            denseAdam.firstMoments().get(name),
                            "m of " + name,
                            RELATIVE);
                    assertClose(
                            sparseAdam.secondMoments().get(name),
                            denseAdam.secondMoments().get(name),
                            "v of " + name,
                            SECOND_MOMENT);
                }
                forSparse.assign(forDense); // rounding must not add up: each step is compared on its own
            }
            float[] expected = new float[users * ITEMS];
            float[] actual = new float[users * ITEMS];
            LossTerms expectedLoss = dense.evaluate(denseBatch, expected);
            LossTerms actualLoss = sparse.evaluate(sparseBatch, actual);
            assertThat(actualLoss.nll()).isCloseTo(expectedLoss.nll(), within(RELATIVE * expectedLoss.nll()));
            assertThat(actual).containsExactly(expected, within(1e-5f));
            sparse.score(sparseBatch, actual);
            assertThat(actual).containsExactly(expected, within(1e-5f));
        } finally {
            forDense.close();
            forSparse.close();
        }
    }

    /** In the L2 norm: a single element near zero has no relative precision in float32. */
    private static void assertClose(INDArray actual, INDArray expected, String what, double relative) {
        assertThat(actual.shape()).as(what).isEqualTo(expected.shape());
        double norm = expected.norm2Number().doubleValue();
        assertThat(actual.sub(expected).norm2Number().doubleValue())
                .as("difference of %s, whose norm is %s", what, norm)
                .isLessThanOrEqualTo(relative * norm);
    }

    private static double squaresOf(Network network, Parameters parameters) {
        double squares = 0;
        for (String name : parameters.names()) {
            INDArray gradient = network.gradient(name).castTo(DataType.DOUBLE);
            squares += gradient.mul(gradient).sumNumber().doubleValue();
        }
        return squares;
    }

    private static void fill(Batch batch, int step) {
        CsrMatrix matrix = matrix();
        int[] order = IntStream.range(0, matrix.rows()).toArray();
        batch.fill(matrix, order, step * 3, 0, step, new SeededRandomness(11));
        batch.features().getFeatures(Batch.ANNEAL_FEATURE).assign(0.1 * step);
    }

    private static Architecture architecture(ModelType type, Activation activation, String layers) {
        List<Integer> q =
                Arrays.stream(layers.split(":", -1)).map(Integer::valueOf).toList();
        List<Integer> p = new ArrayList<>(q);
        Collections.reverse(p);
        List<Double> encoder = new ArrayList<>(Collections.nCopies(q.size(), 0.1));
        encoder.set(0, 0.5);
        return new Architecture(
                ITEMS,
                type,
                q,
                p,
                encoder,
                Collections.nCopies(q.size(), 0.2),
                activation,
                type == ModelType.MULT_DAE ? 1e-3 : 0);
    }

    /** 60 users with 0 to 49 items each. */
    private static CsrMatrix matrix() {
        SplittableRandom random = new SplittableRandom(3);
        int[] rowStarts = new int[61];
        IntStream.Builder columns = IntStream.builder();
        for (int u = 0; u < 60; u++) {
            int[] items = random.ints(u % 50, 0, ITEMS).distinct().sorted().toArray();
            IntStream.of(items).forEach(columns::add);
            rowStarts[u + 1] = rowStarts[u] + items.length;
        }
        return new CsrMatrix(ITEMS, rowStarts, columns.build().toArray());
    }
}
