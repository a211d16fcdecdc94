package multvae.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import multvae.config.TuneSettings.Dimension;
import multvae.config.TuneSettings.Distribution;
import multvae.io.UserError;
import org.junit.jupiter.api.Test;

final class DrawsTest {

    private static final int MANY = 4000;

    private static final Dimension RATE =
            new Dimension("train.learningRate", Distribution.LOG_UNIFORM, 1e-4, 1e-2, List.of());
    private static final Dimension CAP = new Dimension("train.anneal.cap", Distribution.UNIFORM, 0, 1, List.of());
    private static final Dimension BATCH =
            new Dimension("train.batchSize", Distribution.CHOICE, 0, 0, List.of("100", "250", "500"));
    private static final Dimension NEIGHBOURS =
            new Dimension("evaluate.itemKnn.neighbours", Distribution.LOG_INTEGER, 10, 500, List.of());
    private static final Dimension CYCLES = new Dimension("train.anneal.cycles", Distribution.INTEGER, 1, 4, List.of());

    private static List<String> drawn(Dimension dimension) {
        return IntStream.rangeClosed(1, MANY)
                .mapToObj(trial -> Draws.of(List.of(dimension), 7, trial).get(dimension.key()))
                .toList();
    }

    /**
     * By Python: {@code u = (int.from_bytes(hashlib.sha256(b"1 TRIAL KEY").digest()[:8], "big") >> 11) * 2**-53}, then
     * {@code "%.4g" % (1e-4 * math.exp(u * math.log(100)))} and so on.
     */
    @Test
    void the_trials_of_a_seed_are_these() {
        assertThat(IntStream.rangeClosed(1, 5)
                        .mapToObj(trial -> Draws.of(List.of(RATE, CAP, BATCH, NEIGHBOURS, CYCLES), 1, trial))
                        .map(values -> List.of(RATE, CAP, BATCH, NEIGHBOURS, CYCLES).stream()
                                .map(dimension -> values.get(dimension.key()))
                                .collect(Collectors.joining(" "))))
                .containsExactly(
                        "0.005793 0.3557 250 48 1",
                        "0.0009256 0.02379 500 109 1",
                        "0.0002535 0.07017 250 45 1",
                        "0.005441 0.6124 250 206 4",
                        "0.0001351 0.8071 250 71 2");
        assertThat(Draws.unit(1, 4, "train.anneal.cap")).isEqualTo(0.6123914568293125);
    }

    @Test
    void a_value_depends_on_no_other_key_and_another_seed_draws_others() {
        assertThat(Draws.of(List.of(CAP), 1, 3)).isEqualTo(new TreeMap<>(Map.of("train.anneal.cap", "0.07017")));
        assertThat(Draws.of(List.of(CAP), 2, 3)).isNotEqualTo(Draws.of(List.of(CAP), 1, 3));
    }

    /** Of a log-uniform law a quarter is below the first quartile of the logarithms; the error of a share is sqrt(p (1 - p) / n). */
    @Test
    void a_log_uniform_key_is_in_its_bounds_and_has_a_quarter_in_each_half_decade() {
        double[] rates = drawn(RATE).stream().mapToDouble(Double::parseDouble).toArray();
        assertThat(Arrays.stream(rates)).allMatch(rate -> rate >= 1e-4 && rate <= 1e-2);
        for (int quarter = 1; quarter <= 3; quarter++) {
            double bound = 1e-4 * Math.pow(10, quarter / 2.0);
            assertThat((double) Arrays.stream(rates)
                                    .filter(rate -> rate < bound)
                                    .count()
                            / MANY)
                    .isCloseTo(quarter / 4.0, within(4 * Math.sqrt(0.25 / MANY)));
        }
    }

    @Test
    void a_uniform_key_has_the_mean_and_the_variance_of_its_law() {
        double[] caps = drawn(CAP).stream().mapToDouble(Double::parseDouble).toArray();
        double mean = Arrays.stream(caps).average().orElseThrow();
        double variance = Arrays.stream(caps)
                .map(cap -> (cap - mean) * (cap - mean))
                .average()
                .orElseThrow();
        assertThat(mean).isCloseTo(0.5, within(4 / Math.sqrt(12.0 * MANY)));
        assertThat(variance).isCloseTo(1 / 12.0, within(0.005));
    }

    @Test
    void choices_and_whole_numbers_come_as_often_as_each_other() {
        for (Dimension dimension : List.of(BATCH, CYCLES)) {
            Map<String, Long> counts =
                    drawn(dimension).stream().collect(Collectors.groupingBy(value -> value, Collectors.counting()));
            double expected = (double) MANY / counts.size();
            double chiSquared = counts.values().stream()
                    .mapToDouble(count -> (count - expected) * (count - expected) / expected)
                    .sum();
            assertThat(counts).hasSize(dimension.equals(BATCH) ? 3 : 4);
            assertThat(chiSquared).isLessThan(16.3); // the 0.999 quantile with 3 degrees of freedom
        }
    }

    @Test
    void log_integers_reach_both_ends_and_have_as_many_below_the_geometric_mean_as_above() {
        int[] neighbours =
                drawn(NEIGHBOURS).stream().mapToInt(Integer::parseInt).toArray();
        assertThat(Arrays.stream(neighbours)).allMatch(count -> count >= 10 && count <= 500);
        assertThat(neighbours).contains(10);
        assertThat(Arrays.stream(neighbours)).anyMatch(count -> count > 480);
        assertThat((double) Arrays.stream(neighbours)
                                .filter(count -> count < Math.sqrt(10 * 501.0))
                                .count()
                        / MANY)
                .isCloseTo(0.5, within(0.04));
    }

    @Test
    void rounding_to_four_digits_does_not_leave_the_bounds() {
        Dimension narrow = new Dimension("train.anneal.cap", Distribution.UNIFORM, 0.123449, 0.123451, List.of());
        assertThat(Draws.value(narrow, 0)).isEqualTo("0.123449");
        assertThat(Draws.value(narrow, 0.99)).isEqualTo("0.123451");
    }

    @Test
    void a_key_that_comes_twice_is_refused() {
        Draws.requireDistinct(List.of(CAP, RATE));
        assertThatThrownBy(() -> Draws.requireDistinct(List.of(CAP, CAP)))
                .isInstanceOf(UserError.class)
                .hasMessage(
                        "tune.space: expected each key once, found train.anneal.cap twice; leave one of the two out");
    }
}
