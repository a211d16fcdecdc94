package multvae.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import multvae.config.ModelSettings.ItemLayers;
import multvae.matrix.CsrMatrix;
import multvae.weights.Architecture;
import multvae.weights.Architecture.Activation;
import multvae.weights.Architecture.ModelType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A step whose logits are more than 2^31: the mean over its users is the mean of two steps of half the users, which have fewer. */
@EnabledIfSystemProperty(
        named = "multvae.thorough",
        matches = "true",
        disabledReason = "takes 10 GB: -Dmultvae.thorough=true or -Pthorough")
final class LargeMatrixTest {

    private static final int ITEMS = 4_400_000;
    private static final int USERS = 500;
    private static final int EVENTS = 20; // of a user

    private final Architecture architecture = new Architecture(
            ITEMS, ModelType.MULT_DAE, List.of(2), List.of(2), List.of(0.0), List.of(0.0), Activation.TANH, 0);
    private final CsrMatrix matrix = matrix();

    @Test
    void logits_may_be_more_than_an_array_has() {
        assertThat((long) USERS * ITEMS).isGreaterThan(1L << 31);
        Step whole = step(0, USERS);
        Step first = step(0, USERS / 2);
        Step second = step(USERS / 2, USERS / 2);
        assertThat(first.nll).isNotEqualTo(second.nll);
        assertThat(whole.nll).isCloseTo((first.nll + second.nll) / 2, within(1e-9 * whole.nll));
        whole.gradients.forEach((name, gradient) -> {
            INDArray expected =
                    first.gradients.get(name).add(second.gradients.get(name)).divi(2);
            double norm = expected.norm2Number().doubleValue();
            assertThat(norm).as(name).isPositive();
            assertThat(gradient.sub(expected).norm2Number().doubleValue())
                    .as(name)
                    .isLessThan(1e-5 * norm);
        });
    }

    private record Step(double nll, Map<String, INDArray> gradients) {}

    private Step step(int from, int users) {
        try (Parameters parameters = Parameters.initial(architecture, new Randomness.Seeded(5));
                Network network = Network.of(ItemLayers.SPARSE, architecture, parameters);
                Batch.Training batch = network.trainingBatch(users)) {
            int[] order = IntStream.range(0, USERS).toArray();
            batch.fill(matrix, order, from, Half.BOTH, 0, 0, new Randomness.Seeded(11));
            double nll = network.differentiate(batch).nll();
            assertThat(network.hasFiniteGradients()).isTrue();
            return new Step(nll, AppliedGradients.of(network, parameters));
        }
    }

    private static CsrMatrix matrix() {
        SplittableRandom random = new SplittableRandom(3);
        int[] starts = new int[USERS + 1];
        IntStream.Builder columns = IntStream.builder();
        for (int user = 0; user < USERS; user++) {
            // item 0 and the last one are everybody's
            int[] row = IntStream.concat(IntStream.of(0, ITEMS - 1), random.ints(EVENTS, 0, ITEMS))
                    .distinct()
                    .sorted()
                    .toArray();
            IntStream.of(row).forEach(columns::add);
            starts[user + 1] = starts[user] + row.length;
        }
        return new CsrMatrix(ITEMS, starts, columns.build().toArray());
    }
}
