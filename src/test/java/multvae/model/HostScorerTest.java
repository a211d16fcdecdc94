package multvae.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import multvae.config.ModelSettings.ItemLayers;
import multvae.matrix.CsrMatrix;
import multvae.weights.Architecture;
import multvae.weights.Architecture.Activation;
import multvae.weights.Architecture.ModelType;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The host's scores beside the graph's. */
final class HostScorerTest {

    private static final int USERS = 40;

    /** Sizes below, at and above a block's 256 outputs, and inputs that four does not divide. */
    @ParameterizedTest
    @CsvSource({
        "MULT_VAE, TANH, 200 600, 700",
        "MULT_VAE, RELU, 7, 256",
        "MULT_VAE, ELU, 5 300 9, 31",
        "MULT_DAE, TANH, 200, 513",
        "MULT_DAE, SIGMOID, 6 11, 100"
    })
    void scores_are_the_graphs_and_do_not_depend_on_who_else_is_scored(
            ModelType type, Activation activation, String sizes, int items) {
        List<Integer> pDims =
                Arrays.stream(sizes.split(" ", -1)).map(Integer::valueOf).toList();
        List<Integer> qDims = IntStream.rangeClosed(1, pDims.size())
                .mapToObj(i -> pDims.get(pDims.size() - i))
                .toList();
        List<Double> noDropout = Collections.nCopies(pDims.size(), 0.0);
        Architecture architecture = new Architecture(items, type, qDims, pDims, noDropout, noDropout, activation, 0);
        CsrMatrix foldIn = matrix(items);
        float[] expected = new float[USERS * items];
        float[] together = new float[USERS * items];
        float[] alone = new float[items];
        try (Parameters parameters = Initializer.initialize(architecture, new SeededRandomness(3))) {
            for (String name : parameters.names()) {
                INDArray parameter = parameters.get(name);
                parameter.addi(Nd4j.rand(parameter.shape()).subi(0.5).muli(0.1)); // biases that show
            }
            try (Network network = Network.of(ItemLayers.DENSE, architecture, parameters);
                    ModelScorer graph = new ModelScorer(network)) {
                graph.score(foldIn, 0, USERS, expected);
            }
            HostScorer host = new HostScorer(architecture, parameters);
            host.score(foldIn, 0, USERS, together);
            for (int k = 0; k < expected.length; k++) {
                assertThat(together[k]).isCloseTo(expected[k], Offset.offset(2e-5f));
            }
            for (int user : new int[] {0, 1, USERS - 1}) {
                host.score(foldIn, user, user + 1, alone);
                assertThat(alone).isEqualTo(Arrays.copyOfRange(together, user * items, (user + 1) * items));
            }
        }
    }

    /** The first user has nothing. */
    private static CsrMatrix matrix(int items) {
        Random random = new Random(4);
        int[] starts = new int[USERS + 1];
        IntStream.Builder columns = IntStream.builder();
        for (int user = 0; user < USERS; user++) {
            starts[user + 1] = starts[user];
            for (int item = 0; item < items && user > 0; item++) {
                if (random.nextInt(8) == 0) {
                    columns.add(item);
                    starts[user + 1]++;
                }
            }
        }
        return new CsrMatrix(items, starts, columns.build().toArray());
    }
}
