package multvae.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import multvae.config.Settings;
import multvae.run.Pipeline;
import multvae.run.Plan;
import multvae.run.Plan.State;
import multvae.run.RunDirectory;
import multvae.training.StopRequest;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Every key of the configuration, changed by itself in a finished run: which stages it makes stale. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class FreshnessOfKeysTest {

    private static final Map<String, String> TINY = Map.of(
            "data.dataset", "ml-latest-small",
            "preprocess.heldOutUsers", "50",
            "model.pDims", "[2,4]",
            "train.epochs", "2",
            "train.batchSize", "250");

    private final Map<String, List<String>> staleByKey = new TreeMap<>();
    private final Map<String, Map<String, String>> changesByKey = new TreeMap<>();

    @TempDir
    private static Path directory;

    private Path run;
    private Path ratings;

    @BeforeAll
    void finish_a_run() throws IOException {
        run = directory.resolve("run");
        ratings = Files.writeString(directory.resolve("ratings.csv"), "userId,movieId,rating\n1,2,4\n");
        List<String> arguments =
                new ArrayList<>(List.of("run", "--config", config().toString(), "-Drun.directory=" + run));
        TINY.forEach((key, value) -> arguments.add("-D" + key + "=" + value));
        assertThat(Commands.execute(new StopRequest(), arguments.toArray(String[]::new)))
                .isZero();

        key("run.directory", "elsewhere");
        key("run.seeds", "[98765, 2]", "report");
        key("engine", "spark"); // its artifacts have the same bytes
        key("cluster.master", "local[2]");
        key("cluster.partitions", "5");
        key("data.dataset", "ml-100k", "fetch", "preprocess", "report");
        key("data.ratings", ratings.toString(), "fetch", "preprocess");
        key("data.titles", ratings.toString(), "fetch", "preprocess");
        String[] reading = {"preprocess", "report"};
        Map<String, String> queried = Map.of("data.dataset", "null", "data.query", "select 1");
        keyWith(queried, "data.query", "select 1", "fetch", "preprocess", "report");
        keyWith(queried, "data.jdbc.url", "jdbc:x:y", "fetch", "preprocess", "report");
        Map<String, String> catalogued = Map.of("engine", "spark", "data.dataset", "null", "data.table", "db.ratings");
        keyWith(catalogued, "data.table", "db.ratings", "fetch", "preprocess", "report");
        key("data.jdbc.user", "me");
        key("data.jdbc.passwordVariable", "SECRET");
        key("data.format", "lists", reading);
        key("data.columns.user", "1", reading);
        key("data.columns.item", "2", reading);
        key("data.columns.rating", "none", reading);
        key("data.columns.timestamp", "none", reading);
        key("data.columns.title", "4", reading);
        key("data.columns.genres", "5", reading);
        key("data.separator", "tab", reading);
        key("data.header", "true", reading);
        key("data.quote", "none", reading);
        key("data.charset", "latin1", reading);
        key("data.duplicates", "last", reading);
        key("data.archives", "elsewhere");
        key("data.url", "http://localhost/elsewhere");
        key("preprocess.ratingThreshold", "3", "preprocess", "report");
        key("preprocess.minUserEvents", "6", "preprocess", "report");
        key("preprocess.minItemEvents", "1", "preprocess", "report");
        key("preprocess.heldOutUsers", "51", "preprocess", "report");
        key("preprocess.heldOutProportion", "0.3", "preprocess", "report");
        key("preprocess.splitSeed", "1", "preprocess", "report");
        key("preprocess.shards", "3", "preprocess", "report");
        Map<String, String> given = Map.of(
                "preprocess.split.type", "given",
                "preprocess.split.train", ratings.toString(),
                "preprocess.split.test", ratings.toString());
        keyWith(given, "preprocess.split.type", "given", "fetch", "preprocess", "report");
        keyWith(given, "preprocess.split.train", ratings.toString(), "fetch", "preprocess", "report");
        keyWith(given, "preprocess.split.validation", ratings.toString(), "fetch", "preprocess", "report");
        keyWith(given, "preprocess.split.test", ratings.toString(), "fetch", "preprocess", "report");
        Map<String, String> time = Map.of("preprocess.split.type", "time");
        keyWith(time, "preprocess.split.last", "0.1", "preprocess", "report");
        keyWith(time, "preprocess.split.after", "2020-12-31", "preprocess", "report");
        key("preprocess.split.unknown", "error", "preprocess", "report");
        String[] training = {"train", "evaluate", "report"};
        key("model.type", "mult-dae", training);
        key("model.pDims", "[2,5]", training);
        key("model.qDims", "[5,2]", training);
        key("model.encoderDropout", "0.4", training);
        key("model.decoderDropout", "[0.1,0]", training);
        key("model.activation", "relu", training);
        key("model.weightPenalty", "0.01", training);
        key("model.itemLayers", "dense", training);
        key("train.epochs", "3", "train", "report");
        key("train.batchSize", "251", "train", "report");
        key("train.learningRate", "0.002", "train", "report");
        key("train.clipNorm", "1", "train", "report");
        keyWith(Map.of("engine", "spark"), "train.workers", "2", "train", "report");
        key("train.averageEvery", "4", "report"); // of one worker: no other training
        key("train.softmax", "sampled", "train", "report");
        keyWith(Map.of("train.softmax", "sampled"), "train.sampledItems", "50", "train", "report");
        key("train.seed", "1", "train", "report");
        key("train.evaluateEvery", "2", "train", "report");
        key("train.checkpointEvery", "2");
        key("train.ui", "true");
        key("train.uiPort", "0");
        key("train.finalFit", "true", "train", "evaluate", "report");
        key("train.statistics", "true", "train", "report");
        key("train.anneal.type", "constant", "train", "report");
        key("train.anneal.cap", "0.3", "train", "report");
        key("train.anneal.totalSteps", "100", "train", "report");
        key("train.anneal.epochs", "1", "train", "report");
        key("train.anneal.cycles", "3", "train", "report");
        key("train.anneal.rampFraction", "0.4", "train", "report");
        // another model's
        key("train.recvae.gamma", "0.01");
        key("train.recvae.encoderPasses", "2");
        key("train.recvae.decoderPasses", "2");
        key("train.schedule.type", "plateau", "train", "report");
        key("train.schedule.factor", "0.5", "train", "report");
        key("train.schedule.every", "7", "train", "report");
        key("train.schedule.minimum", "1e-5", "train", "report");
        key("train.schedule.monitor", "loss", "train", "report");
        key("train.schedule.patience", "3", "train", "report");
        key("train.schedule.threshold", "0.01", "train", "report");
        key("train.schedule.thresholdMode", "absolute", "train", "report");
        key("train.stopping.enabled", "true", "train", "report");
        key("train.stopping.monitor", "loss", "train", "report");
        key("train.stopping.patience", "3", "train", "report");
        key("train.stopping.threshold", "0.01", "train", "report");
        key(
                "evaluate.batchSize",
                "501",
                "evaluate",
                "report"); // it decides about the last bits of scores, so about near ties
        key("evaluate.metrics", "[\"ndcg@10\"]", "evaluate", "report");
        key("evaluate.recommendations", "5", "evaluate", "report");
        key("evaluate.baselines", "[popularity]", "evaluate", "report");
        key("evaluate.itemKnn.neighbours", "50", "evaluate", "report");
        key("evaluate.itemKnn.shrinkage", "0", "evaluate", "report");
        key("evaluate.itemKnn.asymmetry", "0.4", "evaluate", "report");
        key("evaluate.itemKnn.userDamping", "1", "evaluate", "report");
        key("evaluate.ease.lambda", "100", "evaluate", "report");
        key("evaluate.edlae.lambda", "100", "evaluate", "report");
        key("evaluate.edlae.dropout", "0.75", "evaluate", "report");
        key("evaluate.ials.dimension", "9", "evaluate", "report");
        key("evaluate.ials.epochs", "3", "evaluate", "report");
        key("evaluate.ials.unobservedWeight", "0.5", "evaluate", "report");
        key("evaluate.ials.regularisation", "0.01", "evaluate", "report");
        key("evaluate.ials.exponent", "0.5", "evaluate", "report");
        key("evaluate.ials.seed", "7", "evaluate", "report");
        key("evaluate.bootstrap.resamples", "10", "evaluate", "report");
        key("evaluate.bootstrap.seed", "1", "evaluate", "report");
        key("sweep.grid", "[\"train.seed = 1, 2\"]");
        key("tune.trials", "9");
        key("tune.eta", "2");
        key("tune.rungs", "2");
        key("tune.seed", "2");
        key("tune.space", "[\"train.anneal.cap = uniform 0 0.5\"]");
    }

    private void key(String key, String value, String... stale) {
        keyWith(Map.of(), key, value, stale);
    }

    /** A key that means something only with others. */
    private void keyWith(Map<String, String> others, String key, String value, String... stale) {
        Map<String, String> changes = new TreeMap<>(others);
        changes.put(key, value);
        changesByKey.put(key, changes);
        staleByKey.put(key, List.of(stale));
    }

    private static Path config() throws IOException {
        Path config = directory.resolve("empty.conf");
        return Files.exists(config) ? config : Files.writeString(config, "");
    }

    private static Settings settings(Map<String, String> changes) throws IOException {
        Map<String, String> overrides = new TreeMap<>(TINY);
        overrides.putAll(changes);
        return ConfigOptions.load(config(), overrides);
    }

    private List<Plan.Step> plan(Map<String, String> changes) throws IOException {
        return new Pipeline(Stages.pipeline(settings(changes), new StopRequest()), new RunDirectory(run), Map.of())
                .plan(Set.of(), false)
                .steps();
    }

    @Test
    void the_table_names_every_key() throws IOException {
        assertThat(settings(Map.of()).render().lines().map(line -> line.substring(0, line.indexOf(" = "))))
                .containsExactlyInAnyOrderElementsOf(staleByKey.keySet());
    }

    @Test
    void the_same_settings_leave_every_stage_fresh() throws IOException {
        assertThat(plan(Map.of())).allMatch(step -> step.judgement().isFresh());
        assertThat(plan(Map.of("train.anneal.cap", "2e-1", "model.qDims", "4,2")))
                .allMatch(step -> step.judgement().isFresh());
    }

    @TestFactory
    Stream<DynamicTest> a_key_makes_these_stages_stale_and_no_others() {
        return staleByKey.entrySet().stream()
                .map(entry -> DynamicTest.dynamicTest(entry.getKey() + " " + entry.getValue(), () -> {
                    String key = entry.getKey();
                    List<Plan.Step> steps = plan(changesByKey.get(key));
                    assertThat(steps.stream()
                                    .filter(step -> step.judgement().state() == State.STALE)
                                    .map(step -> step.judgement().stage()))
                            .isEqualTo(entry.getValue());
                    for (Plan.Step step : steps) {
                        boolean isStale =
                                entry.getValue().contains(step.judgement().stage());
                        assertThat(step.judgement().why())
                                .matches(why -> !isStale
                                        || why.contains("input ")
                                        || changesByKey.get(key).keySet().stream()
                                                .anyMatch(changed -> why.contains(changed + " ")));
                    }
                    if (key.startsWith("train.")) {
                        assertThat(steps.get(1).judgement().isFresh()).isTrue(); // preprocess
                    }
                }));
    }
}
