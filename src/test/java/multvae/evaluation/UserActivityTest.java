package multvae.evaluation;

import static multvae.evaluation.Rows.matrix;
import static multvae.evaluation.UserActivity.Third.HIGH;
import static multvae.evaluation.UserActivity.Third.LOW;
import static multvae.evaluation.UserActivity.Third.MEDIUM;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import multvae.evaluation.UserActivity.Span;
import multvae.evaluation.UserActivity.Third;
import multvae.matrix.CsrMatrix;
import org.junit.jupiter.api.Test;

final class UserActivityTest {

    private static CsrMatrix foldIn(int... counts) {
        return matrix(
                100,
                IntStream.of(counts)
                        .mapToObj(count -> IntStream.range(0, count).toArray())
                        .toArray(int[][]::new));
    }

    private static List<Third> of(int... counts) {
        UserActivity activity = new UserActivity(
                foldIn(counts), IntStream.range(0, counts.length).toArray());
        return IntStream.range(0, counts.length).mapToObj(activity::of).toList();
    }

    @Test
    void a_third_of_the_users_is_in_each() {
        assertThat(of(60, 10, 30, 20, 50, 40)).containsExactly(HIGH, LOW, MEDIUM, LOW, HIGH, MEDIUM);
        // Of 7, numbers ceil(7 / 3) = 3 and ceil(14 / 3) = 5.
        assertThat(of(1, 2, 3, 4, 5, 6, 7)).containsExactly(LOW, LOW, LOW, MEDIUM, MEDIUM, HIGH, HIGH);
    }

    @Test
    void users_with_the_same_count_are_together() {
        // Both terciles, numbers 2 and 4 of six, are 5: nobody is between them.
        assertThat(of(5, 5, 5, 5, 6, 7)).containsExactly(LOW, LOW, LOW, LOW, HIGH, HIGH);
        assertThat(of(5, 5, 5)).containsExactly(LOW, LOW, LOW);
        assertThat(of(9)).containsExactly(LOW);
    }

    @Test
    void only_the_users_that_count_set_the_bounds() {
        UserActivity activity = new UserActivity(foldIn(10, 90, 20, 30, 99), new int[] {0, 2, 3});
        assertThat(activity.of(2)).isEqualTo(MEDIUM);
        assertThat(Stream.of(Third.values()).map(activity::foldInItems))
                .containsExactly(new Span(10, 10), new Span(11, 20), new Span(21, 30));
    }
}
