package multvae.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import multvae.config.ModelSettings.ItemLayers;
import multvae.matrix.CsrMatrix;
import multvae.weights.Architecture;
import multvae.weights.Architecture.Activation;
import multvae.weights.Architecture.ModelType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The two forms of a network are the same function, with the same gradients and the same steps. */
final class NetworkTest {

    private static final int ITEMS = 301;
    private static final double RELATIVE = 1e-5;
    private static final int WIDE = 20_000;
    private static final double WIDE_RELATIVE = 3e-6;
    /** ND4J computes 1 - beta2 in float32, which is off by 1.3e-5 of itself. */
    private static final double SECOND_MOMENT = 2e-5;

    @ParameterizedTest(name = "{0}, {1}, q {2}, a batch of {3}")
    @CsvSource({
        "MULT_VAE, TANH, 40:12, 30",
        "MULT_VAE, TANH, 40:24:12, 30",
        "MULT_VAE, RELU, 40:12, 1",
        "MULT_VAE, TANH, 40:12, 2",
        "MULT_VAE, TANH, 12, 7",
        "MULT_VAE, SIGMOID, 12, 7",
        "MULT_DAE, TANH, 12, 30",
        "MULT_DAE, TANH, 40:24:12, 30",
        "MULT_DAE, ELU, 40:12, 30",
        "RECVAE, SWISH, 40:40:40:12, 30",
        "RECVAE, SWISH, 40:12, 1",
        "MULT_VAE, ELU, 1, 30",
        "MULT_VAE, TANH, 1:4, 30",
        "MULT_DAE, TANH, 1, 30",
        "RECVAE, SWISH, 8:1, 30",
        "RECVAE, SWISH, 1:4, 30",
        "RECVAE, SWISH, 1:1, 1"
    })
    void dense_and_sparse_agree(ModelType type, Activation activation, String layers, int users) {
        Architecture architecture = architecture(type, activation, layers);
        CsrMatrix matrix = matrix(60, ITEMS, 50);
        Parameters forDense = Parameters.initial(architecture, new Randomness.Seeded(5));
        Parameters forSparse = Parameters.initial(architecture, new Randomness.Seeded(5));
        Parameters prior = Parameters.prior(architecture, new Randomness.Seeded(5));
        try (Network dense = Network.of(ItemLayers.DENSE, architecture, forDense, prior);
                Network sparse = Network.of(ItemLayers.SPARSE, architecture, forSparse, prior);
                Batch.Training denseBatch = dense.trainingBatch(users);
                Batch.Training sparseBatch = sparse.trainingBatch(users);
                Batch.Evaluation denseRows = dense.evaluationBatch(users);
                Batch.Evaluation sparseRows = sparse.evaluationBatch(users);
                Adam denseAdam = new Adam(forDense);
                Adam sparseAdam = new Adam(forSparse)) {
            for (int step = 0; step < 3; step++) {
                fill(denseBatch, matrix, step);
                fill(sparseBatch, matrix, step);
                LossTerms expected = dense.differentiate(denseBatch);
                LossTerms actual = sparse.differentiate(sparseBatch);
                assertThat(actual.nll()).isCloseTo(expected.nll(), within(RELATIVE * expected.nll()));
                assertThat(actual.kl()).isCloseTo(expected.kl(), within(RELATIVE * Math.abs(expected.kl())));
                assertThat(actual.penalty()).isCloseTo(expected.penalty(), within(RELATIVE * expected.penalty()));
                assertThat(actual.loss()).isCloseTo(expected.loss(), within(RELATIVE * expected.loss()));
                double norm = dense.squaredGradientNorm();
                assertThat(sparse.squaredGradientNorm()).isCloseTo(norm, within(RELATIVE * norm));
                Map<String, INDArray> gradients = AppliedGradients.of(dense, forDense);
                AppliedGradients.of(sparse, forSparse)
                        .forEach((name, gradient) ->
                                assertClose(gradient, gradients.get(name), "gradient by " + name, RELATIVE));
                assertThat(norm).isCloseTo(squaresOf(gradients), within(RELATIVE * norm));
                dense.differentiate(denseBatch);
                sparse.differentiate(sparseBatch);
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
            denseRows.fill(matrix, 6);
            sparseRows.fill(matrix, 6);
            LossTerms expectedLoss = dense.evaluate(denseRows, expected);
            LossTerms actualLoss = sparse.evaluate(sparseRows, actual);
            assertThat(actualLoss.nll()).isCloseTo(expectedLoss.nll(), within(RELATIVE * expectedLoss.nll()));
            assertThat(actual).containsExactly(expected, within(1e-5f));
            sparse.score(sparseRows, actual);
            assertThat(actual).containsExactly(expected, within(1e-5f));
        } finally {
            forDense.close();
            forSparse.close();
            prior.close();
        }
    }

    /** Both forms against each other and against SameDiff's gradient of the same loss in double precision. */
    @ParameterizedTest
    @EnumSource(ModelType.class)
    void gradients_over_a_wide_catalogue_are_those_of_double_precision(ModelType type) {
        List<Integer> decoder = type == ModelType.RECVAE ? List.of(16) : List.of(16, 64);
        Architecture architecture = new Architecture(
                WIDE,
                type,
                List.of(64, 16),
                decoder,
                List.of(0.5, 0.0),
                Collections.nCopies(decoder.size(), 0.0),
                Activation.TANH,
                0);
        CsrMatrix matrix = matrix(11, WIDE, 300);
        Map<String, INDArray> dense = new HashMap<>();
        Map<String, INDArray> sparse = new HashMap<>();
        Map<String, INDArray> exact = new HashMap<>();
        try (Parameters parameters = Parameters.initial(architecture, new Randomness.Seeded(5))) {
            for (ItemLayers form : ItemLayers.values()) {
                try (Network network = Network.of(form, architecture, parameters);
                        Batch.Training batch = network.trainingBatch(8)) {
                    fill(batch, matrix, 1);
                    network.differentiate(batch);
                    AppliedGradients.of(network, parameters)
                            .forEach((name, gradient) -> (form == ItemLayers.DENSE ? dense : sparse)
                                    .put(name, gradient.castTo(DataType.DOUBLE)));
                    if (form == ItemLayers.DENSE) {
                        exact.putAll(inDoublePrecision(architecture, parameters, batch));
                    }
                }
            }
        }
        exact.forEach((name, gradient) -> {
            assertClose(dense.get(name), gradient, "dense gradient by " + name, WIDE_RELATIVE);
            assertClose(sparse.get(name), gradient, "sparse gradient by " + name, WIDE_RELATIVE);
            assertClose(sparse.get(name), dense.get(name), "gradient by " + name, WIDE_RELATIVE);
        });
    }

    /** The decoder's half is without dropout, so it is compared in a network that has none. */
    @ParameterizedTest
    @CsvSource({"DENSE, ENCODER", "DENSE, DECODER", "SPARSE, ENCODER", "SPARSE, DECODER"})
    void a_step_for_one_half_has_the_gradients_of_both_and_leaves_the_other_half(ItemLayers form, Half half) {
        Architecture architecture = new Architecture(
                ITEMS,
                ModelType.RECVAE,
                List.of(40, 40, 12),
                List.of(12),
                List.of(half == Half.ENCODER ? 0.5 : 0.0, 0.0, 0.0),
                List.of(0.0),
                Activation.SWISH,
                0);
        CsrMatrix matrix = matrix(60, ITEMS, 50);
        int[] order = IntStream.range(0, 60).toArray();
        Randomness.Seeded randomness = new Randomness.Seeded(11);
        Map<String, INDArray> before = new HashMap<>();
        try (Parameters parameters = Parameters.initial(architecture, randomness);
                Parameters prior = Parameters.prior(architecture, randomness);
                Network network = Network.of(form, architecture, parameters, prior);
                Batch.Training batch = network.trainingBatch(30);
                Adam adam = new Adam(parameters)) {
            batch.fill(matrix, order, 0, Half.BOTH, 0, 1, randomness);
            batch.features().getFeatures(Batch.Training.BETA_FEATURE).assign(0.01);
            LossTerms expected = network.differentiate(batch);
            Map<String, INDArray> ofBoth = AppliedGradients.of(network, parameters);
            for (String name : parameters.names()) {
                before.put(name, parameters.get(name).dup());
            }
            batch.fill(matrix, order, 0, half, 0, 1, randomness);
            assertThat(network.differentiate(batch)).isEqualTo(expected);
            List<String> own = parameters.names().stream()
                    .filter(name -> name.startsWith(half == Half.ENCODER ? "q" : "p"))
                    .toList();
            double squaredNorm = network.squaredGradientNorm();
            assertThat(network.hasFiniteGradients()).isTrue();
            Map<String, INDArray> ofHalf = AppliedGradients.of(network, parameters);
            double squares = 0;
            for (String name : own) {
                assertThat(ofHalf.get(name)).as(name).isEqualTo(ofBoth.get(name));
                double norm = ofBoth.get(name).norm2Number().doubleValue();
                squares += norm * norm;
            }
            assertThat(squaredNorm).isCloseTo(squares, within(RELATIVE * squares));
            assertThat(network.differentiate(batch)).isEqualTo(expected);
            adam.begin(1e-3, 0);
            network.update(adam, 1);
            for (String name : parameters.names()) {
                assertThat(parameters.get(name).equals(before.get(name)))
                        .as(name)
                        .isEqualTo(!own.contains(name));
            }
        }
    }

    @Test
    void the_decoders_half_has_no_dropout() {
        Architecture architecture = architecture(ModelType.RECVAE, Activation.SWISH, "40:40:12");
        CsrMatrix matrix = matrix(60, ITEMS, 50);
        int[] order = IntStream.range(0, 60).toArray();
        try (Batch.Training batch = new Batch.Training(30, architecture, false, OptionalInt.empty())) {
            for (Half half : Half.values()) {
                batch.fill(matrix, order, 0, half, 0, 1, new Randomness.Seeded(11));
                BatchRows rows = batch.rows();
                assertThat(IntStream.range(0, rows.rowStart(rows.users())).anyMatch(k -> rows.value(k) == 0))
                        .isEqualTo(half != Half.DECODER);
            }
        }
    }

    private static Map<String, INDArray> inDoublePrecision(
            Architecture architecture, Parameters parameters, Batch.Training batch) {
        Parameters doubles = Parameters.zeros(architecture, DataType.DOUBLE);
        SameDiff graph = LossGraph.whole(architecture, doubles, DataType.DOUBLE);
        doubles.assign(parameters);
        Map<String, INDArray> placeholders = new HashMap<>();
        Map<String, INDArray> singles = batch.placeholders();
        FrozenEncoder.of(architecture, parameters, new GraphSession.Memory())
                .ifPresent(encoder -> encoder.addTo(singles, batch));
        singles.forEach((name, array) -> placeholders.put(name, array.castTo(DataType.DOUBLE)));
        return graph.calculateGradients(placeholders, doubles.names());
    }

    /** In the L2 norm: a single element near zero has no relative precision in float32. */
    private static void assertClose(INDArray actual, INDArray expected, String what, double relative) {
        assertThat(actual.shape()).as(what).isEqualTo(expected.shape());
        double norm = expected.norm2Number().doubleValue();
        assertThat(actual.sub(expected).norm2Number().doubleValue())
                .as("difference of %s, whose norm is %s", what, norm)
                .isLessThanOrEqualTo(relative * norm);
    }

    private static double squaresOf(Map<String, INDArray> gradients) {
        double squares = 0;
        for (INDArray gradient : gradients.values()) {
            INDArray exact = gradient.castTo(DataType.DOUBLE);
            squares += exact.mul(exact).sumNumber().doubleValue();
        }
        return squares;
    }

    private static void fill(Batch.Training batch, CsrMatrix matrix, int step) {
        int[] order = IntStream.range(0, matrix.rows()).toArray();
        batch.fill(matrix, order, step * 3, Half.BOTH, 0, step, new Randomness.Seeded(11));
        batch.features().getFeatures(Batch.Training.BETA_FEATURE).assign(0.1 * step);
    }

    private static Architecture architecture(ModelType type, Activation activation, String layers) {
        List<Integer> q =
                Arrays.stream(layers.split(":", -1)).map(Integer::valueOf).toList();
        List<Integer> p = new ArrayList<>(q);
        Collections.reverse(p);
        boolean residual = type == ModelType.RECVAE;
        List<Double> encoder = new ArrayList<>(Collections.nCopies(q.size(), residual ? 0.0 : 0.1));
        encoder.set(0, 0.5);
        List<Integer> decoder = residual ? p.subList(0, 1) : p;
        return new Architecture(
                ITEMS,
                type,
                q,
                decoder,
                encoder,
                Collections.nCopies(decoder.size(), residual ? 0.0 : 0.2),
                activation,
                type == ModelType.MULT_VAE ? 0 : 1e-3);
    }

    /** Users with 0 to {@code most - 1} items each, the u-th {@code 37 * u % most}. */
    private static CsrMatrix matrix(int users, int items, int most) {
        SplittableRandom random = new SplittableRandom(3);
        int[] rowStarts = new int[users + 1];
        IntStream.Builder columns = IntStream.builder();
        for (int u = 0; u < users; u++) {
            int[] row = random.ints(37 * u % most, 0, items).distinct().sorted().toArray();
            IntStream.of(row).forEach(columns::add);
            rowStarts[u + 1] = rowStarts[u] + row.length;
        }
        return new CsrMatrix(items, rowStarts, columns.build().toArray());
    }
}
