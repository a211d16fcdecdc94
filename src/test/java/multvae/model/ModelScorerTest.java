package multvae.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import multvae.config.ModelSettings.ItemLayers;
import multvae.evaluation.Evaluation;
import multvae.evaluation.Evaluator;
import multvae.evaluation.MetricAtK;
import multvae.evaluation.RankingMetric;
import multvae.io.UserError;
import multvae.matrix.CsrMatrix;
import multvae.weights.Architecture;
import multvae.weights.Architecture.Activation;
import multvae.weights.Architecture.ModelType;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What the batch size does to a model's scores: matrix products sum in another order for another number of rows, so the last
 * bits differ. That is why evaluate.batchSize makes evaluate stale.
 */
final class ModelScorerTest {

    private static final int USERS = 50;
    private static final int ITEMS = 900;
    private static final List<Integer> BATCH_SIZES = List.of(1, 2, 7, 16, 33);

    @ParameterizedTest
    @EnumSource
    void batch_sizes_agree_up_to_the_rounding_of_float32(ItemLayers itemLayers) {
        Architecture architecture = new Architecture(
                ITEMS,
                ModelType.MULT_VAE,
                List.of(300, 100),
                List.of(100, 300),
                List.of(0.0, 0.0),
                List.of(0.0, 0.0),
                Activation.TANH,
                0);
        CsrMatrix foldIn = matrix(4, 0);
        CsrMatrix heldOut = matrix(5, 1);
        MetricAtK ndcg = RankingMetric.NDCG.at(100);
        try (Parameters parameters = Parameters.initial(architecture, new Randomness.Seeded(3));
                Network network = Network.of(itemLayers, architecture, parameters);
                ModelScorer scorer = new ModelScorer(network)) {
            float[] together = new float[USERS * ITEMS];
            scorer.score(foldIn, 0, USERS, together);
            Evaluation expected = new Evaluator(foldIn, heldOut, List.of(ndcg), USERS).evaluate(scorer);
            for (int batchSize : BATCH_SIZES) {
                float[] scores = new float[batchSize * ITEMS];
                for (int from = 0; from < USERS; from += batchSize) {
                    int to = Math.min(USERS, from + batchSize);
                    scorer.score(foldIn, from, to, scores);
                    for (int k = 0; k < (to - from) * ITEMS; k++) {
                        assertThat(scores[k]).isCloseTo(together[from * ITEMS + k], Offset.offset(2e-5f));
                    }
                }
                // A near tie may change the order of two neighbours: of 100 items, little of a user's NDCG.
                double[] perUser = new Evaluator(foldIn, heldOut, List.of(ndcg), batchSize)
                        .evaluate(scorer)
                        .perUser(ndcg);
                assertThat(perUser).containsExactly(expected.perUser(ndcg), Offset.offset(0.01));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void weights_that_give_no_score_are_the_users_error(ItemLayers itemLayers) {
        Architecture architecture = new Architecture(
                ITEMS, ModelType.MULT_DAE, List.of(10), List.of(10), List.of(0.0), List.of(0.0), Activation.TANH, 0);
        try (Parameters parameters = Parameters.initial(architecture, new Randomness.Seeded(3));
                Network network = Network.of(itemLayers, architecture, parameters);
                ModelScorer scorer = new ModelScorer(network)) {
            parameters.get("p0.bias").putScalar(7, Float.NaN);
            assertThat(parameters.areFinite()).isFalse();
            assertThatThrownBy(() -> scorer.score(matrix(4, 0), 3, 5, new float[2 * ITEMS]))
                    .isInstanceOf(UserError.class)
                    .hasMessageStartingWith(
                            "the model: expected scores that are numbers, found NaN for user 3 and item 7");
        }
    }

    /** About one in fifteen of the items whose number is even or odd. */
    private static CsrMatrix matrix(long seed, int parity) {
        Random random = new Random(seed);
        int[] starts = new int[USERS + 1];
        IntStream.Builder columns = IntStream.builder();
        for (int user = 0; user < USERS; user++) {
            starts[user + 1] = starts[user];
            for (int item = parity; item < ITEMS; item += 2) {
                if (random.nextInt(15) == 0) {
                    columns.add(item);
                    starts[user + 1]++;
                }
            }
        }
        return new CsrMatrix(ITEMS, starts, columns.build().toArray());
    }
}
