package multvae.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import multvae.matrix.CsrMatrix;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Against numpy: src/test/python/ranking_metrics.py. */
final class RankingGoldenTest {

    private static final List<MetricAtK> METRICS = IntStream.of(1, 3, 10, 50)
            .boxed()
            .flatMap(k -> Arrays.stream(RankingMetric.values()).map(metric -> metric.at(k)))
            .toList();

    private static JsonNode golden;
    private static List<JsonNode> users;
    private static CsrMatrix foldIn;
    private static CsrMatrix heldOut;

    @BeforeAll
    static void read() throws IOException {
        try (InputStream in = RankingGoldenTest.class.getResourceAsStream("ranking_metrics.json")) {
            golden = new ObjectMapper().readTree(in);
        }
        users = new ArrayList<>();
        golden.get("users").forEach(users::add);
        int items = golden.get("items").intValue();
        foldIn = Rows.matrix(items, users.stream().map(u -> ints(u, "foldIn")).toArray(int[][]::new));
        heldOut = Rows.matrix(items, users.stream().map(u -> ints(u, "heldOut")).toArray(int[][]::new));
    }

    private static int[] ints(JsonNode user, String field) {
        int[] values = new int[user.get(field).size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = user.get(field).get(i).intValue();
        }
        return values;
    }

    private static void score(CsrMatrix matrix, int from, int to, float[] out) {
        for (int row = from; row < to; row++) {
            for (int item = 0; item < matrix.columns(); item++) {
                out[(row - from) * matrix.columns() + item] =
                        users.get(row).get("scores").get(item).floatValue();
            }
        }
    }

    @Test
    void rankings_are_numpys() {
        float[] scores = new float[users.size() * foldIn.columns()];
        score(foldIn, 0, users.size(), scores);
        TopK topK = new TopK(foldIn.columns());
        for (int row = 0; row < users.size(); row++) {
            int ranked = topK.rank(scores, row * foldIn.columns(), foldIn, row);
            assertThat(IntStream.range(0, ranked).map(topK::item).toArray())
                    .containsExactly(ints(users.get(row), "ranking"));
        }
    }

    @Test
    void metrics_of_each_user_are_numpys() {
        Evaluation evaluation = new Evaluator(foldIn, heldOut, METRICS, 5).evaluate(RankingGoldenTest::score);
        int[] rows = evaluation.rows();
        assertThat(rows).hasSize(15).doesNotContain(5);
        for (MetricAtK metric : METRICS) {
            double[] values = evaluation.perUser(metric);
            for (int user = 0; user < rows.length; user++) {
                JsonNode expected = users.get(rows[user]).get("metrics").get(metric.name());
                assertThat(values[user])
                        .as(metric.name() + " of row " + rows[user])
                        .isCloseTo(expected.doubleValue(), within(1e-12));
            }
        }
    }

    @Test
    void mean_and_standard_error_are_numpys() {
        Evaluation evaluation = new Evaluator(foldIn, heldOut, METRICS, 500).evaluate(RankingGoldenTest::score);
        for (MetricAtK metric : METRICS) {
            JsonNode expected = golden.get("summary").get(metric.name());
            assertThat(evaluation.mean(metric)).isCloseTo(expected.get("mean").doubleValue(), within(1e-12));
            assertThat(evaluation.summary(metric).standardError())
                    .isCloseTo(expected.get("standardError").doubleValue(), within(1e-12));
        }
    }
}
