package multvae.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import multvae.report.StepLosses.Point;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

final class StepLossesTest {

    @Test
    void each_step_is_a_point_as_long_as_there_are_few() {
        StepLosses losses = new StepLosses();
        losses.startAfter(7);
        losses.add(3);
        losses.add(1);
        assertThat(losses.points()).containsExactly(new Point(8, 3), new Point(9, 1));
        losses.startAfter(0);
        losses.add(2);
        assertThat(losses.points()).containsExactly(new Point(1, 2));
    }

    /** The loss of step n is n: so the mean of the steps a to b is (a + b) / 2. */
    @Test
    void points_of_many_steps_are_their_means_and_stay_few() {
        StepLosses losses = new StepLosses();
        int steps = 100_003;
        for (int step = 1; step <= steps; step++) {
            losses.add(step);
        }
        List<Point> points = losses.points();
        int each = losses.stepsPerPoint();
        assertThat(points).hasSizeBetween(200, 512).hasSize(steps / each);
        for (int k = 0; k < points.size(); k++) {
            assertThat(points.get(k).step()).isEqualTo((k + 1L) * each);
            assertThat(points.get(k).loss()).isCloseTo(k * (double) each + (1 + each) / 2.0, Assertions.within(1e-6));
        }
    }
}
