package multvae.evaluation;

import static multvae.evaluation.Activity.HIGH;
import static multvae.evaluation.Activity.LOW;
import static multvae.evaluation.Activity.MEDIUM;
import static multvae.evaluation.Rows.matrix;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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

    private static List<Activity> of(int... counts) {
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
        assertThat(Stream.of(Activity.values()).map(activity::fewestItems)).containsExactly(10, 11, 21);
        assertThat(Stream.of(Activity.values()).map(activity::mostItems)).containsExactly(10, 20, 30);
    }
}
