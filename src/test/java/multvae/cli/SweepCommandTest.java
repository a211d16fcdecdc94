package multvae.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import multvae.training.StopRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sweep of a tiny run, as a user starts it. */
final class SweepCommandTest {

    @TempDir
    private Path directory;

    private int sweep(String... more) throws IOException {
        List<String> arguments = new ArrayList<>(Program.tiny(directory.resolve("run"), more));
        arguments.set(0, "sweep");
        return Commands.execute(new StopRequest(), arguments.toArray(String[]::new));
    }

    private Path trial(String name) {
        return directory.resolve("run/sweep").resolve(name);
    }

    @Test
    void each_trial_is_trained_as_if_alone_and_only_the_best_one_meets_the_test_users() throws IOException {
        assertThat(sweep("--grid", "train.anneal.cap=0, 1", "--grid", "train.learningRate = 0.01, 1e-7"))
                .isZero();

        List<String> rows = Files.readAllLines(directory.resolve("run/sweep/sweep.csv"));
        assertThat(rows.get(0)).isEqualTo("train.anneal.cap,train.learningRate,best_epoch,beta,validation_ndcg_100");
        assertThat(rows.subList(1, 5).stream().map(row -> row.substring(0, row.indexOf(',', row.indexOf(',') + 1))))
                .containsExactly("0,0.01", "0,1e-7", "1,0.01", "1,1e-7");
        String[] best = rows.stream()
                .skip(1)
                .max(Comparator.comparingDouble(row -> Double.parseDouble(row.substring(row.lastIndexOf(',') + 1))))
                .orElseThrow()
                .split(",", -1);
        String name = "train.anneal.cap=" + best[0] + ",train.learningRate=" + best[1];
        for (String cap : List.of("0", "1")) {
            for (String rate : List.of("0.01", "1e-7")) {
                Path trial = trial("train.anneal.cap=" + cap + ",train.learningRate=" + rate);
                assertThat(trial.resolve("train/model.fb")).isRegularFile();
                assertThat(Files.exists(trial.resolve("evaluate/metrics.json"))).isEqualTo(trial.endsWith(name));
            }
        }

        assertThat(directory.resolve("run/sweep/sweep.html"))
                .content()
                .contains("1e-7", "id=\"epochs\"", "id=\"betas\"");

        Path alone = directory.resolve("alone");
        List<String> arguments = new ArrayList<>(Program.tiny(alone));
        arguments.add("-Dtrain.anneal.cap=" + best[0]);
        arguments.add("-Dtrain.learningRate=" + best[1]);
        assertThat(Commands.execute(new StopRequest(), arguments.toArray(String[]::new)))
                .isZero();
        for (String file :
                List.of("train/model.fb", "train/weights.safetensors", "train/history.csv", "evaluate/per-user.csv")) {
            assertThat(trial(name).resolve(file)).hasSameBinaryContentAs(alone.resolve(file));
        }
    }

    @Test
    void a_larger_grid_trains_what_is_new_and_inspect_sees_a_trial_as_a_run() throws IOException {
        assertThat(sweep("-Dsweep.grid=[\"train.seed = 1\"]")).isZero();
        Path model = trial("train.seed=1").resolve("train/model.fb");
        FileTime before = Files.getLastModifiedTime(model);
        Path table = directory.resolve("run/sweep/sweep.csv");
        Path link = Files.createLink(directory.resolve("link.csv"), table);
        String rows = Files.readString(table);
        assertThat(sweep("-Dsweep.grid=[\"train.seed = 1, 2\"]")).isZero();
        assertThat(Files.getLastModifiedTime(model)).isEqualTo(before);
        assertThat(table).content().startsWith(rows).hasLineCount(3);
        assertThat(link).hasContent(rows); // a table is replaced when the next one is complete
        assertThat(trial("train.seed=2").resolve("train/model.fb")).isRegularFile();
        assertThat(Commands.execute(
                        new StopRequest(), "inspect", trial("train.seed=1").toString(), "preprocess"))
                .isZero();
        Map<?, ?> manifest = new ObjectMapper()
                .readValue(trial("train.seed=1").resolve("train/manifest.json").toFile(), Map.class);
        assertThat(((Map<?, ?>) manifest.get("slice")).get("train.seed")).isEqualTo(1);
    }

    @Test
    void keys_that_would_make_the_same_training_twice_are_refused() throws IOException {
        String unread =
                "sweep.grid: expected keys that a model of the type %s reads, found train.anneal.cap, which it does"
                        + " not read; use another one, such as %s";
        try (ErrorLog log = new ErrorLog()) {
            assertThat(sweep("-Dmodel.type=recvae", "-Dmodel.pDims=null")).isEqualTo(Failures.USER_ERROR);
            assertThat(sweep("-Dmodel.type=mult-dae", "--grid", "train.anneal.cap=0,1"))
                    .isEqualTo(Failures.USER_ERROR);
            assertThat(sweep("-Drun.seeds=[1,2]", "--grid", "train.seed=3,4")).isEqualTo(Failures.USER_ERROR);
            assertThat(log.errors().lines())
                    .containsExactly(
                            String.format(unread, "recvae", "train.recvae.gamma"),
                            String.format(unread, "mult-dae", "train.learningRate"),
                            "sweep.grid: expected other keys than train.seed with run.seeds, from which every trial is"
                                    + " trained, found train.seed; leave one of the two out");
        }
        assertThat(directory.resolve("run")).doesNotExist();
    }

    @Test
    void keys_that_no_trial_reads_with_its_other_settings_are_refused() throws IOException {
        List<List<String>> unread = List.of(
                List.of("anneal.type=search", "anneal.cap=0,1", "another train.anneal.type than search"),
                List.of("anneal.type=constant", "anneal.totalSteps=5,6", "train.anneal.type = linear or search"),
                List.of(
                        "anneal.totalSteps=5",
                        "anneal.epochs=1,2",
                        "train.anneal.type = linear or search, and train.anneal.totalSteps = null"),
                List.of("anneal.type=search", "anneal.cycles=1,2", "train.anneal.type = cyclical"),
                List.of("schedule.type=constant", "schedule.factor=0.1,1", "another train.schedule.type than constant"),
                List.of("schedule.type=plateau", "schedule.every=1,2", "train.schedule.type = step"),
                List.of("schedule.type=step", "schedule.patience=1,2", "train.schedule.type = plateau"),
                List.of("stopping.enabled=false", "stopping.patience=1,2", "train.stopping.enabled = true"),
                List.of("softmax=full", "sampledItems=1,2", "train.softmax = sampled"),
                List.of("workers=1", "averageEvery=1,2", "train.workers = 2 or more"));
        List<String> lines = new ArrayList<>();
        try (ErrorLog log = new ErrorLog()) {
            for (List<String> one : unread) {
                assertThat(sweep("-Dtrain." + one.get(0), "--grid", "train." + one.get(1)))
                        .isEqualTo(Failures.USER_ERROR);
                lines.add("sweep.grid: expected keys that the training reads, found train."
                        + one.get(1).substring(0, one.get(1).indexOf('=')) + ", which it reads only with " + one.get(2)
                        + "; set that too, or leave the key out");
            }
            for (String key : List.of("train.checkpointEvery", "train.uiPort")) {
                assertThat(sweep("--grid", key + "=1,2")).isEqualTo(Failures.USER_ERROR);
                lines.add("sweep.grid: expected keys that a training depends on, found " + key
                        + ", which changes no result; leave it out");
            }
            assertThat(log.errors().lines()).containsExactlyElementsOf(lines);
        }
        assertThat(directory.resolve("run")).doesNotExist();
    }

    /** Patience counts where stopping is enabled, and is passed over elsewhere: one trial reads it. */
    @Test
    void a_key_that_one_trial_reads_is_varied() throws IOException {
        assertThat(sweep("--grid", "train.stopping.enabled=true,false", "--grid", "train.stopping.patience=1,2"))
                .isZero();
    }

    @Test
    void what_is_wrong_with_any_trial_is_said_before_the_first_one_trains() throws IOException {
        assertThat(sweep("--grid", "train.anneal.cap=0.2,2")).isEqualTo(Failures.USER_ERROR);
        assertThat(sweep("--grid", "train.anneal.cup=0.2")).isEqualTo(Failures.USER_ERROR);
        assertThat(sweep("--grid", "preprocess.splitSeed=1,2")).isEqualTo(Failures.USER_ERROR);
        assertThat(sweep("--grid", "train.seed=1,1")).isEqualTo(Failures.USER_ERROR);
        assertThat(sweep("--grid", "train.seed=1", "--grid", "train.seed=2")).isEqualTo(Failures.USER_ERROR);
        assertThat(directory.resolve("run")).doesNotExist();
    }
}
