package multvae.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
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
import multvae.weights.PlainScorer;
import multvae.weights.WeightsFile;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The scores of {@link PlainScorer}, whose weights come from their file, beside the graph's. */
final class PlainScorerTest {

    private static final int USERS = 40;

    @TempDir
    private Path directory;

    /** Sizes below, at and above a block's 256 outputs, and inputs that four does not divide. */
    @ParameterizedTest
    @CsvSource({
        "MULT_VAE, TANH, 200 600, 700",
        "MULT_VAE, RELU, 7, 256",
        "MULT_VAE, ELU, 5 300 9, 31",
        "MULT_DAE, TANH, 200, 513",
        "MULT_DAE, SIGMOID, 6 11, 100",
        "RECVAE, SWISH, 200 600 600 600 600 600, 700",
        "RECVAE, SWISH, 5 300, 31",
        "RECVAE, TANH, 5 9 9 9, 257"
    })
    void scores_are_the_graphs_and_do_not_depend_on_who_else_is_scored(
            ModelType type, Activation activation, String sizes, int items) throws IOException {
        List<Integer> pDims =
                Arrays.stream(sizes.split(" ", -1)).map(Integer::valueOf).toList();
        List<Integer> qDims = IntStream.rangeClosed(1, pDims.size())
                .mapToObj(i -> pDims.get(pDims.size() - i))
                .toList();
        List<Integer> decoder = type == ModelType.RECVAE ? pDims.subList(0, 1) : pDims;
        Architecture architecture = new Architecture(
                items,
                type,
                qDims,
                decoder,
                Collections.nCopies(qDims.size(), 0.0),
                Collections.nCopies(decoder.size(), 0.0),
                activation,
                0);
        CsrMatrix foldIn = matrix(items);
        float[] expected = new float[USERS * items];
        Path file = directory.resolve("weights.safetensors");
        try (Parameters parameters = Parameters.initial(architecture, new Randomness.Seeded(3))) {
            for (String name : parameters.names()) {
                INDArray parameter = parameters.get(name);
                parameter.addi(Nd4j.rand(parameter.shape()).subi(0.5).muli(0.1)); // biases that show
            }
            try (Network network = Network.of(ItemLayers.DENSE, architecture, parameters);
                    ModelScorer graph = new ModelScorer(network)) {
                graph.score(foldIn, 0, USERS, expected);
            }
            TrainedModel.saveWeights(architecture, parameters, file);
        }
        PlainScorer plain = WeightsFile.read(file, "").scorer();
        float[] together = plain.score(IntStream.range(0, USERS)
                        .mapToObj(user -> row(foldIn, user))
                        .toList())
                .clone();
        for (int k = 0; k < expected.length; k++) {
            assertThat(together[k]).isCloseTo(expected[k], Offset.offset(2e-5f));
        }
        for (int user : new int[] {0, 1, USERS - 1}) {
            float[] alone = plain.score(List.of(row(foldIn, user)));
            assertThat(Arrays.copyOf(alone, items))
                    .isEqualTo(Arrays.copyOfRange(together, user * items, (user + 1) * items));
        }
    }

    private static int[] row(CsrMatrix matrix, int user) {
        return IntStream.range(matrix.rowStart(user), matrix.rowStart(user + 1))
                .map(matrix::column)
                .toArray();
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
