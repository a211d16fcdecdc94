package multvae.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import multvae.config.SweepSettings;
import multvae.io.UserError;
import org.junit.jupiter.api.Test;

final class TrialTest {

    @Test
    void every_combination_is_a_trial_the_last_keys_values_changing_fastest() {
        List<SweepSettings.Axis> axes = List.of(
                new SweepSettings.Axis("train.seed", List.of("1", "2")),
                new SweepSettings.Axis("model.encoderDropout", List.of("[0.5]", "[0.3,0.1]")));
        assertThat(Trial.grid(axes))
                .extracting(Trial::name)
                .containsExactly(
                        "model.encoderDropout=[0.5],train.seed=1",
                        "model.encoderDropout=[0.3,0.1],train.seed=1",
                        "model.encoderDropout=[0.5],train.seed=2",
                        "model.encoderDropout=[0.3,0.1],train.seed=2");
    }

    @Test
    void a_name_has_no_character_that_leads_out_of_its_directory() {
        assertThat(new Trial(Map.of("train.anneal.type", "../a b\\c\"")).name())
                .isEqualTo("train.anneal.type=.._a_b_c_");
    }

    @Test
    void a_key_that_comes_twice_is_refused() {
        SweepSettings.Axis axis = new SweepSettings.Axis("train.seed", List.of("1"));
        assertThatThrownBy(() -> Trial.grid(List.of(axis, axis)))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("train.seed twice");
    }

    /** 11 keys of 20 letters, "=", a letter for the value, and commas between them: 11 * 22 + 10 = 252 characters. */
    @Test
    void a_name_that_no_file_system_takes_is_refused() {
        List<SweepSettings.Axis> axes = new ArrayList<>(IntStream.range(0, 11)
                .mapToObj(k -> new SweepSettings.Axis("train." + (char) ('a' + k) + "x".repeat(13), List.of("1", "2")))
                .toList());
        axes.set(0, new SweepSettings.Axis("train." + "a".repeat(14), List.of("1", "1234")));
        assertThat(Trial.grid(axes))
                .hasSize(2048)
                .allMatch(trial -> trial.name().length() <= 255)
                .anyMatch(trial -> trial.name().length() == 255);
        axes.set(0, new SweepSettings.Axis("train." + "a".repeat(14), List.of("1", "12345")));
        assertThatThrownBy(() -> Trial.grid(axes))
                .isInstanceOf(UserError.class)
                .hasMessage(
                        "sweep.grid: expected trials whose directory's name has at most 255 characters, found one of 256;"
                                + " try fewer keys at a time, or use tune, which numbers its trials");
    }

    @Test
    void more_trainings_than_anyone_can_mean_are_refused_before_memory_is_taken() {
        List<SweepSettings.Axis> axes = IntStream.range(0, 12)
                .mapToObj(k -> new SweepSettings.Axis(
                        "train." + k,
                        IntStream.range(0, 10).mapToObj(String::valueOf).toList()))
                .toList();
        assertThatThrownBy(() -> Trial.grid(axes))
                .isInstanceOf(UserError.class)
                .hasMessage(
                        "sweep.grid: expected at most 10000 combinations, found 100000 with train.4; try fewer values");
        assertThat(Trial.grid(axes.subList(0, 4))).hasSize(10_000);
    }
}
