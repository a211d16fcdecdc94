package multvae.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import multvae.config.ModelSettings.ItemLayers;
import multvae.io.UserError;
import multvae.matrix.CsrMatrix;
import multvae.weights.Architecture;
import multvae.weights.Architecture.Activation;
import multvae.weights.Architecture.ModelType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Steps whose softmax is over a sample of the items. */
final class SampledLayerTest {

    private static final int ITEMS = 60;
    private static final double PENALTY = 0.02;

    /**
     * All weights are 0, so a user's logits are the biases: log 1, log 2, log 3, log 4. The user has item 1; one of the other three is
     * drawn, item j, and counts three times. So the sum is 2 + 3 (j + 1), the loss its logarithm minus log 2, and the gradients are
     * 2 / sum - 1 and 3 (j + 1) / sum.
     */
    @Test
    void loss_and_gradients_of_one_user_with_one_item_are_those_worked_out_by_hand() {
        Architecture architecture = new Architecture(
                4, ModelType.MULT_DAE, List.of(2), List.of(2), List.of(0.0), List.of(0.0), Activation.TANH, 0);
        CsrMatrix user = new CsrMatrix(4, new int[] {0, 1}, new int[] {1});
        Set<Integer> drawn = new TreeSet<>();
        try (Parameters parameters = Parameters.zeros(architecture, DataType.FLOAT);
                Network network = Network.of(ItemLayers.SPARSE, architecture, parameters);
                Batch.Training batch = network.trainingBatch(1, OptionalInt.of(1))) {
            for (int item = 0; item < 4; item++) {
                parameters.get("p0.bias").putScalar(item, Math.log(item + 1));
            }
            for (int number = 0; number < 20; number++) {
                batch.fill(user, new int[] {0}, 0, Half.BOTH, 0, number, new Randomness.Seeded(5));
                int other = items(batch).stream()
                        .filter(item -> item != 1)
                        .findFirst()
                        .orElseThrow();
                drawn.add(other);
                double sum = 2 + 3 * (other + 1);
                assertThat(network.differentiate(batch).nll()).isCloseTo(Math.log(sum / 2), within(1e-6));
                float[] expected = new float[4];
                expected[1] = (float) (2 / sum - 1);
                expected[other] = (float) (3 * (other + 1) / sum);
                float[] actual =
                        AppliedGradients.of(network, parameters).get("p0.bias").toFloatVector();
                assertThat(actual).containsExactly(expected, within(1e-6f));
            }
        }
        assertThat(drawn).containsExactly(0, 2, 3);
    }

    /** A Mult-DAE with one layer on each side, its sampled loss written out in double precision here. */
    @Test
    void gradients_equal_finite_differences_at_a_fixed_sample() {
        Architecture architecture = new Architecture(
                ITEMS,
                ModelType.MULT_DAE,
                List.of(3),
                List.of(3),
                List.of(0.0),
                List.of(0.0),
                Activation.TANH,
                PENALTY);
        CsrMatrix matrix = matrix();
        try (Parameters parameters = Parameters.initial(architecture, new Randomness.Seeded(5));
                Network network = Network.of(ItemLayers.SPARSE, architecture, parameters);
                Batch.Training batch = network.trainingBatch(6, OptionalInt.of(7))) {
            fill(batch, matrix);
            LossTerms terms = network.differentiate(batch);
            List<Integer> sample = items(batch);
            Map<String, double[]> values = new TreeMap<>();
            for (String name : parameters.names()) {
                values.put(name, parameters.get(name).dup().data().asDouble());
            }
            assertThat(terms.loss()).isCloseTo(loss(values, matrix, sample), within(1e-5));
            double squaredNorm = network.squaredGradientNorm();
            assertThat(network.hasFiniteGradients()).isTrue();
            Map<String, INDArray> gradients = AppliedGradients.of(network, parameters);
            double squares = 0;
            for (String name : parameters.names()) {
                float[] gradient = gradients.get(name).dup().data().asFloat();
                double[] parameter = values.get(name);
                for (int i = 0; i < parameter.length; i++) {
                    double original = parameter[i];
                    parameter[i] = original + 1e-4;
                    double above = loss(values, matrix, sample);
                    parameter[i] = original - 1e-4;
                    double below = loss(values, matrix, sample);
                    parameter[i] = original;
                    assertThat((double) gradient[i])
                            .as("%s[%d]", name, i)
                            .isCloseTo((above - below) / 2e-4, within(2e-6));
                    squares += (double) gradient[i] * gradient[i];
                }
            }
            assertThat(squaredNorm).isCloseTo(squares, within(1e-5 * squares));
        }
    }

    private static double loss(Map<String, double[]> values, CsrMatrix matrix, List<Integer> sample) {
        double[] q = values.get("q0.weight"); // [items, 3]
        double[] p = values.get("p0.weight"); // [items, 3]
        Set<Integer> read = new TreeSet<>();
        double nll = 0;
        for (int u = 0; u < 6; u++) {
            int[] own = row(matrix, u);
            double[] z = values.get("q0.bias").clone();
            for (int item : own) {
                read.add(item);
                for (int j = 0; j < 3; j++) {
                    z[j] += q[item * 3 + j] / Math.sqrt(own.length);
                }
            }
            double[] logits = new double[ITEMS];
            for (int item = 0; item < ITEMS; item++) {
                logits[item] = values.get("p0.bias")[item];
                for (int j = 0; j < 3; j++) {
                    logits[item] += Math.tanh(z[j]) * p[item * 3 + j];
                }
            }
            Set<Integer> ofBatch = ofBatch(matrix);
            double factor = (ITEMS - ofBatch.size()) / 7.0;
            double sum = sample.stream()
                    .mapToDouble(item -> Math.exp(logits[item]) * (ofBatch.contains(item) ? 1 : factor))
                    .sum();
            nll += own.length * Math.log(sum)
                    - IntStream.of(own).mapToDouble(item -> logits[item]).sum();
        }
        double squares = 0;
        for (int j = 0; j < 3; j++) {
            for (int item : read) {
                squares += q[item * 3 + j] * q[item * 3 + j];
            }
            for (int item : sample) {
                squares += p[item * 3 + j] * p[item * 3 + j];
            }
        }
        return nll / 6 + PENALTY * squares;
    }

    /**
     * A step over a sample is a step over all items of a catalogue that has no others, with the corrections in its biases: the same
     * loss, gradients and updates, in the dense form. What is not in the sample stays as it is.
     */
    @ParameterizedTest
    @CsvSource({"MULT_VAE, BOTH", "MULT_DAE, BOTH", "RECVAE, ENCODER", "RECVAE, DECODER"})
    void a_step_is_that_of_the_catalogue_cut_to_the_sample(ModelType type, Half half) {
        CsrMatrix matrix = matrix();
        Randomness.Seeded randomness = new Randomness.Seeded(5);
        try (Parameters parameters = Parameters.initial(architecture(type, ITEMS), randomness);
                Network network = Network.of(ItemLayers.SPARSE, architecture(type, ITEMS), parameters);
                Batch.Training batch = network.trainingBatch(6, OptionalInt.of(7));
                Adam adam = new Adam(parameters)) {
            fill(batch, matrix, half);
            List<Integer> sample = items(batch);
            Architecture cut = architecture(type, sample.size());
            try (Parameters ofCut = Parameters.initial(cut, randomness);
                    Network dense = Network.of(ItemLayers.DENSE, cut, ofCut);
                    Batch.Training whole = dense.trainingBatch(6);
                    Adam denseAdam = new Adam(ofCut)) {
                Map<String, INDArray> before = new HashMap<>();
                for (String name : parameters.names()) {
                    before.put(name, parameters.get(name).dup());
                    ofCut.get(name).assign(rows(parameters.get(name), sample));
                }
                Set<Integer> own = ofBatch(matrix);
                float correction = (float) Math.log((ITEMS - own.size()) / 7.0);
                for (int k = 0; k < sample.size(); k++) {
                    if (!own.contains(sample.get(k))) {
                        INDArray bias = ofCut.get("p" + (cut.decoder().size() - 1) + ".bias");
                        bias.putScalar(k, bias.getFloat(k) + correction);
                    }
                }
                fill(whole, cut(matrix, sample), half);
                LossTerms expected = dense.differentiate(whole);
                LossTerms actual = network.differentiate(batch);
                assertThat(actual.nll()).isCloseTo(expected.nll(), within(1e-5 * expected.nll()));
                assertThat(actual.kl()).isCloseTo(expected.kl(), within(1e-5));
                List<String> updated = parameters.names().stream()
                        .filter(name -> half == Half.BOTH || name.startsWith(half == Half.ENCODER ? "q" : "p"))
                        .toList();
                assertThat(network.squaredGradientNorm()).isCloseTo(dense.squaredGradientNorm(), within(1e-5));
                Map<String, INDArray> gradients = AppliedGradients.of(network, parameters);
                Map<String, INDArray> denseGradients = AppliedGradients.of(dense, ofCut);
                for (String name : updated) {
                    assertClose(rows(gradients.get(name), sample), denseGradients.get(name), name);
                }
                dense.differentiate(whole);
                network.differentiate(batch);
                adam.begin(1e-3, 0);
                network.update(adam, 0.5);
                denseAdam.begin(1e-3, 0);
                dense.update(denseAdam, 0.5);
                for (String name : updated) {
                    INDArray m = adam.firstMoments().get(name);
                    assertClose(rows(m, sample), denseAdam.firstMoments().get(name), "m of " + name);
                    INDArray others = rows(parameters.get(name).sub(before.get(name)), without(sample));
                    assertThat(parameters.get(name).size(0) != ITEMS
                                    || others.norm2Number().doubleValue() == 0)
                            .as(name)
                            .isTrue();
                    assertThat(parameters.get(name)).as(name).isNotEqualTo(before.get(name));
                }
            }
        }
    }

    /** The second step is without the first one's items: the first layer's moments of what the users do not have rest. */
    @Test
    void an_item_that_a_step_does_not_read_keeps_its_weights_and_moments() {
        Architecture architecture = architecture(ModelType.MULT_VAE, ITEMS);
        CsrMatrix users = new CsrMatrix(ITEMS, new int[] {0, 2, 4}, new int[] {3, 4, 10, 11});
        try (Parameters parameters = Parameters.initial(architecture, new Randomness.Seeded(5));
                Network network = Network.of(ItemLayers.SPARSE, architecture, parameters);
                Batch.Training batch = network.trainingBatch(1, OptionalInt.of(7));
                Adam adam = new Adam(parameters)) {
            INDArray first = null;
            INDArray moments = null;
            for (int user = 0; user < 2; user++) {
                batch.fill(users, new int[] {user}, 0, Half.BOTH, 0, user, new Randomness.Seeded(5));
                network.differentiate(batch);
                adam.begin(1e-3, user);
                network.update(adam, 1);
                if (user == 0) {
                    first = parameters.get("q0.weight").getRow(3).dup();
                    moments = adam.firstMoments().get("q0.weight").getRow(3).dup();
                }
            }
            assertThat(moments.norm2Number().doubleValue()).isPositive();
            assertThat(parameters.get("q0.weight").getRow(3)).isEqualTo(first);
            assertThat(adam.firstMoments().get("q0.weight").getRow(3)).isEqualTo(moments);
        }
    }

    @ParameterizedTest
    @EnumSource(ModelType.class)
    void a_sample_that_is_the_whole_catalogue_makes_a_full_step_to_the_last_bit(ModelType type) {
        CsrMatrix matrix = matrix();
        Map<String, INDArray> trained = new HashMap<>();
        for (OptionalInt sampled : List.of(OptionalInt.empty(), OptionalInt.of(ITEMS))) {
            Architecture architecture = architecture(type, ITEMS);
            try (Parameters parameters = Parameters.initial(architecture, new Randomness.Seeded(5));
                    Network network = Network.of(ItemLayers.SPARSE, architecture, parameters);
                    Batch.Training batch = network.trainingBatch(6, sampled);
                    Adam adam = new Adam(parameters)) {
                fill(batch, matrix);
                network.differentiate(batch);
                adam.begin(1e-3, 0);
                network.update(adam, 1);
                for (String name : parameters.names()) {
                    INDArray values = parameters.get(name).dup();
                    if (trained.putIfAbsent(name, values) != null) {
                        assertThat(values).as(name).isEqualTo(trained.get(name));
                    }
                }
            }
        }
    }

    @Test
    void a_matrix_that_there_is_no_memory_for_is_the_users_error() {
        try (Scratch scratch = new Scratch()) {
            assertThat(scratch.matrix(3, 5).shape()).containsExactly(3, 5);
            assertThatThrownBy(() -> scratch.matrix(1 << 20, 1 << 20))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining(
                            "elements, which there is memory for, found 1048576 times 1048576; lower train.batchSize");
        }
    }

    @Test
    void the_dense_form_has_none() {
        Architecture architecture = architecture(ModelType.MULT_VAE, ITEMS);
        try (Parameters parameters = Parameters.zeros(architecture, DataType.FLOAT);
                Network network = Network.of(ItemLayers.DENSE, architecture, parameters)) {
            assertThatThrownBy(() -> network.trainingBatch(1, OptionalInt.of(1)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static Architecture architecture(ModelType type, int items) {
        List<Integer> encoder =
                switch (type) {
                    case MULT_VAE -> List.of(8, 4);
                    case MULT_DAE -> List.of(4);
                    case RECVAE -> List.of(8, 8, 4);
                };
        List<Integer> decoder = type == ModelType.MULT_VAE ? List.of(4, 8) : List.of(4);
        return new Architecture(
                items,
                type,
                encoder,
                decoder,
                Collections.nCopies(encoder.size(), 0.0), // its mask depends on the number of items
                Collections.nCopies(decoder.size(), 0.0),
                type == ModelType.RECVAE ? Activation.SWISH : Activation.TANH,
                0);
    }

    private static void fill(Batch.Training batch, CsrMatrix matrix) {
        fill(batch, matrix, Half.BOTH);
    }

    private static void fill(Batch.Training batch, CsrMatrix matrix, Half half) {
        batch.fill(matrix, IntStream.range(0, 6).toArray(), 0, half, 0, 1, new Randomness.Seeded(11));
        batch.features().getFeatures(Batch.Training.BETA_FEATURE).assign(0.3);
    }

    private static List<Integer> items(Batch.Training batch) {
        ItemSample sample = batch.sample().orElseThrow();
        return IntStream.range(0, sample.size()).mapToObj(sample::item).toList();
    }

    /** Six users with 3, 4, ... items, among the first 40; some are shared. */
    private static CsrMatrix matrix() {
        SplittableRandom random = new SplittableRandom(3);
        int[] starts = new int[7];
        IntStream.Builder columns = IntStream.builder();
        for (int u = 0; u < 6; u++) {
            int[] row = random.ints(0, 40).distinct().limit(3 + u).sorted().toArray();
            IntStream.of(row).forEach(columns::add);
            starts[u + 1] = starts[u] + row.length;
        }
        return new CsrMatrix(ITEMS, starts, columns.build().toArray());
    }

    private static int[] row(CsrMatrix matrix, int user) {
        return IntStream.range(0, matrix.rowLength(user))
                .map(k -> matrix.column(matrix.rowStart(user) + k))
                .toArray();
    }

    private static Set<Integer> ofBatch(CsrMatrix matrix) {
        Set<Integer> items = new TreeSet<>();
        IntStream.range(0, 6).forEach(u -> IntStream.of(row(matrix, u)).forEach(items::add));
        return items;
    }

    private static CsrMatrix cut(CsrMatrix matrix, List<Integer> sample) {
        int[] starts = new int[7];
        IntStream.Builder columns = IntStream.builder();
        for (int u = 0; u < 6; u++) {
            IntStream.of(row(matrix, u)).map(sample::indexOf).forEach(columns::add);
            starts[u + 1] = starts[u] + matrix.rowLength(u);
        }
        return new CsrMatrix(sample.size(), starts, columns.build().toArray());
    }

    private static List<Integer> without(List<Integer> sample) {
        List<Integer> others = new ArrayList<>(IntStream.range(0, ITEMS).boxed().toList());
        others.removeAll(sample);
        return others;
    }

    /** These rows of an array over the items; another one is returned as it is. */
    private static INDArray rows(INDArray array, List<Integer> items) {
        if (array.size(0) != ITEMS) {
            return array.dup();
        }
        int[] rows = items.stream().mapToInt(Integer::intValue).toArray();
        return array.rank() == 1 ? array.reshape(ITEMS, 1).getRows(rows).reshape(rows.length) : array.getRows(rows);
    }

    private static void assertClose(INDArray actual, INDArray expected, String what) {
        double norm = expected.norm2Number().doubleValue();
        assertThat(actual.sub(expected).norm2Number().doubleValue()).as(what).isLessThanOrEqualTo(1e-5 * norm);
    }
}
