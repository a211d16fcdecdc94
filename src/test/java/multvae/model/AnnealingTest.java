package multvae.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.OptionalInt;
import java.util.OptionalLong;
import multvae.config.AnnealSettings;
import org.junit.jupiter.api.Test;

/** beta by hand from the specification: min(cap, step / total). */
final class AnnealingTest {

    @Test
    void the_papers_run_reaches_its_cap_at_step_40000() {
        Annealing annealing = new Annealing(0.2, 200_000);
        assertThat(annealing.beta(0)).isZero();
        assertThat(annealing.beta(1)).isEqualTo(5e-6);
        assertThat(annealing.beta(39_999)).isLessThan(0.2);
        assertThat(annealing.beta(40_000)).isEqualTo(0.2);
        assertThat(annealing.beta(1_000_000)).isEqualTo(0.2);
    }

    @Test
    void the_tutorials_formula_reaches_the_cap_after_four_fifths_of_the_epochs() {
        // 11 steps an epoch, 100 epochs, cap 0.2: total = 11 * (100 - 20) / 0.2 = 4400, the cap at step 880 = epoch 80
        Annealing annealing = Annealing.of(settings(0.2, OptionalInt.empty()), 11, 100);
        assertThat(annealing.totalSteps()).isCloseTo(4400, within(1e-9));
        assertThat(annealing.beta(879)).isCloseTo(879 / 4400.0, within(1e-15)).isLessThan(0.2);
        assertThat(annealing.beta(880)).isCloseTo(0.2, within(1e-15));
    }

    @Test
    void given_epochs_are_the_epochs_until_the_cap() {
        Annealing annealing = Annealing.of(settings(0.5, OptionalInt.of(3)), 10, 100);
        assertThat(annealing.beta(29)).isCloseTo(0.5 * 29 / 30, within(1e-15));
        assertThat(annealing.beta(30)).isCloseTo(0.5, within(1e-15));
    }

    @Test
    void a_cap_of_0_is_beta_0_throughout() {
        Annealing annealing = Annealing.of(settings(0, OptionalInt.empty()), 10, 100);
        assertThat(annealing.beta(0)).isZero();
        assertThat(annealing.beta(5_000)).isZero();
    }

    @Test
    void a_total_of_0_or_less_holds_beta_at_the_cap_from_the_first_step() {
        assertThat(new Annealing(0.3, 0).beta(0)).isEqualTo(0.3);
        assertThat(new Annealing(0.3, -5).beta(0)).isEqualTo(0.3);
    }

    private static AnnealSettings settings(double cap, OptionalInt epochs) {
        return new AnnealSettings(cap, OptionalLong.empty(), epochs);
    }
}
