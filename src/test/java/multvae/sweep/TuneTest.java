package multvae.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import multvae.config.EvaluateSettings.Baseline;
import multvae.config.Settings;
import multvae.config.TuneSettings.Dimension;
import multvae.config.TuneSettings.Distribution;
import multvae.io.FruitlessSettings;
import multvae.io.UserError;
import multvae.report.Tuned;
import multvae.report.Tuned.Rung;
import multvae.run.Pipeline;
import multvae.run.RunDirectory;
import multvae.run.Stage;
import multvae.run.StageSpec;
import multvae.training.ParallelTrainings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which trials go on, with trainings that end as the test says. */
final class TuneTest {

    private static final String KEY = "train.seed";
    private static final List<Rung> RUNGS = List.of(new Rung(1, 4), new Rung(2, 2), new Rung(3, 1));
    private static final String HEADER = "epoch,steps,beta,learning_rate,loss,nll,kl,penalty,validation_loss,"
            + "validation_nll,validation_kl,validation_ndcg_100,validation_recall_20,validation_recall_50\n";

    private final List<String> trained = new ArrayList<>();

    @TempDir
    private Path directory;

    /**
     * Trains four trials.
     *
     * @param lost at which rung, from 1, each is lost; 0: never. Trial n has an NDCG@100 of n tenths
     */
    private Tuned search(int... lost) throws IOException {
        Tune.Stages stages = new Tune.Stages() {
            @Override
            public List<Stage> of(Settings settings, int until) {
                int trial = (int) settings.train().seed();
                return List.of(new Training(trial, until, settings.train().finalFit(), lost[trial - 1] == until));
            }

            @Override
            public List<Stage> of(Settings settings, Baseline baseline) {
                throw new AssertionError();
            }
        };
        List<Tune.Candidate> candidates = IntStream.rangeClosed(1, 4)
                .mapToObj(trial -> new Tune.Candidate(
                        trial,
                        new TreeMap<>(Map.of(KEY, String.valueOf(trial))),
                        settings(trial, false),
                        Optional.of(settings(trial, true))))
                .toList();
        Tune.Space space =
                new Tune.Space(Optional.empty(), List.of(new Dimension(KEY, Distribution.INTEGER, 1, 4, List.of())));
        return new Tune(new RunDirectory(directory), stages, Map.of(), ParallelTrainings.NONE)
                .model(space, candidates, RUNGS);
    }

    @Test
    void the_better_ones_go_on() throws IOException {
        assertThat(search(0, 0, 0, 0).best().number()).isEqualTo(4);
        assertThat(trained).containsExactly("1 to 1", "2 to 1", "3 to 1", "4 to 1", "3 to 2", "4 to 2", "4 to 3");
    }

    @Test
    void if_all_of_a_rung_are_lost_the_next_best_of_the_rung_before_take_their_places() throws IOException {
        Tuned tuned = search(0, 0, 2, 2);
        assertThat(trained)
                .containsExactly(
                        "1 to 1", "2 to 1", "3 to 1", "4 to 1", "3 to 2", "4 to 2", "1 to 2", "2 to 2", "2 to 3");
        assertThat(tuned.best().number()).isEqualTo(2);
        assertThat(tuned.trials().stream().sorted(Tuned.order()).map(Tuned.Trial::number))
                .containsExactly(2, 1, 3, 4);
    }

    @Test
    void if_nobody_is_left_of_the_rung_before_either_those_that_were_passed_over_earlier_go_on() throws IOException {
        assertThat(search(0, 0, 2, 3).best().number()).isEqualTo(2);
        assertThat(trained)
                .containsExactly(
                        "1 to 1", "2 to 1", "3 to 1", "4 to 1", "3 to 2", "4 to 2", "4 to 3", "1 to 2", "2 to 2",
                        "2 to 3");
    }

    @Test
    void a_search_of_which_every_trial_is_lost_says_so() {
        assertThatThrownBy(() -> search(1, 2, 2, 3))
                .isInstanceOf(UserError.class)
                .hasMessage("tune.space: expected a trial whose loss stays finite, found none of 4; lower the ends of"
                        + " train.learningRate, or set train.clipNorm");
        assertThat(trained).endsWith("4 to 3", "2 to 2");
    }

    @Test
    void a_search_that_is_repeated_trains_nothing_although_the_winner_has_had_its_final_fit() throws IOException {
        search(0, 0, 0, 0);
        RunDirectory winner = new RunDirectory(directory.resolve("tune/model/trial-004"));
        new Pipeline(List.of(new Training(4, 3, true, false)), winner, Map.of()).run(Set.of("train"), false);
        assertThat(trained).endsWith("4 to 3", "4 to 3, final");
        trained.clear();

        assertThat(search(0, 0, 0, 0).best().number()).isEqualTo(4);
        assertThat(trained).isEmpty();
    }

    private static Settings settings(int trial, boolean finalFit) {
        return Settings.defaults(Map.of(KEY, String.valueOf(trial), "train.finalFit", String.valueOf(finalFit)));
    }

    /** Writes a history of as many epochs as it is trained for. */
    private final class Training implements Stage {

        private final int trial;
        private final int until;
        private final boolean finalFit;
        private final boolean lost;

        Training(int trial, int until, boolean finalFit, boolean lost) {
            this.trial = trial;
            this.until = until;
            this.finalFit = finalFit;
            this.lost = lost;
        }

        @Override
        public StageSpec spec() {
            return new StageSpec(
                    "train",
                    1,
                    new TreeMap<>(Map.of("until", String.valueOf(until), "finalFit", finalFit)),
                    List.of(),
                    List.of("history.csv"),
                    false);
        }

        @Override
        public void run(Inputs inputs, Optional<Path> previous, Path work) throws IOException {
            trained.add(trial + " to " + until + (finalFit ? ", final" : ""));
            if (lost) {
                throw new FruitlessSettings("train", "a finite loss", "NaN", "lower train.learningRate");
            }
            StringBuilder csv = new StringBuilder(HEADER);
            for (int epoch = 1; epoch <= until; epoch++) {
                csv.append(epoch).append(',').append(epoch).append(",0,0.001,1,1,0,0,1,1,0,0.");
                csv.append(trial).append(",0,0\n");
            }
            Files.writeString(work.resolve("history.csv"), csv);
        }
    }
}
