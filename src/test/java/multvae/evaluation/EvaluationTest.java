package multvae.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import multvae.evaluation.Evaluation.Summary;
import org.junit.jupiter.api.Test;

final class EvaluationTest {

    private static final MetricAtK NDCG = RankingMetric.NDCG.at(100);

    private static Evaluation evaluation(int[] rows, int skippedUsers, double... values) {
        return new Evaluation(List.of(NDCG), rows, skippedUsers, new double[][] {values});
    }

    @Test
    void differences_are_the_first_minus_the_second_user_by_user() {
        Evaluation first = evaluation(new int[] {0, 2, 3, 5}, 2, 0.9, 0.5, 0.3, 0.7);
        Evaluation second = evaluation(new int[] {0, 2, 3, 5}, 2, 0.8, 0.1, 0.4, 0.7);
        // Differences .1, .4, -.1, 0: mean .1; squared deviations 0, .09, .04, .01, over 4 is .035; its root over 2.
        Summary difference = Summary.of(first.differences(second, NDCG));
        assertThat(difference.mean()).isCloseTo(0.1, within(1e-15));
        assertThat(difference.standardError()).isCloseTo(Math.sqrt(0.035) / 2, within(1e-15));
        assertThat(difference.users()).isEqualTo(4);
        assertThat(Summary.ofDifferences(first.perUser(NDCG), second.perUser(NDCG)))
                .isEqualTo(difference);
        assertThat(Summary.of(second.differences(first, NDCG)).mean()).isCloseTo(-0.1, within(1e-15));
        assertThat(first.perUser(NDCG)).containsExactly(0.9, 0.5, 0.3, 0.7);
    }

    @Test
    void different_users_are_refused() {
        Evaluation first = evaluation(new int[] {0, 1}, 1, 0.9, 0.5);
        assertThatThrownBy(() -> first.differences(evaluation(new int[] {0, 2}, 1, 0.9, 0.5), NDCG))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> first.differences(evaluation(new int[] {0, 1, 2}, 0, 0.9, 0.5, 1), NDCG))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> first.differences(evaluation(new int[] {0, 1}, 7, 0.9, 0.5), NDCG))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
