package multvae.stages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import multvae.baselines.FitProgress;
import multvae.config.EvaluateSettings.Baseline;
import multvae.config.Settings;
import multvae.evaluation.DetailedEvaluator;
import multvae.io.UserError;
import multvae.matrix.CsrMatrix;
import org.junit.jupiter.api.Test;

final class BaselineFitTest {

    /** 4 users and 3 items, of which each user has one. */
    private static CsrMatrix matrix() {
        return new CsrMatrix(3, new int[] {0, 1, 2, 3, 4}, new int[] {0, 1, 2, 0});
    }

    private static void requireMemory(long results) {
        BaselineFits fits = new BaselineFits(Settings.defaults(Map.of()).evaluate(), FitProgress.NONE);
        fits.requireMemory(List.of(Baseline.POPULARITY), new FitData.InMemory(matrix()), matrix(), matrix(), results);
    }

    @Test
    void an_array_longer_than_javas_longest_is_refused() {
        // 49,981 * 42,966 = 2^31 - 2 numbers; the longest array has 2^31 - 9
        CsrMatrix wide = new CsrMatrix(49_981, new int[] {0, 1}, new int[] {0});
        Settings settings = Settings.defaults(Map.of("evaluate.itemKnn.neighbours", "42966"));
        BaselineFit fit = new BaselineFits(settings.evaluate(), FitProgress.NONE).of(Baseline.ITEM_KNN);
        assertThatThrownBy(() -> fit.requireMemory(new FitData.InMemory(wide)))
                .isInstanceOf(UserError.class)
                .hasMessage(
                        "evaluate.itemKnn.neighbours: expected at most 42,965 for 49,981 items, found 42,966; lower it");
    }

    /**
     * Two models and three metrics have 6 values for each user: of all items, of three buckets of them, of a third of the users, and in
     * the bootstrap, which has as many means for each resample.
     */
    @Test
    void the_results_of_an_evaluation_are_counted_before_it_is_begun() {
        long few = DetailedEvaluator.heap(2, 3, 4, 10);
        assertThat(few).isEqualTo(8 * 6 * (6 * 4 + 10));
        assertThatCode(() -> requireMemory(few)).doesNotThrowAnyException();
        assertThatThrownBy(() -> requireMemory(DetailedEvaluator.heap(2, 3, 400_000_000, 10)))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith("evaluate, with 3 items and 4 users: expected 137,358 MB of Java's heap")
                .hasMessageEndingWith(", or lower evaluate.batchSize, or name fewer evaluate.metrics");
    }
}
