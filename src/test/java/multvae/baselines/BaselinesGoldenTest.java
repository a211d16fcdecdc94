package multvae.baselines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import multvae.evaluation.Scorer;
import multvae.linear.FixedFactors;
import multvae.linear.FixedFactors.Objective;
import multvae.linear.ItemFactors;
import multvae.linear.LinearModel;
import multvae.matrix.CsrMatrix;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Against numpy: src/test/python/baselines.py. */
final class BaselinesGoldenTest {

    private static JsonNode golden;
    private static CsrMatrix train;
    private static CsrMatrix foldIn;

    @BeforeAll
    static void read() throws IOException {
        try (InputStream in = BaselinesGoldenTest.class.getResourceAsStream("baselines.json")) {
            golden = new ObjectMapper().readTree(in);
        }
        train = matrix(golden.get("train"));
        foldIn = matrix(golden.get("foldIn"));
    }

    private static CsrMatrix matrix(JsonNode rows) {
        int[] starts = new int[rows.size() + 1];
        IntArrayList columns = new IntArrayList();
        for (int row = 0; row < rows.size(); row++) {
            rows.get(row).forEach(column -> columns.add(column.intValue()));
            starts[row + 1] = columns.size();
        }
        return new CsrMatrix(golden.get("items").intValue(), starts, columns.toIntArray());
    }

    /** Scored in two batches, so that neither the first row nor the last is where an array begins or ends. */
    private static void assertScores(Scorer scorer, JsonNode expected, Offset<Float> tolerance) {
        int items = foldIn.columns();
        for (int from = 0; from < foldIn.rows(); from += 5) {
            int to = Math.min(from + 5, foldIn.rows());
            float[] scores = new float[5 * items];
            Arrays.fill(scores, 7);
            scorer.score(foldIn, from, to, scores);
            for (int row = from; row < to; row++) {
                for (int item = 0; item < items; item++) {
                    assertThat(scores[(row - from) * items + item])
                            .as("row " + row + ", item " + item)
                            .isCloseTo(expected.get(row).get(item).floatValue(), tolerance);
                }
            }
            for (int beyond = (to - from) * items; beyond < scores.length; beyond++) {
                assertThat(scores[beyond]).isEqualTo(7);
            }
        }
    }

    @Test
    void ease_scores_as_numpy_does() {
        for (JsonNode expected : golden.get("ease")) {
            try (Ease ease =
                    new Ease(new CoOccurrence(train), expected.get("lambda").doubleValue(), FitProgress.NONE)) {
                assertScores(ease, expected.get("scores"), within(1e-6f));
            }
        }
    }

    @Test
    void edlae_scores_as_numpy_does() {
        for (JsonNode expected : golden.get("edlae")) {
            double lambda = expected.get("lambda").doubleValue();
            try (Ease edlae = Ease.edlae(
                    new CoOccurrence(train), lambda, expected.get("dropout").doubleValue(), FitProgress.NONE)) {
                assertScores(edlae, expected.get("scores"), within(1e-6f));
            }
        }
    }

    /** From the same first vectors, after some epochs; its scores are those of users who are folded in. */
    @Test
    void ials_has_the_vectors_the_objective_and_the_scores_of_numpy() {
        for (JsonNode expected : golden.get("ials")) {
            int dimension = expected.get("dimension").intValue();
            Objective objective = new Objective(
                    expected.get("unobservedWeight").doubleValue(),
                    expected.get("regularisation").doubleValue(),
                    expected.get("exponent").doubleValue());
            Alternation alternation =
                    new Alternation(train, dimension, objective, values(expected.get("first"), dimension));
            for (int epoch = 0; epoch < expected.get("epochs").intValue(); epoch++) {
                alternation.solveUsers(Alternation.Listener.NONE);
                alternation.solveItems(Alternation.Listener.NONE);
            }
            assertThat(alternation.users()).containsExactly(values(expected.get("users"), dimension), within(1e-4f));
            assertThat(alternation.items()).containsExactly(values(expected.get("items"), dimension), within(1e-4f));
            LinearModel model = new ItemFactors(new FixedFactors(alternation.items(), dimension, objective));
            assertScores(
                    (users, from, to, scores) -> TrainItems.score(model, users, from, to, scores),
                    expected.get("scores"),
                    within(1e-4f));
        }
    }

    private static float[] values(JsonNode vectors, int dimension) {
        float[] values = new float[vectors.size() * dimension];
        for (int k = 0; k < values.length; k++) {
            values[k] = vectors.get(k / dimension).get(k % dimension).floatValue();
        }
        return values;
    }

    @Test
    void item_knn_scores_as_numpy_does() {
        for (JsonNode expected : golden.get("itemKnn")) {
            ItemKnn itemKnn = new ItemKnn(
                    new CoOccurrence(train),
                    expected.get("neighbours").intValue(),
                    new ItemKnn.Similarity(expected.get("shrinkage").doubleValue(), 0.5, 0));
            assertScores(itemKnn, expected.get("scores"), within(1e-6f));
        }
    }
}
