package multvae.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import multvae.config.TuneSettings;
import multvae.report.Tuned.Rung;
import org.junit.jupiter.api.Test;

/** Schedules by hand. */
final class HalvingTest {

    private static List<Rung> rungs(int trials, int eta, int rungs, int epochs, int evaluateEvery) {
        return Halving.rungs(new TuneSettings(trials, eta, rungs, 1, List.of()), epochs, evaluateEvery);
    }

    @Test
    void a_third_goes_on_from_a_ninth_to_a_third_to_all_epochs() {
        assertThat(rungs(27, 3, 3, 45, 1)).containsExactly(new Rung(5, 27), new Rung(15, 9), new Rung(45, 3));
        // 200 / 9 = 22.2, 200 / 3 = 66.7
        assertThat(rungs(27, 3, 3, 200, 1)).containsExactly(new Rung(23, 27), new Rung(67, 9), new Rung(200, 3));
    }

    @Test
    void a_rung_ends_with_an_evaluation() {
        assertThat(rungs(8, 2, 3, 20, 4)).containsExactly(new Rung(8, 8), new Rung(12, 4), new Rung(20, 2));
        // 40 / 9 is rounded up to 5
        assertThat(rungs(9, 3, 3, 40, 5)).containsExactly(new Rung(5, 9), new Rung(15, 3), new Rung(40, 1));
    }

    @Test
    void one_trial_always_goes_on_and_rungs_of_the_same_epochs_are_one() {
        assertThat(rungs(2, 3, 3, 90, 1)).containsExactly(new Rung(10, 2), new Rung(30, 1), new Rung(90, 1));
        assertThat(rungs(9, 3, 3, 2, 1)).containsExactly(new Rung(1, 9), new Rung(2, 3));
        assertThat(rungs(9, 3, 3, 1, 1)).containsExactly(new Rung(1, 9));
        assertThat(rungs(9, 3, 1, 90, 1)).containsExactly(new Rung(90, 9));
        assertThat(rungs(9, 3, 2, 5, 10)).containsExactly(new Rung(5, 9));
    }
}
