package multvae.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.OptionalInt;
import java.util.OptionalLong;
import multvae.config.TrainSettings.Anneal;
import multvae.config.TrainSettings.AnnealType;
import multvae.io.UserError;
import org.junit.jupiter.api.Test;

/** beta by hand from the specification: min(cap, step / total); and from Fu et al. 2019. */
final class AnnealingTest {

    @Test
    void the_papers_run_reaches_its_cap_at_step_40000() {
        Annealing annealing = new Annealing.Linear(0.2, 200_000);
        assertThat(annealing.beta(0)).isZero();
        assertThat(annealing.beta(1)).isEqualTo(5e-6);
        assertThat(annealing.beta(39_999)).isLessThan(0.2);
        assertThat(annealing.beta(40_000)).isEqualTo(0.2);
        assertThat(annealing.beta(1_000_000)).isEqualTo(0.2);
    }

    @Test
    void the_tutorials_formula_reaches_the_cap_after_four_fifths_of_the_epochs() {
        // 11 steps an epoch, 100 epochs, cap 0.2: total = 11 * (100 - 20) / 0.2 = 4400, the cap at step 880 = epoch 80
        Annealing annealing = Annealing.of(linear(0.2, OptionalInt.empty()), 11, 100);
        assertThat(((Annealing.Linear) annealing).totalSteps()).isCloseTo(4400, within(1e-9));
        assertThat(annealing.beta(879)).isCloseTo(879 / 4400.0, within(1e-15)).isLessThan(0.2);
        assertThat(annealing.beta(880)).isCloseTo(0.2, within(1e-15));
    }

    @Test
    void given_epochs_are_the_epochs_until_the_cap() {
        Annealing annealing = Annealing.of(linear(0.5, OptionalInt.of(3)), 10, 100);
        assertThat(annealing.beta(29)).isCloseTo(0.5 * 29 / 30, within(1e-15));
        assertThat(annealing.beta(30)).isCloseTo(0.5, within(1e-15));
    }

    @Test
    void a_cap_of_0_is_beta_0_throughout() {
        Annealing annealing = Annealing.of(linear(0, OptionalInt.empty()), 10, 100);
        assertThat(annealing.beta(0)).isZero();
        assertThat(annealing.beta(5_000)).isZero();
    }

    @Test
    void a_total_of_0_or_less_holds_beta_at_the_cap_from_the_first_step() {
        assertThat(new Annealing.Linear(0.3, 0).beta(0)).isEqualTo(0.3);
        assertThat(new Annealing.Linear(0.3, -5).beta(0)).isEqualTo(0.3);
    }

    @Test
    void constant_is_at_the_cap_from_the_first_step() {
        Annealing annealing = Annealing.of(settings(AnnealType.CONSTANT, 0.15, OptionalInt.empty()), 10, 100);
        assertThat(annealing.beta(0)).isEqualTo(0.15);
        assertThat(annealing.beta(999)).isEqualTo(0.15);
    }

    @Test
    void cyclical_rises_for_half_a_cycle_stays_and_starts_again() {
        // 10 steps an epoch, 8 epochs, 4 cycles: 20 steps a cycle, up for the first 10 of them, cap 0.4
        Annealing annealing = Annealing.of(settings(AnnealType.CYCLICAL, 0.4, OptionalInt.empty()), 10, 8);
        assertThat(annealing.beta(0)).isZero();
        assertThat(annealing.beta(5)).isCloseTo(0.2, within(1e-15));
        assertThat(annealing.beta(9)).isCloseTo(0.36, within(1e-15));
        assertThat(annealing.beta(10)).isCloseTo(0.4, within(1e-15));
        assertThat(annealing.beta(19)).isEqualTo(0.4);
        assertThat(annealing.beta(20)).isZero();
        assertThat(annealing.beta(65)).isCloseTo(0.2, within(1e-15));
        assertThat(annealing.beta(79)).isEqualTo(0.4);
    }

    @Test
    void as_many_cycles_as_steps_are_refused_since_beta_would_stay_0() {
        Anneal four = settings(AnnealType.CYCLICAL, 0.4, OptionalInt.empty());
        assertThatThrownBy(() -> Annealing.of(four, 2, 2))
                .isInstanceOf(UserError.class)
                .hasMessage(
                        "train.anneal.cycles: expected fewer than the 4 steps of the training, since each cycle begins"
                                + " with a beta of 0, found 4; lower it, or train for more epochs");
        // 5 steps: cycles of 2, and after a half of one beta is at the cap
        assertThat(Annealing.of(four, 5, 1).beta(1)).isEqualTo(0.4);
    }

    @Test
    void cycles_that_do_not_divide_the_steps_are_a_step_longer_and_the_last_shorter() {
        Annealing annealing = new Annealing.Cyclical(1, 10, 4, 1); // 3, 3, 3 and 1 steps
        assertThat(annealing.beta(2)).isCloseTo(2 / 3.0, within(1e-15));
        assertThat(annealing.beta(3)).isZero();
        assertThat(annealing.beta(9)).isZero();
    }

    @Test
    void a_search_rises_to_1_and_then_with_the_same_slope_to_what_it_found() {
        // 10 steps an epoch, 10 epochs: the formula's total is 10 * 8 / 1 = 80
        Annealing.Linear rising = Annealing.rising(settings(AnnealType.SEARCH, 0.2, OptionalInt.empty()), 10, 10);
        assertThat(rising.beta(40)).isEqualTo(0.5);
        assertThat(rising.beta(80)).isEqualTo(1);
        assertThat(rising.beta(99)).isEqualTo(1);
        assertThat(rising.upTo(0.25).beta(10)).isEqualTo(0.125);
        assertThat(rising.upTo(0.25).beta(20)).isEqualTo(0.25);
        assertThat(rising.upTo(0.25).beta(21)).isEqualTo(0.25);
    }

    private static Anneal linear(double cap, OptionalInt epochs) {
        return settings(AnnealType.LINEAR, cap, epochs);
    }

    private static Anneal settings(AnnealType type, double cap, OptionalInt epochs) {
        return new Anneal(type, cap, OptionalLong.empty(), epochs, 4, 0.5);
    }
}
