package multvae.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import multvae.weights.Architecture;
import multvae.weights.Architecture.Activation;
import multvae.weights.Architecture.Layer;
import multvae.weights.Architecture.ModelType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What is written out in Java against SameDiff's function and gradients of the graph, in double precision. */
final class TanhPassTest {

    private static final double RELATIVE = 1e-6;
    private static final int LATENT = 30;
    private static final int WIDE = 90;
    private static final int USERS = 65; // no multiple of the parts that threads take

    @ParameterizedTest
    @CsvSource({"MULT_VAE, 0", "MULT_VAE, 0.3", "MULT_DAE, 0", "MULT_DAE, 0.3"})
    void values_and_gradients_are_those_of_the_graph(ModelType type, double dropout) {
        List<Double> rates = List.of(0.5, dropout, dropout);
        Architecture architecture = new Architecture(
                50,
                type,
                List.of(WIDE, 70, LATENT),
                List.of(LATENT, 70, WIDE),
                rates,
                List.of(dropout, dropout, dropout),
                Activation.TANH,
                0);
        Map<String, INDArray> placeholders = placeholders(architecture);
        Map<String, INDArray> doubles = new HashMap<>();
        placeholders.forEach((name, array) -> doubles.put(name, array.castTo(DataType.DOUBLE)));
        try (Parameters parameters = Parameters.initial(architecture, new Randomness.Seeded(5));
                Parameters exact = Parameters.zeros(architecture, DataType.DOUBLE);
                GraphSession.Memory memory = new GraphSession.Memory()) {
            parameters.names().forEach(name -> exact.get(name).assign(parameters.get(name)));
            CorePass pass = new TanhPass(architecture, parameters, memory);
            SameDiff graph = LossGraph.core(architecture, exact, DataType.DOUBLE);

            CorePass.Output output = pass.forward(placeholders, true);
            assertClose(
                    output.decoded(), graph.output(doubles, LossGraph.DECODED).get(LossGraph.DECODED), "decoded");
            if (architecture.variational()) {
                double kl =
                        graph.output(doubles, LossGraph.KL).get(LossGraph.KL).getDouble(0);
                assertThat(output.kl()).isCloseTo(kl, within(RELATIVE * kl));
            } else {
                assertThat(output.kl()).isZero();
            }

            Map<String, INDArray> gradients = pass.backward(placeholders);
            LossGraph.gradient(graph, LossGraph.HIDDEN);
            Map<String, INDArray> expected =
                    graph.calculateGradients(doubles, gradients.keySet().toArray(String[]::new));
            assertThat(gradients).hasSize(2 * (architecture.layers().size() - 2) + 1);
            gradients.forEach((name, gradient) -> assertClose(gradient, expected.get(name), "gradient by " + name));
        }
    }

    private static Map<String, INDArray> placeholders(Architecture architecture) {
        Nd4j.getRandom().setSeed(3);
        Map<String, INDArray> placeholders = new HashMap<>();
        placeholders.put(LossGraph.HIDDEN, Nd4j.randn(DataType.FLOAT, USERS, WIDE));
        placeholders.put(LossGraph.DECODED_GRADIENT, Nd4j.randn(DataType.FLOAT, USERS, WIDE));
        for (Layer layer : architecture.masked()) {
            INDArray mask = Nd4j.rand(DataType.FLOAT, USERS, layer.in()).gt(layer.dropout());
            placeholders.put(layer.mask(), mask.castTo(DataType.FLOAT).div(1 - layer.dropout()));
        }
        if (architecture.variational()) {
            placeholders.put(LossGraph.EPSILON, Nd4j.randn(DataType.FLOAT, USERS, LATENT));
            placeholders.put(LossGraph.ANNEAL, Nd4j.scalar(0.7f));
        }
        return placeholders;
    }

    private static void assertClose(INDArray actual, INDArray expected, String what) {
        assertThat(actual.shape()).as(what).isEqualTo(expected.shape());
        double norm = expected.norm2Number().doubleValue();
        assertThat(actual.castTo(DataType.DOUBLE).sub(expected).norm2Number().doubleValue())
                .as("difference of %s, whose norm is %s", what, norm)
                .isLessThanOrEqualTo(RELATIVE * norm);
    }
}
