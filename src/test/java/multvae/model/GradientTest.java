package multvae.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import multvae.testing.TrustTable;
import multvae.weights.Architecture;
import multvae.weights.Architecture.Activation;
import multvae.weights.Architecture.ModelType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** SameDiff's gradient of the whole loss against central finite differences, for every parameter, in double precision. */
final class GradientTest {

    private static final double BETA = 0.3;
    private static final double STEP = 1e-5;
    private static final double PENALTY = 0.01;
    private static final int SAMPLE = 12;

    private final SplittableRandom random = new SplittableRandom(20180423);

    @ParameterizedTest(name = "{0}, {1}, a batch of {2}")
    @CsvSource({
        "MULT_VAE, TANH, 1",
        "MULT_VAE, TANH, 6",
        "MULT_DAE, TANH, 1",
        "MULT_DAE, TANH, 6",
        "MULT_VAE, SIGMOID, 6",
        "MULT_VAE, RELU, 6",
        "MULT_DAE, ELU, 6",
        "MULT_VAE, SWISH, 6",
        "RECVAE, SWISH, 1",
        "RECVAE, SWISH, 6",
        "RECVAE, TANH, 6"
    })
    void gradients_equal_finite_differences(ModelType type, Activation activation, int users) {
        check(architecture(type, activation), users);
    }

    @ParameterizedTest(name = "{0}, {1}, q {2}, {3} items, a batch of {4}")
    @CsvSource({
        "MULT_VAE, ELU, 1, 11, 6",
        "MULT_VAE, TANH, 4:1, 11, 1",
        "MULT_VAE, TANH, 1:3, 11, 6",
        "MULT_VAE, TANH, 3, 1, 6",
        "MULT_VAE, TANH, 1:1, 11, 1",
        "MULT_DAE, TANH, 1, 11, 6",
        "MULT_DAE, TANH, 4:1, 11, 1",
        "RECVAE, SWISH, 4:1, 11, 6",
        "RECVAE, SWISH, 1:3, 11, 6",
        "RECVAE, SWISH, 1:1:1, 11, 1"
    })
    void gradients_of_layers_of_one_equal_finite_differences(
            ModelType type, Activation activation, String layers, int items, int users) {
        List<Integer> encoder =
                Arrays.stream(layers.split(":", -1)).map(Integer::valueOf).toList();
        List<Integer> decoder = new ArrayList<>(encoder);
        Collections.reverse(decoder);
        decoder = type == ModelType.RECVAE ? decoder.subList(0, 1) : decoder;
        check(
                new Architecture(
                        items,
                        type,
                        encoder,
                        decoder,
                        Collections.nCopies(encoder.size(), 0.0),
                        Collections.nCopies(decoder.size(), 0.0),
                        activation,
                        type == ModelType.MULT_VAE ? 0 : PENALTY),
                users);
    }

    private void check(Architecture architecture, int users) {
        Parameters parameters = Parameters.zeros(architecture, DataType.DOUBLE);
        SameDiff sd = LossGraph.whole(architecture, parameters, DataType.DOUBLE);
        for (String name : parameters.names()) {
            fill(parameters.get(name), 0.6);
        }
        Map<String, INDArray> placeholders = placeholders(architecture, users);
        List<String> names = new ArrayList<>(parameters.names());
        Map<String, INDArray> gradients = sd.calculateGradients(placeholders, names);

        for (String name : names) {
            INDArray parameter = parameters.get(name);
            INDArray gradient = gradients.get(name);
            for (long i : checked(parameter)) {
                double numeric = (lossWith(sd, parameter, i, STEP, placeholders)
                                - lossWith(sd, parameter, i, -STEP, placeholders))
                        / (2 * STEP);
                double error = Math.abs(gradient.getDouble(i) - numeric);
                assertThat(error)
                        .as("%s[%d]: gradient %s, finite difference %s", name, i, gradient.getDouble(i), numeric)
                        .isLessThanOrEqualTo(Math.max(1e-8, 1e-5 * Math.abs(numeric)));
            }
        }
    }

    /** Every value with -Pthorough; of a large parameter else a sample. */
    private long[] checked(INDArray parameter) {
        return TrustTable.THOROUGH || parameter.length() <= SAMPLE
                ? LongStream.range(0, parameter.length()).toArray()
                : random.longs(SAMPLE, 0, parameter.length()).toArray();
    }

    private static Architecture architecture(ModelType type, Activation activation) {
        return switch (type) {
            // two hidden layers on either side, dropout on the input of some
            case MULT_VAE, MULT_DAE ->
                new Architecture(
                        11,
                        type,
                        List.of(7, 5, 3),
                        List.of(3, 5, 7),
                        List.of(0.5, 0.0, 0.2),
                        List.of(0.0, 0.1, 0.4),
                        activation,
                        type == ModelType.MULT_DAE ? PENALTY : 0);
            // three hidden layers, so that one gets two others
            case RECVAE ->
                new Architecture(
                        11,
                        type,
                        List.of(6, 6, 6, 3),
                        List.of(3),
                        List.of(0.5, 0.0, 0.0, 0.0),
                        List.of(0.0),
                        activation,
                        PENALTY);
        };
    }

    private double lossWith(
            SameDiff sd, INDArray parameter, long index, double change, Map<String, INDArray> placeholders) {
        double original = parameter.getDouble(index);
        parameter.putScalar(index, original + change);
        double loss =
                sd.output(placeholders, LossGraph.LOSS).get(LossGraph.LOSS).getDouble(0);
        parameter.putScalar(index, original);
        return loss;
    }

    /** A ragged batch: the u-th user has 1 + 3 u mod 8 items; the last of several has none. */
    private Map<String, INDArray> placeholders(Architecture architecture, int users) {
        int items = architecture.items();
        INDArray target = Nd4j.zeros(DataType.DOUBLE, users, items);
        INDArray input = Nd4j.zeros(DataType.DOUBLE, users, items);
        for (int u = 0; u < users; u++) {
            int events = users > 1 && u == users - 1 ? 0 : 1 + 3 * u % 8;
            for (int k = 0; k < events; k++) {
                int item = (5 * k + u) % items;
                target.putScalar(u, item, 1);
                input.putScalar(u, item, k % 3 == 2 ? 0 : 2 / Math.sqrt(events)); // a third dropped out
            }
        }
        Map<String, INDArray> placeholders = new HashMap<>(Map.of(LossGraph.INPUT, input, LossGraph.TARGET, target));
        if (architecture.variational()) {
            INDArray epsilon = Nd4j.zeros(DataType.DOUBLE, users, architecture.latent());
            fill(epsilon, 2);
            placeholders.put(LossGraph.EPSILON, epsilon);
            placeholders.put(LossGraph.ANNEAL, Nd4j.scalar(DataType.DOUBLE, BETA));
        }
        if (architecture.residual()) {
            for (String name : List.of(LossGraph.PRIOR_MEAN, LossGraph.PRIOR_LOG_VARIANCE)) {
                INDArray prior = Nd4j.zeros(DataType.DOUBLE, users, architecture.latent());
                fill(prior, 1.5);
                placeholders.put(name, prior);
            }
        }
        for (Architecture.Layer layer : architecture.masked()) {
            INDArray mask = Nd4j.zeros(DataType.DOUBLE, users, layer.in());
            for (long i = 0; i < mask.length(); i++) {
                mask.putScalar(i, random.nextDouble() < layer.dropout() ? 0 : 1 / (1 - layer.dropout()));
            }
            placeholders.put(layer.mask(), mask);
        }
        return placeholders;
    }

    private void fill(INDArray array, double bound) {
        for (long i = 0; i < array.length(); i++) {
            array.putScalar(i, (2 * random.nextDouble() - 1) * bound);
        }
    }
}
