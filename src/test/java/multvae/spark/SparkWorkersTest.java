package multvae.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import multvae.config.Settings;
import multvae.download.DownloadProgress;
import multvae.io.UserError;
import multvae.model.LossTerms;
import multvae.run.Pipeline;
import multvae.run.RunDirectory;
import multvae.run.RunLayout;
import multvae.stages.FetchStage;
import multvae.stages.PreprocessStage;
import multvae.stages.TrainStage;
import multvae.testing.TrustTable;
import multvae.training.History;
import multvae.training.StopRequest;
import multvae.training.TrainingProgress;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tasks of Spark train as one process does, whose losses are held to PyTorch's. */
final class SparkWorkersTest {

    @TempDir
    private static Path directory;

    private static RunDirectory run;
    private int trainings;

    @BeforeAll
    static void preprocess() throws IOException {
        run = new RunDirectory(directory.resolve("run"));
        Settings settings = settings(Map.of());
        new Pipeline(
                        List.of(new FetchStage(settings, DownloadProgress.NONE), new PreprocessStage(settings)),
                        run,
                        Map.of())
                .run(Set.of(), false);
    }

    /** 50 train users in a step, some ten steps in an epoch. */
    private static Settings settings(Map<String, String> keys) {
        Map<String, String> all = new HashMap<>(Map.of(
                "data.dataset", "ml-latest-small",
                "preprocess.heldOutUsers", "60",
                "preprocess.minItemEvents", "20",
                "model.pDims", "[4,8]",
                "train.batchSize", "50",
                "train.epochs", "1"));
        all.putAll(keys);
        return Settings.withoutFile("run", all, List.of("ml-latest-small"));
    }

    private static Map<String, String> onSpark(Map<String, String> keys, int workers, int cores) {
        Map<String, String> all = new HashMap<>(keys);
        all.putAll(Map.of(
                "engine", "spark", "cluster.master", "local[" + cores + "]", "train.workers", String.valueOf(workers)));
        return all;
    }

    private RunDirectory train(Map<String, String> keys, List<LossTerms> losses) throws IOException {
        Settings settings = settings(keys);
        RunDirectory own = run.branch("train-" + trainings++, Set.of(RunLayout.FETCH, RunLayout.PREPROCESS));
        TrainingProgress progress = new TrainingProgress() {
            @Override
            public void stepDone(int users, LossTerms loss, double beta) {
                losses.add(loss);
            }
        };
        new Pipeline(
                        List.of(
                                new FetchStage(settings, DownloadProgress.NONE),
                                new PreprocessStage(settings),
                                new TrainStage(settings, progress, new StopRequest())),
                        own,
                        Map.of())
                .run(Set.of(RunLayout.TRAIN), false);
        return own;
    }

    private static void requireEqual(List<LossTerms> actual, List<LossTerms> expected) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int step = 0; step < expected.size(); step++) {
            double loss = expected.get(step).loss();
            assertThat(actual.get(step).loss()).as("step %d", step).isCloseTo(loss, within(1e-4 * loss));
        }
    }

    private static List<String> models() {
        return TrustTable.THOROUGH ? List.of("mult-vae", "mult-dae") : List.of("mult-vae");
    }

    @ParameterizedTest
    @MethodSource("models")
    void a_hundred_steps_of_two_workers_have_the_losses_of_one_process(String model) throws IOException {
        Map<String, String> keys = Map.of("model.type", model, "train.epochs", "10", "model.pDims", "[8]");
        List<LossTerms> one = new ArrayList<>();
        List<LossTerms> two = new ArrayList<>();
        RunDirectory local = train(keys, one);
        RunDirectory spark = train(onSpark(keys, 2, 2), two);
        requireEqual(two, one);
        assertThat(one).hasSizeGreaterThanOrEqualTo(100);
        assertThat(History.read(spark.file(RunLayout.HISTORY))
                        .best()
                        .validation()
                        .ndcg100())
                .isCloseTo(
                        History.read(local.file(RunLayout.HISTORY))
                                .best()
                                .validation()
                                .ndcg100(),
                        within(1e-3));
    }

    /** More than four answers are added up by executors; the final fit reads the validation matrices too. */
    @Test
    void six_workers_and_a_final_fit_have_the_losses_of_one_process() throws IOException {
        Map<String, String> keys = Map.of("train.finalFit", "true");
        List<LossTerms> one = new ArrayList<>();
        List<LossTerms> six = new ArrayList<>();
        train(keys, one);
        train(onSpark(keys, 6, 6), six);
        requireEqual(six, one);
    }

    /** Each of the two trainings has tasks of its own; the second one's beta depends on the first one's best epoch. */
    @Test
    void a_search_of_betas_cap_has_the_losses_of_one_process() throws IOException {
        Map<String, String> keys = Map.of(
                "train.anneal.type",
                "search",
                "train.anneal.totalSteps",
                "40",
                "train.epochs",
                "3",
                "model.pDims",
                "[8]");
        List<LossTerms> one = new ArrayList<>();
        List<LossTerms> two = new ArrayList<>();
        train(keys, one);
        RunDirectory spark = train(onSpark(keys, 2, 2), two);
        requireEqual(two, one);
        int steps = one.size() / 2;
        assertThat(History.read(spark.file(RunLayout.SEARCH_HISTORY)).epochs()).hasSize(3);
        assertThat(History.read(spark.file(RunLayout.HISTORY)).epochs().get(2).steps())
                .isEqualTo(steps);
        assertThat(spark.file(RunLayout.WEIGHTS)).exists();
    }

    @Test
    void averaging_trains_and_its_bytes_are_the_same_every_time() throws IOException {
        Map<String, String> keys =
                onSpark(Map.of("train.averageEvery", "4", "train.learningRate", "0.01", "train.epochs", "2"), 2, 2);
        RunDirectory first = train(keys, new ArrayList<>());
        RunDirectory second = train(keys, new ArrayList<>());
        assertThat(second.file(RunLayout.WEIGHTS)).hasSameBinaryContentAs(first.file(RunLayout.WEIGHTS));
        List<History.Epoch> epochs = History.read(first.file(RunLayout.HISTORY)).epochs();
        assertThat(epochs.get(1).train().nll()).isLessThan(epochs.get(0).train().nll());
    }

    @Test
    void more_workers_than_tasks_run_at_once_are_one_line() {
        assertThatThrownBy(() -> train(onSpark(Map.of(), 3, 2), new ArrayList<>()))
                .isInstanceOf(UserError.class)
                .hasMessage(
                        "train.workers: expected at most as many as Spark runs tasks at once, found 3 for 2 tasks at"
                                + " local[2]; lower it, or give the cluster more executors or cores (cluster.master = local[3] in"
                                + " this process)");
    }

    @Test
    void executors_that_come_and_go_are_one_line() {
        System.setProperty("spark.dynamicAllocation.enabled", "true");
        try {
            assertThatThrownBy(() -> train(onSpark(Map.of(), 2, 2), new ArrayList<>()))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("all workers have to be there at once, found true");
        } finally {
            System.clearProperty("spark.dynamicAllocation.enabled");
        }
    }

    @Test
    void several_workers_without_spark_are_one_line() {
        assertThatThrownBy(() -> settings(Map.of("train.workers", "2")))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("train.workers")
                .hasMessageContaining("1 with engine = local: several need engine = spark");
    }
}
