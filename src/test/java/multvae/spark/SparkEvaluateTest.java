package multvae.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import multvae.baselines.FitProgress;
import multvae.config.EvaluateSettings.Baseline;
import multvae.config.Settings;
import multvae.download.DownloadProgress;
import multvae.io.AtomicFile;
import multvae.run.Pipeline;
import multvae.run.RunDirectory;
import multvae.run.RunLayout;
import multvae.stages.BaselineModel;
import multvae.stages.EvaluateStage;
import multvae.stages.FetchStage;
import multvae.stages.PreprocessStage;
import multvae.stages.TrainStage;
import multvae.stages.ValidateStage;
import multvae.training.StopRequest;
import multvae.training.TrainingProgress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Baselines whose pairs are summed on Spark are those of one process, which are held to numpy's. */
final class SparkEvaluateTest {

    @TempDir
    private static Path directory;

    private static Settings settings(String engine) {
        Map<String, String> all = new HashMap<>(Map.of(
                "data.dataset", "ml-latest-small",
                "preprocess.heldOutUsers", "60",
                "preprocess.minItemEvents", "20",
                "model.pDims", "[4,8]",
                "train.epochs", "1",
                "train.finalFit", "true",
                "evaluate.baselines", "[popularity,item-knn,ease,edlae,ials]",
                "evaluate.ials.dimension", "4",
                "evaluate.itemKnn.asymmetry", "0.4"));
        all.putAll(Map.of("evaluate.itemKnn.userDamping", "0.5", "engine", engine, "cluster.master", "local[2]"));
        return Settings.withoutFile("run", all, List.of("ml-latest-small"));
    }

    private static void run(RunDirectory run, Settings settings, Set<String> stages) throws IOException {
        new Pipeline(
                        List.of(
                                new FetchStage(settings, DownloadProgress.NONE),
                                new PreprocessStage(settings),
                                new TrainStage(settings, TrainingProgress.NONE, new StopRequest()),
                                new EvaluateStage(settings, FitProgress.NONE)),
                        run,
                        Map.of())
                .run(stages, true);
    }

    @Test
    void what_evaluate_and_bundle_write_has_the_bytes_of_one_process() throws IOException {
        RunDirectory local = new RunDirectory(directory.resolve("local"));
        run(local, settings("local"), Set.of());
        RunDirectory spark = local.branch("spark", Set.of("fetch", "preprocess", "train"));
        run(spark, settings("spark"), Set.of(RunLayout.EVALUATE));
        for (RunLayout.Artifact artifact : List.of(RunLayout.METRICS, RunLayout.PER_USER, RunLayout.EXAMPLES)) {
            assertThat(spark.file(artifact)).hasSameBinaryContentAs(local.file(artifact));
        }
        assertThat(spark.root().resolve("evaluate").resolve(RunLayout.MANIFEST))
                .content()
                .contains("\"engine\" : \"Spark ");
        AtomicFile.write(
                local.root().resolve(RunLayout.RESOLVED_CONF), settings("local").render());
        for (Baseline baseline : List.of(Baseline.ITEM_KNN, Baseline.EDLAE)) {
            assertThat(written(local, "spark", baseline)).hasSameBinaryContentAs(written(local, "local", baseline));
        }
    }

    @Test
    void a_trial_of_a_search_for_a_baseline_has_the_same_figures() throws IOException {
        RunDirectory local = new RunDirectory(directory.resolve("trial-local"));
        RunDirectory spark = new RunDirectory(directory.resolve("trial-spark"));
        validate(local, settings("local"));
        validate(spark, settings("spark"));
        assertThat(spark.file(RunLayout.VALIDATION)).hasSameBinaryContentAs(local.file(RunLayout.VALIDATION));
        assertThat(spark.root().resolve("validate").resolve(RunLayout.MANIFEST))
                .content()
                .contains("\"engine\" : \"Spark ");
    }

    private static void validate(RunDirectory run, Settings settings) throws IOException {
        new Pipeline(
                        List.of(
                                new FetchStage(settings, DownloadProgress.NONE),
                                new PreprocessStage(settings),
                                new ValidateStage(settings, Baseline.EASE, FitProgress.NONE)),
                        run,
                        Map.of())
                .run(Set.of(), true);
    }

    private static Path written(RunDirectory run, String engine, Baseline baseline) throws IOException {
        Path file = directory.resolve(engine + "-" + baseline.label());
        BaselineModel.of(run.root(), settings(engine), baseline, FitProgress.NONE)
                .fit()
                .write(file);
        return file;
    }
}
