package multvae.evaluation;

import static multvae.evaluation.Rows.matrix;
import static multvae.evaluation.Rows.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import multvae.evaluation.ItemPopularity.Bucket;
import multvae.evaluation.Metrics.Recommended;
import multvae.evaluation.UserActivity.Third;
import multvae.matrix.CsrMatrix;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Against numpy: src/test/python/evaluation_details.py. */
final class DetailedEvaluatorTest {

    private static final List<MetricAtK> METRICS = List.of(RankingMetric.NDCG.at(10), RankingMetric.RECALL_ALL.at(5));

    private static JsonNode golden;
    private static CsrMatrix foldIn;
    private static CsrMatrix heldOut;
    private static ItemPopularity popularity;

    @BeforeAll
    static void read() throws IOException {
        try (InputStream in = DetailedEvaluatorTest.class.getResourceAsStream("evaluation_details.json")) {
            golden = new ObjectMapper().readTree(in);
        }
        foldIn = rows("foldIn");
        heldOut = rows("heldOut");
        popularity = new ItemPopularity(rows("train").columnCounts());
    }

    private static CsrMatrix rows(String name) {
        return matrix(
                golden.get("items").intValue(),
                StreamSupport.stream(golden.get(name).spliterator(), false)
                        .map(row -> IntStream.range(0, row.size())
                                .map(i -> row.get(i).intValue())
                                .toArray())
                        .toArray(int[][]::new));
    }

    private static void score(CsrMatrix matrix, int from, int to, float[] out) {
        for (int row = from; row < to; row++) {
            for (int item = 0; item < matrix.columns(); item++) {
                out[(row - from) * matrix.columns() + item] =
                        golden.get("scores").get(row).get(item).floatValue();
            }
        }
    }

    private static DetailedEvaluator.Result evaluate(int batchSize) {
        return evaluator(batchSize).evaluate(DetailedEvaluatorTest::score);
    }

    private static DetailedEvaluator evaluator(int batchSize) {
        return new DetailedEvaluator(foldIn, heldOut, popularity, METRICS, 5, batchSize);
    }

    private static void assertEvaluation(Evaluation evaluation, JsonNode expected) {
        assertThat(evaluation.users()).isEqualTo(expected.get("users").intValue());
        assertThat(evaluation.users() + evaluation.skippedUsers()).isEqualTo(foldIn.rows());
        for (MetricAtK metric : METRICS) {
            JsonNode figure = expected.get(metric.name());
            assertThat(evaluation.mean(metric)).isCloseTo(figure.get(0).doubleValue(), within(1e-12));
            assertThat(evaluation.summary(metric).standardError())
                    .isCloseTo(figure.get(1).doubleValue(), within(1e-12));
        }
    }

    @Test
    void all_of_it_is_numpys() {
        assertEvaluation(evaluate(7).all(), golden.get("all"));
    }

    @Test
    void the_buckets_of_popularity_are_numpys() {
        DetailedEvaluator.Result evaluation = evaluate(7);
        for (Bucket bucket : Bucket.values()) {
            JsonNode expected = golden.get("buckets").get(bucket.toString());
            assertThat(popularity.items(bucket)).isEqualTo(expected.get("items").intValue());
            assertEvaluation(evaluation.byPopularity().get(bucket), expected);
        }
    }

    @Test
    void the_thirds_of_activity_are_numpys() {
        DetailedEvaluator evaluator = evaluator(7);
        DetailedEvaluator.Result evaluation = evaluator.evaluate(DetailedEvaluatorTest::score);
        for (Third third : Third.values()) {
            JsonNode expected = golden.get("activity").get(third.toString());
            assertThat(evaluation.activity().foldInItems(third))
                    .isEqualTo(new UserActivity.Span(
                            expected.get("foldInItems").get(0).intValue(),
                            expected.get("foldInItems").get(1).intValue()));
            assertEvaluation(evaluation.of(third).orElseThrow(), expected);
        }
    }

    @Test
    void what_is_recommended_is_numpys() {
        Recommended recommendations = evaluate(7).recommended();
        assertThat(recommendations.coverage()).isCloseTo(golden.get("coverage").doubleValue(), within(1e-12));
        assertThat(recommendations.meanPopularity())
                .isCloseTo(golden.get("meanPopularity").doubleValue(), within(1e-12));
        for (Bucket bucket : Bucket.values()) {
            assertThat(recommendations.shares().get(bucket))
                    .isCloseTo(golden.get("shares").get(bucket.toString()).doubleValue(), within(1e-12));
        }
    }

    @Test
    void neither_batch_size_nor_threads_nor_what_was_evaluated_before_change_a_bit() {
        DetailedEvaluator.Result reference = evaluate(foldIn.rows());
        for (int threads : new int[] {1, 4}) {
            ForkJoinPool pool = new ForkJoinPool(threads);
            try {
                pool.submit(() -> {
                            DetailedEvaluator evaluator = evaluator(9);
                            evaluator.evaluate((matrix, from, to, out) -> {}); // all scores are 0
                            assertSame(evaluator.evaluate(DetailedEvaluatorTest::score), reference);
                        })
                        .join();
            } finally {
                pool.shutdown();
            }
        }
    }

    private static void assertSame(DetailedEvaluator.Result evaluation, DetailedEvaluator.Result reference) {
        assertThat(evaluation.recommended()).isEqualTo(reference.recommended());
        for (MetricAtK metric : METRICS) {
            assertThat(evaluation.all().perUser(metric))
                    .containsExactly(reference.all().perUser(metric));
            for (Bucket bucket : Bucket.values()) {
                assertThat(evaluation.byPopularity().get(bucket).perUser(metric))
                        .containsExactly(reference.byPopularity().get(bucket).perUser(metric));
            }
        }
    }

    @Test
    void a_hand_case_with_an_empty_bucket_and_an_empty_third() {
        // Item 0 has three of four events: head. Item 1 begins beyond two thirds: tail. The middle is empty.
        ItemPopularity lopsided = new ItemPopularity(new int[] {3, 1});
        DetailedEvaluator evaluator = new DetailedEvaluator(
                matrix(2, row(), row(1)),
                matrix(2, row(0, 1), row(0)),
                lopsided,
                List.of(RankingMetric.MRR.at(2)),
                1,
                2);
        DetailedEvaluator.Result evaluation = evaluator.evaluate((matrix, from, to, out) -> {
            out[0] = 1; // user 0 gets 1, then 0; user 1 gets 0
            out[1] = 2;
        });
        MetricAtK mrr = RankingMetric.MRR.at(2);
        assertThat(evaluation.all().perUser(mrr)).containsExactly(1, 1);
        assertThat(evaluation.byPopularity().get(Bucket.HEAD).perUser(mrr)).containsExactly(0.5, 1);
        assertThat(evaluation.byPopularity()).doesNotContainKey(Bucket.MIDDLE);
        assertThat(evaluation.byPopularity().get(Bucket.TAIL).perUser(mrr)).containsExactly(1);
        assertThat(evaluation.byPopularity().get(Bucket.TAIL).skippedUsers()).isEqualTo(1);
        // Of two users with 0 and 1 items the terciles are 0 and 1: nobody has more.
        assertThat(evaluation.of(Third.LOW).orElseThrow().rows()).containsExactly(0);
        assertThat(evaluation.of(Third.MEDIUM).orElseThrow().rows()).containsExactly(1);
        assertThat(evaluation.of(Third.HIGH)).isEmpty();
        // Items 1 and 0 are recommended once each: (1 + 3) / 2 train users.
        assertThat(evaluation.recommended().coverage()).isEqualTo(1.0);
        assertThat(evaluation.recommended().meanPopularity()).isEqualTo(2.0);
    }

    @Test
    void a_longer_list_than_the_metrics_need_is_ranked() {
        DetailedEvaluator evaluator = new DetailedEvaluator(
                matrix(3, row(2)),
                matrix(3, row(0)),
                new ItemPopularity(new int[] {1, 1, 1}),
                List.of(RankingMetric.RECALL.at(1)),
                3,
                1);
        Recommended recommendations =
                evaluator.evaluate((matrix, from, to, out) -> {}).recommended();
        assertThat(recommendations.coverage()).isEqualTo(2 / 3.0); // what is folded in is not recommended
        assertThat(recommendations.meanPopularity()).isEqualTo(1.0);
    }

    @Test
    void the_popularity_of_other_items_is_refused() {
        ItemPopularity other = new ItemPopularity(new int[] {1, 0, 0, 0});
        assertThatThrownBy(() -> new DetailedEvaluator(matrix(3, row(2)), matrix(3, row(0)), other, METRICS, 5, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
