package multvae.stages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import multvae.evaluation.Bootstrap;
import multvae.evaluation.DetailedEvaluation;
import multvae.evaluation.DetailedEvaluator;
import multvae.evaluation.ItemPopularity;
import multvae.evaluation.RankingMetric;
import multvae.evaluation.Scorer;
import multvae.matrix.CsrMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MetricsFileTest {

    @TempDir
    Path directory;

    private static Scorer sameForAll(float... scores) {
        return (foldIn, from, to, out) -> {
            for (int row = from; row < to; row++) {
                System.arraycopy(scores, 0, out, (row - from) * scores.length, scores.length);
            }
        };
    }

    /**
     * Items 0, 1, 2 have 3, 2 and 1 train users: head, middle, tail. Test users fold in {}, {0}, {0, 1}, {} and hold
     * out {0, 2}, {1}, {2}, {}.
     */
    private Path write(String name) throws IOException {
        ItemPopularity popularity =
                new ItemPopularity(new CsrMatrix(3, new int[] {0, 3, 5, 6}, new int[] {0, 1, 2, 0, 1, 0}));
        DetailedEvaluator evaluator = new DetailedEvaluator(
                new CsrMatrix(3, new int[] {0, 0, 1, 3, 3}, new int[] {0, 0, 1}),
                new CsrMatrix(3, new int[] {0, 2, 3, 4, 4}, new int[] {0, 2, 1, 2}),
                popularity,
                List.of(RankingMetric.HIT_RATE.at(1), RankingMetric.RECALL_ALL.at(2)),
                1,
                2);
        Map<String, DetailedEvaluation> evaluations = new LinkedHashMap<>();
        evaluations.put("model", evaluator.evaluate(sameForAll(3, 2, 1)));
        evaluations.put("other", evaluator.evaluate(sameForAll(1, 2, 3)));
        Path file = directory.resolve(name);
        new MetricsFile(evaluations, popularity, evaluator.activity())
                .write(file, Map.of("train", "abc"), new Bootstrap(200, 4));
        return file;
    }

    private static List<String> names(JsonNode node) {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static double mean(JsonNode figures, String metric) {
        return figures.get(metric).get("mean").doubleValue();
    }

    @Test
    void a_hand_case_holds() throws IOException {
        JsonNode content = JsonFile.read(write("metrics.json"));

        assertThat(content.get("model").textValue()).isEqualTo("model");
        assertThat(content.get("users").intValue()).isEqualTo(3);
        assertThat(content.get("skippedUsers").intValue()).isEqualTo(1);

        // The model ranks 0 1 2; 1 2; 2: first hits in all. The other ranks 2 1 0; 2 1; 2: first hits but for the
        // second.
        JsonNode models = content.get("models");
        assertThat(names(models)).containsExactly("model", "other");
        assertThat(mean(models.get("model"), "HitRate@1")).isEqualTo(1.0);
        assertThat(mean(models.get("other"), "HitRate@1")).isCloseTo(2 / 3.0, within(1e-15));
        // Of {0, 2}, one is among the first two of either.
        assertThat(mean(models.get("model"), "RecallAll@2")).isCloseTo(2.5 / 3, within(1e-15));
        assertThat(mean(models.get("other"), "RecallAll@2")).isCloseTo(2.5 / 3, within(1e-15));

        // Differences 0, 1, 0: variance 2 / 9.
        JsonNode difference = content.get("differences").get("other").get("HitRate@1");
        assertThat(names(content.get("differences"))).containsExactly("other");
        assertThat(difference.get("mean").doubleValue()).isCloseTo(1 / 3.0, within(1e-15));
        assertThat(difference.get("standardError").doubleValue())
                .isCloseTo(Math.sqrt(2 / 9.0) / Math.sqrt(3), within(1e-15));
        // A resample has 0 to 3 users with a difference, with chances 8, 12, 6 and 1 of 27.
        assertThat(difference.get("interval95").get(0).doubleValue()).isZero();
        assertThat(difference.get("interval95").get(1).doubleValue()).isBetween(2 / 3.0, 1.0);
        assertThat(models.get("model").get("HitRate@1").get("interval95").get(0).doubleValue())
                .isEqualTo(1.0);

        // The model recommends 0, 1, 2, the other 2, 2, 2.
        JsonNode recommendations = content.get("recommendations");
        assertThat(recommendations.get("k").intValue()).isEqualTo(1);
        assertThat(recommendations.get("items").intValue()).isEqualTo(3);
        JsonNode other = recommendations.get("models").get("other");
        assertThat(other.get("coverage").doubleValue()).isCloseTo(1 / 3.0, within(1e-15));
        assertThat(other.get("meanPopularity").doubleValue()).isEqualTo(1.0);
        assertThat(names(other.get("shares"))).containsExactly("head", "middle", "tail");
        assertThat(other.get("shares").get("tail").doubleValue()).isEqualTo(1.0);

        // Users 0 and 2 hold out the tail's item 2: third of the model's first ranking, first of the other.
        JsonNode tail = content.get("byPopularity").get("tail");
        assertThat(names(content.get("byPopularity"))).containsExactly("head", "middle", "tail");
        assertThat(tail.get("items").intValue()).isEqualTo(1);
        assertThat(tail.get("users").intValue()).isEqualTo(2);
        assertThat(mean(tail.get("models").get("model"), "HitRate@1")).isEqualTo(0.5);
        assertThat(mean(tail.get("models").get("other"), "HitRate@1")).isEqualTo(1.0);

        // The users who count fold in 0, 1 and 2.
        JsonNode medium = content.get("byActivity").get("medium");
        assertThat(names(content.get("byActivity"))).containsExactly("low", "medium", "high");
        assertThat(medium.get("foldInItems").toString()).isEqualTo("[1,1]");
        assertThat(medium.get("users").intValue()).isEqualTo(1);
        assertThat(mean(medium.get("models").get("other"), "HitRate@1")).isZero();
    }

    @Test
    void the_same_evaluation_gives_the_same_bytes() throws IOException {
        assertThat(Files.readAllBytes(write("again.json"))).isEqualTo(Files.readAllBytes(write("once.json")));
    }
}
