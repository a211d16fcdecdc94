package multvae.evaluation;

import static multvae.evaluation.Rows.matrix;
import static multvae.evaluation.Rows.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import multvae.io.UserError;
import multvae.matrix.CsrMatrix;
import multvae.split.HeldOutDraw;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EvaluatorTest {

    private static final MetricAtK NDCG_2 = RankingMetric.NDCG.at(2);
    private static final MetricAtK RECALL_2 = RankingMetric.RECALL.at(2);
    private static final MetricAtK NDCG_5 = RankingMetric.NDCG.at(5);
    private static final MetricAtK RECALL_5 = RankingMetric.RECALL.at(5);
    private static final List<MetricAtK> METRICS = List.of(NDCG_2, RECALL_2, NDCG_5, RECALL_5);

    private static Scorer table(float[]... scores) {
        return (foldIn, from, to, out) -> {
            for (int row = from; row < to; row++) {
                System.arraycopy(scores[row], 0, out, (row - from) * foldIn.columns(), foldIn.columns());
            }
        };
    }

    /** Scores that depend on the row, the item and what is folded in, some of them tied. */
    private static void mixed(CsrMatrix foldIn, int from, int to, float[] out) {
        for (int row = from; row < to; row++) {
            Random random = new Random(31L * row + foldIn.rowLength(row));
            for (int item = 0; item < foldIn.columns(); item++) {
                out[(row - from) * foldIn.columns() + item] = random.nextInt(60) - 30;
            }
        }
    }

    private static CsrMatrix[] randomFoldInAndHeldOut(int users, int items) {
        Random random = new Random(3);
        int[][] foldIn = new int[users][];
        int[][] heldOut = new int[users][];
        for (int user = 0; user < users; user++) {
            int[] part = random.ints(items, 0, 12).toArray();
            foldIn[user] = IntStream.range(0, items).filter(i -> part[i] < 2).toArray();
            boolean none = user % 9 == 4;
            heldOut[user] =
                    IntStream.range(0, items).filter(i -> part[i] == 2 && !none).toArray();
        }
        return new CsrMatrix[] {matrix(items, foldIn), matrix(items, heldOut)};
    }

    @Test
    void the_hand_case_holds() {
        // Item 3 is folded in. The rest ranks 1, 2, 5, 4, 6, 0, 7; held out are 2, 4, 6: ranks 2, 4 and 5 hit.
        // @2: 1/log2(3) = 0.630930 over 1 + 0.630930 is 0.386853; one hit of two.
        // @5: 0.630930 + 1/log2(5) 0.430677 + 1/log2(6) 0.386853 = 1.448459 over 1 + 0.630930 + 0.5 is 0.679731; three
        // of three.
        float[] scores = {.1f, .9f, .8f, Float.NEGATIVE_INFINITY, .3f, .7f, .2f, .05f};
        for (float seen : new float[] {Float.NEGATIVE_INFINITY, 100}) {
            scores[3] = seen;
            Evaluation evaluation =
                    new Evaluator(matrix(8, row(3)), matrix(8, row(2, 4, 6)), METRICS, 1).evaluate(table(scores));
            assertThat(evaluation.mean(NDCG_2)).isCloseTo(0.386853, within(5e-7));
            assertThat(evaluation.mean(RECALL_2)).isEqualTo(0.5);
            assertThat(evaluation.mean(NDCG_5)).isCloseTo(0.679731, within(5e-7));
            assertThat(evaluation.mean(RECALL_5)).isEqualTo(1.0);
            assertThat(evaluation.summary(NDCG_5).standardError()).isZero();
        }
    }

    @Test
    void a_user_without_held_out_items_is_skipped_and_counted() {
        Scorer scorer =
                table(new float[] {3, 2, 1}, new float[] {3, 2, 1}, new float[] {1, 2, 3}, new float[] {1, 2, 3});
        CsrMatrix heldOut = matrix(3, row(), row(0), row(), row(0));
        Evaluation evaluation = new Evaluator(
                        matrix(3, row(), row(), row(), row()), heldOut, List.of(RankingMetric.RECALL.at(1)), 3)
                .evaluate(scorer);
        assertThat(evaluation.users()).isEqualTo(2);
        assertThat(evaluation.skippedUsers()).isEqualTo(2);
        assertThat(evaluation.rows()).containsExactly(1, 3);
        assertThat(evaluation.perUser(RankingMetric.RECALL.at(1))).containsExactly(1, 0);
        // Values 1 and 0: mean 1/2, standard deviation with divisor 2 is 1/2, over the root of 2.
        assertThat(evaluation.mean(RankingMetric.RECALL.at(1))).isEqualTo(0.5);
        assertThat(evaluation.summary(RankingMetric.RECALL.at(1)).standardError())
                .isCloseTo(0.5 / Math.sqrt(2), within(1e-15));
    }

    @Test
    void a_user_who_has_seen_everything_scores_nothing_rather_than_nan() {
        CsrMatrix all = matrix(3, row(0, 1, 2));
        Evaluation evaluation =
                new Evaluator(all, matrix(3, row(1)), METRICS, 1).evaluate(table(new float[] {1, 2, 3}));
        for (MetricAtK metric : METRICS) {
            assertThat(evaluation.mean(metric)).isZero();
        }
    }

    @Test
    void a_cutoff_beyond_the_items_takes_them_all() {
        MetricAtK ndcg = RankingMetric.NDCG.at(100);
        MetricAtK recall = RankingMetric.RECALL.at(100);
        Evaluation evaluation = new Evaluator(matrix(3, row(0)), matrix(3, row(1)), List.of(ndcg, recall), 1)
                .evaluate(table(new float[] {1, 2, 3}));
        assertThat(evaluation.mean(recall)).isEqualTo(1.0);
        assertThat(evaluation.mean(ndcg)).isCloseTo(Math.log(2) / Math.log(3), within(1e-15)); // rank 2 over rank 1
    }

    @Test
    void neither_batch_size_nor_threads_change_a_bit() {
        CsrMatrix[] parts = randomFoldInAndHeldOut(103, 150);
        Evaluation reference = new Evaluator(parts[0], parts[1], METRICS, 103).evaluate(EvaluatorTest::mixed);
        assertThat(reference.skippedUsers()).isEqualTo(11); // users 4, 13, ..., 94
        assertThat(reference.mean(RECALL_5)).isBetween(0.05, 0.95);
        for (int threads : new int[] {1, 4}) {
            for (int batchSize : new int[] {1, 7, 500}) {
                ForkJoinPool pool = new ForkJoinPool(threads);
                try {
                    Evaluation evaluation = pool.submit(() -> new Evaluator(parts[0], parts[1], METRICS, batchSize)
                                    .evaluate(EvaluatorTest::mixed))
                            .join();
                    assertThat(evaluation.rows()).containsExactly(reference.rows());
                    for (MetricAtK metric : METRICS) {
                        assertThat(evaluation.perUser(metric)).containsExactly(reference.perUser(metric));
                        assertThat(evaluation.mean(metric)).isEqualTo(reference.mean(metric));
                        assertThat(evaluation.summary(metric).standardError())
                                .isEqualTo(reference.summary(metric).standardError());
                    }
                } finally {
                    pool.shutdown();
                }
            }
        }
    }

    @Test
    void numbering_the_items_differently_changes_nothing() {
        float[] scores = {.1f, .9f, .8f, .4f, .3f, .7f, .2f, .05f};
        int[] moved = {5, 0, 7, 2, 6, 1, 4, 3}; // item i becomes moved[i]
        float[] movedScores = new float[8];
        for (int item = 0; item < 8; item++) {
            movedScores[moved[item]] = scores[item];
        }
        Evaluation before =
                new Evaluator(matrix(8, row(1, 3)), matrix(8, row(2, 4, 6)), METRICS, 1).evaluate(table(scores));
        // 1, 3 -> 0, 2 and 2, 4, 6 -> 7, 6, 4
        Evaluation after =
                new Evaluator(matrix(8, row(0, 2)), matrix(8, row(4, 6, 7)), METRICS, 1).evaluate(table(movedScores));
        for (MetricAtK metric : METRICS) {
            assertThat(after.mean(metric)).isEqualTo(before.mean(metric)).isPositive();
        }
    }

    @Test
    void one_buffer_of_a_batch_is_used_throughout() {
        CsrMatrix[] parts = randomFoldInAndHeldOut(20, 30);
        IdentityHashMap<float[], Boolean> buffers = new IdentityHashMap<>();
        List<String> batches = new ArrayList<>();
        Scorer scorer = (foldIn, from, to, out) -> {
            buffers.put(out, true);
            batches.add(from + ".." + to);
            mixed(foldIn, from, to, out);
        };
        new Evaluator(parts[0], parts[1], METRICS, 8).evaluate(scorer);
        assertThat(batches).containsExactly("0..8", "8..16", "16..20");
        assertThat(buffers.keySet()).hasSize(1).allSatisfy(buffer -> assertThat(buffer)
                .hasSize(8 * 30));
    }

    @Test
    void the_scorer_sees_what_is_folded_in_and_not_what_is_held_out() {
        CsrMatrix known = matrix(3, row(0));
        Scorer scorer = (foldIn, from, to, out) -> {
            assertThat(foldIn).isSameAs(known);
            out[2] = 1;
        };
        Evaluation evaluation = new Evaluator(known, matrix(3, row(2)), METRICS, 1).evaluate(scorer);
        assertThat(evaluation.mean(NDCG_2)).isEqualTo(1.0);
    }

    @Test
    void nan_is_refused_and_its_item_named() {
        Scorer scorer = table(new float[] {1, 2, Float.NaN});
        assertThatThrownBy(() -> new Evaluator(matrix(3, row()), matrix(3, row(1)), METRICS, 1).evaluate(scorer))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("item 2 is NaN");
    }

    @Test
    void nobody_to_evaluate_is_the_users_error() {
        Scorer scorer = table(new float[] {1, 2, 3});
        assertThatThrownBy(() -> new Evaluator(matrix(3, row(0)), matrix(3, row()), METRICS, 1).evaluate(scorer))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("none among 1 held-out user, who have");
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 6, 7, 9, 10, 40, 99, 100, 250})
    void if_the_share_is_too_small_for_every_user_one_that_is_not_is_named(int events) {
        CsrMatrix foldIn = matrix(events, row(0), IntStream.range(0, events).toArray());
        UserError error = catchThrowableOfType(
                UserError.class, () -> new Evaluator(foldIn, matrix(events, row(), row()), METRICS, 1));
        assertThat(error.where()).isEqualTo("preprocess.heldOutProportion");
        assertThat(error.found()).isEqualTo("none among 2 held-out users, who have at most " + events + " events");
        assertThat(error.remedy()).startsWith("set it to 0.2").doesNotContain("or to 0.2 ");
        String least = error.remedy().replaceFirst("set it to ", "").replaceFirst("0.2, or to (.*) at least", "$1");
        assertThat(new HeldOutDraw(1, Double.parseDouble(least)).next(events)).isNotEmpty();
        assertThat(new HeldOutDraw(1, Double.parseDouble(least) - 0.01).next(events))
                .isEmpty();
    }

    @Test
    void if_all_users_have_too_few_events_a_number_of_them_is_named() {
        assertThatThrownBy(() -> new Evaluator(matrix(4, row(0, 1, 2, 3)), matrix(4, row()), METRICS, 1))
                .isInstanceOf(UserError.class)
                .hasMessage(
                        "preprocess.minUserEvents: expected a user with a held-out item, of 5 events or more, found none"
                                + " among 1 held-out user, who have at most 4 events; set it to 5 if there are"
                                + " users who have as many, else bring more data of each user");
    }

    @Test
    void a_batch_that_no_array_holds_is_the_users_error() {
        // 2^31 - 9 over 10^9 items: two rows at most.
        CsrMatrix foldIn = matrix(1_000_000_000, row(), row(), row());
        CsrMatrix heldOut = matrix(1_000_000_000, row(1), row(1), row(1));
        assertThatThrownBy(() -> new Evaluator(foldIn, heldOut, METRICS, 3).evaluate(EvaluatorTest::mixed))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("evaluate.batchSize: expected at most 2 with 1000000000 items, found 3");
    }

    @Test
    void arguments_that_do_not_fit_are_refused() {
        Scorer scorer = table(new float[] {1, 2, 3});
        CsrMatrix one = matrix(3, row(0));
        assertThatThrownBy(() -> new Evaluator(one, matrix(3, row(1), row(1)), METRICS, 1).evaluate(scorer))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Evaluator(one, matrix(4, row(1)), METRICS, 1).evaluate(scorer))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Evaluator(one, one, List.of(), 1).evaluate(scorer))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Evaluator(one, one, List.of(NDCG_2, NDCG_2), 1).evaluate(scorer))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Evaluator(one, one, METRICS, 0).evaluate(scorer))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_metric_that_was_not_asked_for_is_refused() {
        Evaluation evaluation =
                new Evaluator(matrix(3, row(0)), matrix(3, row(1)), METRICS, 1).evaluate(table(new float[] {1, 2, 3}));
        assertThatThrownBy(() -> evaluation.mean(RankingMetric.NDCG.at(3)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("NDCG@3 was not evaluated");
    }
}
