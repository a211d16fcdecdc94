package multvae.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import multvae.report.Tuned.Rung;
import multvae.report.Tuned.Scale;
import org.junit.jupiter.api.Test;

final class InfluenceTest {

    private static Tuned tuned(Tuned.Key key, List<String> values, double... results) {
        List<Tuned.Trial> trials = new ArrayList<>();
        for (int i = 0; i < results.length; i++) {
            trials.add(new Tuned.Trial(
                    i + 1, new TreeMap<>(Map.of(key.name(), values.get(i))), List.of(results[i]), 0, Optional.empty()));
        }
        return new Tuned("model", List.of(key), List.of(new Rung(0, results.length)), trials, 0);
    }

    private static Influence of(Tuned.Key key, List<String> values, double... results) {
        return Influence.of(tuned(key, values, results)).get(0);
    }

    /** The example of Wikipedia's article on Spearman's coefficient: IQ and hours of television, rho = -29/165. */
    @Test
    void the_correlation_is_spearmans() {
        Influence influence = of(
                new Tuned.Key("iq", Scale.LINEAR, List.of()),
                List.of("106", "100", "86", "101", "99", "103", "97", "113", "112", "110"),
                7,
                27,
                2,
                50,
                28,
                29,
                20,
                12,
                6,
                17);
        assertThat(influence.correlation()).isCloseTo(-29 / 165.0, within(1e-12));
        assertThat(influence.share()).isCloseTo(29 / 165.0 * (29 / 165.0), within(1e-12));
        assertThat(influence.chance()).isCloseTo(0.627, within(0.04)); // as cited there, p = 0.627188
        assertThat(influence.verdict(1)).isEqualTo("not told from chance");
    }

    /** scipy.stats.spearmanr([1, 2, 2, 3], [1, 3, 2, 4]) is 0.9486832980505139. */
    @Test
    void equal_values_share_the_mean_of_their_ranks() {
        assertThat(Influence.ranks(List.of(5.0, 1.0, 5.0, 2.0))).containsExactly(3.5, 1, 3.5, 2);
        assertThat(of(new Tuned.Key("k", Scale.LOGARITHMIC, List.of()), List.of("1", "2", "2", "3"), 1, 3, 2, 4)
                        .correlation())
                .isCloseTo(0.9486832980505139, within(1e-12));
    }

    /** Ranks 1, 2 | 3, 4 | 5, 6 around 3.5: between 2 (4 + 0 + 4) = 16, in all 17.5. */
    @Test
    void a_choice_explains_the_variance_between_its_values() {
        Tuned.Key key = new Tuned.Key("k", Scale.CHOICE, List.of("a", "b", "c"));
        Influence influence = of(key, List.of("a", "a", "b", "b", "c", "c"), 0.1, 0.2, 0.3, 0.4, 0.5, 0.6);
        assertThat(influence.share()).isCloseTo(16 / 17.5, within(1e-12));
        assertThat(influence.correlation()).isNaN();
        // 3! of the 90 ways to put 6 ranks into three pairs do as much
        assertThat(influence.chance()).isCloseTo(6 / 90.0, within(0.02));
        assertThat(influence.verdict(1)).isEqualTo("too few trials to tell");
    }

    @Test
    void a_key_without_two_values_and_a_diverged_trial_are_no_mistake() {
        assertThat(of(new Tuned.Key("k", Scale.LINEAR, List.of()), List.of("1", "1"), 0.1, 0.2)
                        .correlation())
                .isZero();
        assertThat(of(new Tuned.Key("k", Scale.LINEAR, List.of()), List.of("1", "2", "3"), 0.3, 0.2, Double.NaN)
                        .correlation())
                .isCloseTo(-1, within(1e-12));
    }

    @Test
    void twelve_trials_in_order_are_told_from_chance_with_a_direction() {
        List<String> values = new ArrayList<>();
        double[] results = new double[12];
        for (int i = 0; i < 12; i++) {
            values.add(String.valueOf(i));
            results[i] = -i;
        }
        Influence influence = of(new Tuned.Key("k", Scale.LINEAR, List.of()), values, results);
        assertThat(influence.chance()).isLessThanOrEqualTo(0.002);
        assertThat(influence.verdict(3)).isEqualTo("lower is better");
    }
}
