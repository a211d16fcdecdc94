package multvae.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ForkJoinPool;
import multvae.evaluation.Bootstrap.Interval;
import org.junit.jupiter.api.Test;

final class BootstrapTest {

    private static double[] uniform(int users, long seed) {
        return new Random(seed).doubles(users).map(x -> 3 * x - 1).toArray();
    }

    private static Interval interval(int resamples, long seed, double... sample) {
        return new Bootstrap(resamples, seed).intervals(List.of(sample)).get(0);
    }

    @Test
    void of_ones_and_zeros_the_ends_are_the_binomials_quantiles() {
        // 30 ones among 100 users: a resample has Binomial(100, 0.3) ones, whose 2.5 % and 97.5 % quantiles scipy gives
        // as 21 and 39 (0.0165 at 20, 0.0288 at 21; 0.9660 at 38, 0.9790 at 39).
        double[] sample = new double[100];
        Arrays.fill(sample, 0, 30, 1);
        Interval interval = interval(20_000, 1, sample);
        assertThat(interval.low()).isCloseTo(0.21, within(1e-12));
        assertThat(interval.high()).isCloseTo(0.39, within(1e-12));
    }

    @Test
    void of_many_users_the_ends_are_two_standard_errors_off() {
        double[] sample = uniform(2_000, 5);
        Evaluation.Summary summary = Evaluation.Summary.of(sample);
        Interval interval = interval(10_000, 1, sample);
        // 1.96 standard errors by the central limit theorem, with 3 % for 10,000 resamples.
        assertThat((summary.mean() - interval.low()) / summary.standardError()).isCloseTo(1.96, within(0.06));
        assertThat((interval.high() - summary.mean()) / summary.standardError()).isCloseTo(1.96, within(0.06));
    }

    @Test
    void ends_between_two_resamples_are_interpolated() {
        // Two resamples of {0, 1} have means m <= n: m + 0.025 (n - m) and m + 0.975 (n - m).
        for (long seed = 0; seed < 20; seed++) {
            Interval interval = interval(2, seed, 0, 1);
            double width = (interval.high() - interval.low()) / 0.95;
            assertThat(width * 2).isCloseTo(Math.rint(width * 2), within(1e-12));
            assertThat((interval.low() - 0.025 * width) * 2)
                    .isCloseTo(Math.rint((interval.low() - 0.025 * width) * 2), within(1e-12));
        }
    }

    @Test
    void a_single_user_or_equal_users_leave_no_doubt() {
        assertThat(interval(50, 3, 0.25)).isEqualTo(new Interval(0.25, 0.25));
        assertThat(interval(50, 3, 0.5, 0.5, 0.5, 0.5)).isEqualTo(new Interval(0.5, 0.5));
        assertThat(interval(1, 3, 0.5, 0.5)).isEqualTo(new Interval(0.5, 0.5));
    }

    @Test
    void every_sample_is_drawn_with_the_same_users() {
        double[] first = uniform(50, 1);
        double[] second = uniform(50, 2);
        double[] difference = new double[50];
        Arrays.setAll(difference, user -> first[user] - second[user]);
        List<Interval> together = new Bootstrap(200, 9).intervals(List.of(first, second, difference));
        assertThat(together.get(0)).isEqualTo(interval(200, 9, first));
        assertThat(together.get(2).high())
                .isCloseTo(interval(200, 9, difference).high(), within(1e-12));
        // A sample and its negative mirror each other only if drawn alike.
        List<Interval> mirrored = new Bootstrap(200, 9)
                .intervals(List.of(first, Arrays.stream(first).map(x -> -x).toArray()));
        assertThat(mirrored.get(1).low()).isCloseTo(-mirrored.get(0).high(), within(1e-12));
    }

    @Test
    void the_seed_decides_and_the_number_of_threads_does_not() {
        double[] sample = uniform(200, 4);
        Interval reference = interval(300, 7, sample);
        for (int threads : new int[] {1, 3}) {
            ForkJoinPool pool = new ForkJoinPool(threads);
            try {
                assertThat(pool.submit(() -> interval(300, 7, sample)).join()).isEqualTo(reference);
            } finally {
                pool.shutdown();
            }
        }
        assertThat(interval(300, 8, sample)).isNotEqualTo(reference);
    }

    @Test
    void samples_of_different_users_and_none_are_refused() {
        Bootstrap bootstrap = new Bootstrap(10, 1);
        assertThatThrownBy(() -> bootstrap.intervals(List.of(new double[2], new double[3])))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> bootstrap.intervals(List.of(new double[0])))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Bootstrap(0, 1)).isInstanceOf(IllegalArgumentException.class);
    }
}
