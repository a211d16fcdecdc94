package multvae.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Properties;
import multvae.config.EvaluateSettings.Baseline;
import multvae.config.EvaluateSettings.BootstrapSettings;
import multvae.config.EvaluateSettings.EaseSettings;
import multvae.config.EvaluateSettings.EdlaeSettings;
import multvae.config.EvaluateSettings.IalsSettings;
import multvae.config.EvaluateSettings.ItemKnnSettings;
import multvae.config.ModelSettings.ItemLayers;
import multvae.config.TrainSettings.Anneal;
import multvae.config.TrainSettings.AnnealType;
import multvae.config.TrainSettings.Monitor;
import multvae.config.TrainSettings.Parallel;
import multvae.config.TrainSettings.RecVae;
import multvae.config.TrainSettings.Schedule;
import multvae.config.TrainSettings.ScheduleType;
import multvae.config.TrainSettings.Stopping;
import multvae.config.TrainSettings.ThresholdMode;
import multvae.evaluation.RankingMetric;
import multvae.linear.FixedFactors.Objective;
import multvae.weights.Architecture.Activation;
import multvae.weights.Architecture.ModelType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SettingsTest {

    private static final String DATA = "data.dataset = ml-1m\n";

    @TempDir
    Path directory;

    private Settings load(String text, Map<String, String> overrides) {
        return new LoadedText(directory).load(text, overrides);
    }

    @Test
    void a_file_that_names_only_its_data_has_the_settings_of_the_paper() {
        Settings settings = load(DATA, Map.of());

        assertThat(settings.runDirectory()).isEqualTo(Path.of("runs/x"));
        assertThat(settings.data())
                .isEqualTo(new DataSettings(
                        Optional.of("ml-1m"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        DataSettings.Form.TABLE,
                        Optional.empty(),
                        Path.of("archives"),
                        "https://files.grouplens.org/datasets/movielens"));
        assertThat(settings.preprocess())
                .isEqualTo(new PreprocessSettings(3.5, 5, 0, OptionalInt.empty(), 0.2, 98_765, 1, SplitSettings.USERS));
        assertThat(settings.model())
                .isEqualTo(new ModelSettings(
                        ModelType.MULT_VAE,
                        List.of(600, 200),
                        List.of(200, 600),
                        List.of(0.5, 0.0),
                        List.of(0.0, 0.0),
                        Activation.TANH,
                        0,
                        ItemLayers.SPARSE));
        assertThat(settings.train())
                .isEqualTo(new TrainSettings(
                        200,
                        500,
                        1e-3,
                        OptionalDouble.empty(),
                        98_765,
                        1,
                        10,
                        false,
                        false,
                        9000,
                        false,
                        new Parallel(1, 1),
                        new SoftmaxSettings(SoftmaxSettings.Type.FULL, 5000),
                        new Anneal(AnnealType.LINEAR, 0.2, OptionalLong.empty(), OptionalInt.empty(), 4, 0.5),
                        new RecVae(0.005, 3, 1),
                        new Schedule(
                                ScheduleType.CONSTANT, 0.4, 50, 0, Monitor.METRIC, 10, 1e-4, ThresholdMode.RELATIVE),
                        new Stopping(false, Monitor.METRIC, 20, 0)));
        assertThat(settings.evaluate())
                .isEqualTo(new EvaluateSettings(
                        500,
                        List.of(
                                RankingMetric.NDCG.at(100),
                                RankingMetric.RECALL.at(20),
                                RankingMetric.RECALL.at(50),
                                RankingMetric.RECALL_ALL.at(20),
                                RankingMetric.RECALL_ALL.at(50)),
                        20,
                        List.of(Baseline.POPULARITY, Baseline.ITEM_KNN, Baseline.EASE, Baseline.EDLAE),
                        new ItemKnnSettings(100, 10, 0.5, 0),
                        new EaseSettings(200),
                        new EdlaeSettings(200, 0.5),
                        new IalsSettings(128, 16, new Objective(0.1, 0.003, 1), 98765),
                        new BootstrapSettings(1000, 98_765)));
    }

    @Test
    void every_key_reaches_its_own_place() {
        String text =
                """
                run.directory = out, engine = spark
                data {
                  dataset = ml-20m, ratings = r.csv, titles = t.csv, archives = a, url = "http://host:1/x/"
                  format = lists, separator = tab, header = false, quote = none, charset = latin1, duplicates = last
                  columns { user = U, item = 2, rating = none, timestamp = 4, title = "T t", genres = G }
                }
                preprocess {
                  ratingThreshold = 1.5, minUserEvents = 2, minItemEvents = 3, heldOutUsers = 4
                  heldOutProportion = 0.6, splitSeed = 4294967295
                }
                model {
                  type = mult-dae, pDims = [7, 8], qDims = [9, 7], encoderDropout = [0, 0.1], decoderDropout = [0.2]
                  activation = elu, weightPenalty = 0.3, itemLayers = dense
                }
                train {
                  epochs = 11, batchSize = 12, learningRate = 0.13, seed = -14, statistics = true, ui = true, uiPort = 65535
                  clipNorm = 16, evaluateEvery = 17, checkpointEvery = 18, workers = 33, averageEvery = 34, sampledItems = 35
                  anneal { type = cyclical, cap = 1, totalSteps = -15, epochs = 11, cycles = 19, rampFraction = 0.2 }
                  recvae { gamma = 0.3, encoderPasses = 31, decoderPasses = 32 }
                  schedule {
                    type = plateau, factor = 0.21, every = 22, minimum = 0.23, monitor = loss, patience = 24
                    threshold = 0.25, thresholdMode = absolute
                  }
                  stopping { enabled = true, monitor = loss, patience = 26, threshold = 0.27 }
                }
                evaluate {
                  batchSize = 1000000, metrics = ["hit-rate@5", "mrr@999999"], recommendations = 6, baselines = [ease]
                  itemKnn { neighbours = 7, shrinkage = 0.5, asymmetry = 0.25, userDamping = 1.5 }
                  ease.lambda = 0.25
                  edlae { lambda = 0.125, dropout = 0.75 }
                  ials { dimension = 3, epochs = 4, unobservedWeight = 0.5, regularisation = 0.25, exponent = 0, seed = -6 }
                  bootstrap { resamples = 8, seed = -9 }
                }
                """;

        Settings settings = load(text, Map.of());

        assertThat(settings.runDirectory()).isEqualTo(Path.of("out"));
        assertThat(settings.data())
                .isEqualTo(new DataSettings(
                        Optional.of("ml-20m"),
                        Optional.of("r.csv"),
                        Optional.of("t.csv"),
                        Optional.empty(),
                        Optional.empty(),
                        new DataSettings.Form(
                                DataSettings.Format.LISTS,
                                Map.of(
                                        "user",
                                        "U",
                                        "item",
                                        "2",
                                        "rating",
                                        "none",
                                        "timestamp",
                                        "4",
                                        "title",
                                        "T t",
                                        "genres",
                                        "G"),
                                Optional.of("\t"),
                                Optional.of(false),
                                Optional.of("none"),
                                Optional.of(StandardCharsets.ISO_8859_1)),
                        Optional.of(DataSettings.Duplicates.LAST),
                        Path.of("a"),
                        "http://host:1/x"));
        assertThat(settings.preprocess()).isEqualTo(new PreprocessSettings(1.5, 2, 3, 4, 0.6, 4_294_967_295L));
        assertThat(settings.model())
                .isEqualTo(new ModelSettings(
                        ModelType.MULT_DAE,
                        List.of(9, 7),
                        List.of(7, 8),
                        List.of(0.0, 0.1),
                        List.of(0.2, 0.0),
                        Activation.ELU,
                        0.3,
                        ItemLayers.DENSE));
        assertThat(settings.train())
                .isEqualTo(new TrainSettings(
                        11,
                        12,
                        0.13,
                        OptionalDouble.of(16),
                        -14,
                        17,
                        18,
                        true,
                        true,
                        65535,
                        false,
                        new Parallel(33, 34),
                        new SoftmaxSettings(SoftmaxSettings.Type.FULL, 35),
                        new Anneal(AnnealType.CYCLICAL, 1, OptionalLong.of(-15), OptionalInt.of(11), 19, 0.2),
                        new RecVae(0.3, 31, 32),
                        new Schedule(
                                ScheduleType.PLATEAU, 0.21, 22, 0.23, Monitor.LOSS, 24, 0.25, ThresholdMode.ABSOLUTE),
                        new Stopping(true, Monitor.LOSS, 26, 0.27)));
        assertThat(settings.evaluate())
                .isEqualTo(new EvaluateSettings(
                        1_000_000,
                        List.of(RankingMetric.HIT_RATE.at(5), RankingMetric.MRR.at(999_999)),
                        6,
                        List.of(Baseline.EASE),
                        new ItemKnnSettings(7, 0.5, 0.25, 1.5),
                        new EaseSettings(0.25),
                        new EdlaeSettings(0.125, 0.75),
                        new IalsSettings(3, 4, new Objective(0.5, 0.25, 0), -6),
                        new BootstrapSettings(8, -9)));
    }

    @Test
    void a_recvae_has_five_layers_of_600_and_one_layer_of_items_unless_told_otherwise() {
        ModelSettings model = load(DATA + "model.type = recvae", Map.of()).model();
        assertThat(model.qDims()).containsExactly(600, 600, 600, 600, 600, 200);
        assertThat(model.pDims()).containsExactly(200);
        assertThat(model.activation()).isEqualTo(Activation.SWISH);
        assertThat(model.encoderDropout()).containsExactly(0.5, 0.0, 0.0, 0.0, 0.0, 0.0);
        assertThat(model.weightPenalty()).isZero();
        assertThat(load(DATA + "model { type = recvae, pDims = [7] }", Map.of())
                        .model()
                        .qDims())
                .containsExactly(600, 600, 600, 600, 600, 7);
    }

    @Test
    void a_mult_dae_has_one_hidden_layer_and_a_penalty_unless_told_otherwise() {
        ModelSettings model = load(DATA + "model.type = mult-dae", Map.of()).model();

        assertThat(model.qDims()).containsExactly(200);
        assertThat(model.pDims()).containsExactly(200);
        assertThat(model.encoderDropout()).containsExactly(0.5);
        assertThat(model.weightPenalty()).isEqualTo(2e-5);
    }

    @Test
    void a_sampled_softmax_draws_as_many_items_as_told() {
        assertThat(load(DATA, Map.of()).train().softmax().drawn()).isEmpty();
        assertThat(load(DATA + "train.softmax = sampled", Map.of())
                        .train()
                        .softmax()
                        .drawn())
                .hasValue(5000);
        assertThat(load(DATA + "train { softmax = sampled, sampledItems = 7 }", Map.of())
                        .train()
                        .softmax()
                        .drawn())
                .hasValue(7);
    }

    @Test
    void an_option_stands_over_the_file_and_the_file_over_the_default() {
        Settings settings = load(DATA + "train { epochs = 5, epochs = 6, batchSize = 7 }", Map.of("train.epochs", "8"));

        assertThat(settings.train().epochs()).isEqualTo(8);
        assertThat(settings.train().batchSize()).isEqualTo(7);
        assertThat(settings.train().learningRate()).isEqualTo(0.001);
    }

    @Test
    void the_more_specific_of_two_options_wins() {
        Settings settings = load(DATA, Map.of("train.epochs", "8", "train", "{ epochs = 9, batchSize = 10 }"));

        assertThat(settings.train().epochs()).isEqualTo(8);
        assertThat(settings.train().batchSize()).isEqualTo(10);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "runs/a-b",
                "C:\\runs\\x",
                "my runs/a b",
                "runs//x",
                "a#b",
                "5#1",
                "a=b",
                "include x",
                "{",
                "100,300",
                "true",
                "1e3",
                "tilde ~",
                "$5",
                "it's",
                "a, b = 3"
            })
    void a_path_of_the_command_line_is_taken_as_it_is(String typed) {
        assertThat(load(DATA, Map.of("run.directory", typed)).runDirectory()).isEqualTo(Path.of(typed));
    }

    @Test
    void a_path_of_digits_keeps_them() {
        assertThat(load(DATA + "run.directory = 2026.10", Map.of()).runDirectory())
                .isEqualTo(Path.of("2026.10"));
        assertThat(load(DATA, Map.of("run.directory", "2026.10")).runDirectory())
                .isEqualTo(Path.of("2026.10"));
    }

    @Test
    void an_option_may_be_hocon() {
        assertThat(load(DATA, Map.of("run.directory", "\"a#b\"")).runDirectory())
                .isEqualTo(Path.of("a#b"));
        assertThat(load(DATA, Map.of("run.directory", "${data.archives}/x")).runDirectory())
                .isEqualTo(Path.of("archives/x"));
        assertThat(load(DATA + "run.directory = y", Map.of("run.directory", "null"))
                        .runDirectory())
                .isEqualTo(Path.of("runs/x"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[100, 300] | 100 300",
                "100,300 | 100 300",
                "100, 3e2 | 100 300",
                "100 | 100",
                "[\"100\", 300] | 100 300"
            })
    void a_list_of_the_command_line_needs_no_brackets(String typed, String sizes) {
        assertThat(load(DATA, Map.of("model.pDims", typed)).model().pDims().stream()
                        .map(String::valueOf))
                .containsExactly(sizes.split(" ", -1));
    }

    @Test
    void metrics_of_the_command_line_need_no_quotes_and_baselines_may_be_none() {
        EvaluateSettings evaluate = load(
                        DATA, Map.of("evaluate.metrics", "map@10, precision@1", "evaluate.baselines", "[]"))
                .evaluate();

        assertThat(evaluate.metrics()).containsExactly(RankingMetric.MAP.at(10), RankingMetric.PRECISION.at(1));
        assertThat(evaluate.baselines()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "map@10,precision@1",
                "[map@10,precision@1]",
                "[map@10, precision@1]",
                "[\"map@10\", \"precision@1\"]",
                "[\"map@10\", precision@1]",
                "['map@10','precision@1']"
            })
    void metrics_may_have_brackets_and_quotes(String typed) {
        assertThat(load(DATA, Map.of("evaluate.metrics", typed)).evaluate().metrics())
                .containsExactly(RankingMetric.MAP.at(10), RankingMetric.PRECISION.at(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"item-knn,ease", "[item-knn,ease]", "[\"item-knn\",\"ease\"]", "['item-knn', ease]"})
    void so_may_baselines(String typed) {
        assertThat(load(DATA, Map.of("evaluate.baselines", typed)).evaluate().baselines())
                .containsExactly(EvaluateSettings.Baseline.ITEM_KNN, EvaluateSettings.Baseline.EASE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.5,0.1", "[0.5,0.1]", "[0.5, \"0.1\"]", "['0.5', 0.1]"})
    void and_rates_of_dropout(String typed) {
        assertThat(load(DATA, Map.of("model.encoderDropout", typed)).model().encoderDropout())
                .containsExactly(0.5, 0.1);
        assertThat(load(DATA, Map.of("model.decoderDropout", typed)).model().decoderDropout())
                .containsExactly(0.5, 0.1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "train.seed=1,2 | train.seed 1 2",
                "train.seed=[1,2] | train.seed 1 2",
                "[train.seed=1,2] | train.seed 1 2",
                "[\"train.seed = 1, 2\"] | train.seed 1 2",
                "[\"train.seed = [1, 2]\"] | train.seed 1 2",
                "model.pDims=[1,2],[3] | model.pDims [1,2] [3]",
                "model.pDims=[1,2] | model.pDims [1,2]",
                "model.weightPenalty=[0,1e-5] | model.weightPenalty 0 1e-5",
                "train.seed=1,2,train.epochs=3 | train.seed 1 2 ; train.epochs 3"
            })
    void a_grid_may_have_brackets_around_it_and_around_the_values_of_a_key(String typed, String axes) {
        assertThat(load(DATA, Map.of("sweep.grid", typed)).sweep().grid().stream()
                        .map(axis -> axis.key() + " " + String.join(" ", axis.values())))
                .containsExactly(axes.split(" ; ", -1));
    }

    @Test
    void a_substitution_sees_options_and_defaults() {
        String text = DATA + """
                evaluate.batchSize = ${train.batchSize}
                """;

        Settings settings = load(text, Map.of("train.batchSize", "9"));

        assertThat(settings.evaluate().batchSize()).isEqualTo(9);
        assertThat(settings.runDirectory()).isEqualTo(Path.of("runs/x"));
    }

    @Test
    void a_run_is_called_like_its_file() {
        LoadedText text = new LoadedText(directory);

        assertThat(Settings.load(text.write("my.run.conf", DATA), Map.of(), LoadedText.DATASETS)
                        .runDirectory())
                .isEqualTo(Path.of("runs/my.run"));
        assertThat(Settings.load(text.write("plain", DATA), Map.of(), LoadedText.DATASETS)
                        .runDirectory())
                .isEqualTo(Path.of("runs/plain"));
    }

    @Test
    void a_slice_is_the_same_for_every_way_to_write_it() {
        String[] slice = {"preprocess", "train", "model"};
        Settings plain = load(
                DATA
                        + """
                preprocess { heldOutProportion = 0.2, ratingThreshold = 4, heldOutUsers = 500 }
                train { learningRate = 0.001, batchSize = 500, anneal.cap = 0 }
                model { pDims = [200, 600] }
                """,
                Map.of());
        Settings odd = load(
                DATA
                        + """
                preprocess { heldOutProportion = 2e-1, ratingThreshold = 4.0, heldOutUsers = 5e2 }
                train { learningRate = "1E-3", batchSize = 500.0, anneal.cap = -0.0 }
                model { pDims = [2.0e2, "600"], qDims = [600, 200] }
                """,
                Map.of());

        assertThat(odd.slice(slice)).isEqualTo(plain.slice(slice));
        assertThat(plain.slice("preprocess"))
                .containsExactly(
                        Map.entry("preprocess.heldOutProportion", 0.2),
                        Map.entry("preprocess.heldOutUsers", 500L),
                        Map.entry("preprocess.minItemEvents", 0L),
                        Map.entry("preprocess.minUserEvents", 5L),
                        Map.entry("preprocess.ratingThreshold", 4.0),
                        Map.entry("preprocess.shards", 1L),
                        Map.entry("preprocess.split.type", "users"),
                        Map.entry("preprocess.split.unknown", "drop"),
                        Map.entry("preprocess.splitSeed", 98_765L));
        assertThat(plain.slice("model")).containsEntry("model.qDims", List.of(600L, 200L));
    }

    @Test
    void a_slice_has_the_keys_asked_for_without_those_that_are_null() {
        Settings settings = load(DATA, Map.of());

        assertThat(settings.slice("train.anneal.cap", "train.anneal.epochs", "data.dataset"))
                .containsExactly(Map.entry("data.dataset", "ml-1m"), Map.entry("train.anneal.cap", 0.2));
        assertThat(settings.slice("train.epochs")).containsOnlyKeys("train.epochs");
        assertThat(settings.slice("data.ratings")).isEmpty();
        assertThatThrownBy(() -> settings.slice("train.ep"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no key is at or below train.ep");
    }

    @Test
    void what_is_rendered_loads_again_to_the_same_settings_under_another_name() {
        LoadedText text = new LoadedText(directory);
        Settings first = text.load(
                DATA
                        + """
                train { learningRate = 1e-7, seed = -9223372036854775808, anneal.totalSteps = 0 }
                model.pDims = [3, 5]
                """,
                Map.of("data.archives", "C:\\a \"b\" # ${c}//d", "data.ratings", "größe/é.csv"));

        Settings again = Settings.load(text.write("resolved.conf", first.render()), Map.of(), LoadedText.DATASETS);

        assertThat(again.runDirectory()).isEqualTo(first.runDirectory()).isEqualTo(Path.of("runs/x"));
        assertThat(again.data()).isEqualTo(first.data());
        assertThat(again.preprocess()).isEqualTo(first.preprocess());
        assertThat(again.model()).isEqualTo(first.model());
        assertThat(again.train()).isEqualTo(first.train());
        assertThat(again.evaluate()).isEqualTo(first.evaluate());
        assertThat(again.render()).isEqualTo(first.render());
    }

    @Test
    void every_key_of_the_reference_is_rendered_in_its_order() {
        assertThat(load(DATA, Map.of()).render().lines())
                .startsWith(
                        "run.directory = \"runs/x\"",
                        "run.seeds = null",
                        "engine = \"local\"",
                        "cluster.master = null",
                        "cluster.partitions = \"auto\"",
                        "data.dataset = \"ml-1m\"",
                        "data.ratings = null")
                .containsSequence("model.pDims = [200,600]", "model.qDims = [600,200]", "model.encoderDropout = [0.5]")
                .contains(
                        "evaluate.metrics = [\"ndcg@100\",\"recall@20\",\"recall@50\",\"recall-all@20\",\"recall-all@50\"]")
                .containsSequence(
                        "sweep.grid = [\"train.anneal.cap = 0, 0.1, 0.2, 0.3, 0.4, 0.6, 0.8, 1\"]", "tune.trials = 27")
                .extracting(line -> line.substring(0, line.indexOf(" = ")))
                .containsExactlyElementsOf(Reference.load().keys());
    }

    @Test
    void the_first_of_several_seeds_is_the_runs_own_and_the_others_have_settings_without_baselines() {
        Settings settings = load(DATA + "run.seeds = [3, -1]\ntrain.seed = 8\n", Map.of());
        assertThat(settings.train().seed()).isEqualTo(3);
        assertThat(settings.slice("train.seed")).containsEntry("train.seed", 3L);
        assertThat(settings.otherSeeds()).containsOnlyKeys(-1L);
        Settings other = settings.otherSeeds().get(-1L);
        assertThat(other.train().seed()).isEqualTo(-1);
        assertThat(other.evaluate().baselines()).isEmpty();
        assertThat(load(other.render(), Map.of()).render()).isEqualTo(other.render());
        assertThat(load(settings.render(), Map.of()).otherSeeds()).containsOnlyKeys(-1L);
        assertThat(load(DATA, Map.of()).otherSeeds()).isEmpty();
        assertThat(new LoadedText(directory).problems(DATA + "run.seeds = [1, 1]\n", Map.of()))
                .hasSize(1);
        assertThat(new LoadedText(directory).problems(DATA + "run.seeds = [1.5]\n", Map.of()))
                .hasSize(1);
    }

    @Test
    void what_was_given_is_told_from_defaults_and_from_what_follows_from_other_keys() {
        Settings settings = load(DATA + "model.pDims = [2, 4]\nmodel.qDims = null\n", Map.of("train.epochs", "5"));
        assertThat(settings.given()).contains("data.dataset", "model.pDims", "train.epochs");
        assertThat(settings.given()).doesNotContain("model.qDims", "model.type", "train.batchSize");
        assertThat(settings.render(List.of("train.epochs", "model.pDims")))
                .isEqualTo("model.pDims = [2,4]\ntrain.epochs = 5\n");
    }

    @Test
    void properties_of_the_configuration_are_picked_misspelt_ones_too() {
        Properties properties = new Properties();
        properties.setProperty("train.epoch", "5");
        properties.setProperty("model", "{}");
        properties.setProperty("trian.epochs", "6");
        properties.setProperty("evalaute.batchSize", "7");
        properties.setProperty("training.mode", "x");
        properties.setProperty("movielens.1m", "x");
        properties.setProperty("user.dir", "x");

        assertThat(Settings.overridesFrom(properties))
                .containsExactly(
                        Map.entry("evalaute.batchSize", "7"),
                        Map.entry("model", "{}"),
                        Map.entry("train.epoch", "5"),
                        Map.entry("trian.epochs", "6"));
    }

    @Test
    void no_property_of_this_jvm_is_taken_for_a_setting() {
        assertThat(Settings.overridesFrom(System.getProperties())).isEmpty();
    }
}
