package multvae.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class SettingsErrorsTest {

    private static final String DATA = "data.dataset = ml-1m\n";

    private static final String METRIC =
            ": evaluate.metrics[0]: expected a metric and its cutoff, ndcg@100 for instance,"
                    + " the metric one of ndcg, recall, recall-all, precision, map, mrr, hit-rate, found ";

    @TempDir
    Path directory;

    /** What stands on line 2 and below, the line that it gives. */
    static Stream<Arguments> wrong_lines() {
        String epochs = "; correct it or leave it out for the default, 200";
        String dims = "; correct it or leave it out";
        String half = "; correct it or leave it out for the default, [0.5]";
        String metrics = "; correct it or leave it out for the default,"
                + " [\"ndcg@100\",\"recall@20\",\"recall@50\",\"recall-all@20\",\"recall-all@50\"]";
        return Stream.of(
                // names
                wrong("train.epoch = 5", ": expected a known key, found train.epoch; write train.epochs"),
                wrong("trian.epochs = 5", ": expected a known key, found trian.epochs; write train.epochs"),
                wrong(
                        "train.encoderDropout = [0]",
                        ": expected a known key, found train.encoderDropout; write model.encoderDropout"),
                wrong("train.cap = 0.1", ": expected a known key, found train.cap; write train.anneal.cap"),
                wrong("epochs = 5", ": expected a known key, found epochs; write train.epochs"),
                wrong("anneal.epochs = 5", ": expected a known key, found anneal.epochs; write train.anneal.epochs"),
                wrong(
                        "evaluate.batch_size = 5",
                        ": expected a known key, found evaluate.batch_size; write evaluate.batchSize"),
                wrong("model.pdims = [5]", ": expected a known key, found model.pdims; write model.pDims"),
                wrong("model { qDmis = [5] }", ": expected a known key, found model.qDmis; write model.qDims"),
                wrong(
                        "train.anneal { steps = 5 }",
                        ": expected a known key, found train.anneal.steps; write train.anneal.totalSteps"),
                wrong(
                        "colour = red",
                        ": expected a known key, found colour; see docs/configuration.md for the list of keys"),
                wrong(
                        "modle {}",
                        ": expected a known key, found modle; see docs/configuration.md for the list of keys"),
                // names of earlier versions
                wrong(
                        "model.inputLayer = sparse",
                        ": expected a known key, found model.inputLayer; write model.itemLayers"),
                wrong("model.inputLayer = 7", ": expected a known key, found model.inputLayer; write model.itemLayers"),
                wrong(
                        "model { dropout = [0.5] }",
                        ": expected a known key, found model.dropout; write model.encoderDropout"),
                // whole numbers
                wrong("train.epochs = many", ": train.epochs: expected a whole number from 1, found \"many\"" + epochs),
                wrong("train.epochs = 0", ": train.epochs: expected a whole number from 1, found 0" + epochs),
                wrong("train.epochs = -5", ": train.epochs: expected a whole number from 1, found -5" + epochs),
                wrong("train.epochs = 500.5", ": train.epochs: expected a whole number from 1, found 500.5" + epochs),
                wrong("train.epochs = null", ": train.epochs: expected a whole number from 1, found null" + epochs),
                wrong("train.epochs = true", ": train.epochs: expected a whole number from 1, found true" + epochs),
                wrong("train.epochs = [5]", ": train.epochs: expected a whole number from 1, found [5]" + epochs),
                wrong("train.epochs = \"\"", ": train.epochs: expected a whole number from 1, found \"\"" + epochs),
                wrong(
                        "train.epochs { a = 1 }",
                        ": train.epochs: expected a whole number from 1, found an object" + epochs),
                wrong(
                        "train.epochs = 2147483648",
                        ": train.epochs: expected a whole number from 1 to 2147483647, found 2147483648" + epochs),
                wrong(
                        "train.epochs = 1e99",
                        ": train.epochs: expected a whole number from 1 to 2147483647, found 1e99" + epochs),
                wrong(
                        "train.seed = 9223372036854775808",
                        ": train.seed: expected a whole number from -9223372036854775808 to 9223372036854775807,"
                                + " found \"9223372036854775808\"; correct it or leave it out for the default, 98765"),
                wrong(
                        "train.batchSize = 0",
                        ": train.batchSize: expected a whole number from 1 to 1000000, found 0;"
                                + " correct it or leave it out for the default, 500"),
                wrong(
                        "evaluate.batchSize = 1000001",
                        ": evaluate.batchSize: expected a whole number from 1 to 1000000, found 1000001;"
                                + " correct it or leave it out for the default, 500"),
                wrong(
                        "preprocess.splitSeed = 4294967296",
                        ": preprocess.splitSeed: expected a whole number from 0 to 4294967295, found 4294967296;"
                                + " correct it or leave it out for the default, 98765"),
                wrong(
                        "preprocess.splitSeed = -1",
                        ": preprocess.splitSeed: expected a whole number from 0 to 4294967295, found -1;"
                                + " correct it or leave it out for the default, 98765"),
                wrong(
                        "preprocess.heldOutUsers = 0",
                        ": preprocess.heldOutUsers: expected auto or a whole number from 1, found 0;"
                                + " correct it or leave it out for the default, \"auto\""),
                wrong(
                        "preprocess.minUserEvents = -1",
                        ": preprocess.minUserEvents: expected a whole number from 0, found -1;"
                                + " correct it or leave it out for the default, 5"),
                wrong(
                        "preprocess.minItemEvents = -1",
                        ": preprocess.minItemEvents: expected a whole number from 0, found -1;"
                                + " correct it or leave it out for the default, 0"),
                // real numbers
                wrong(
                        "preprocess.heldOutProportion = 1",
                        ": preprocess.heldOutProportion: expected a number above 0 and below 1, found 1;"
                                + " correct it or leave it out for the default, 0.2"),
                wrong(
                        "preprocess.heldOutProportion = 0.0",
                        ": preprocess.heldOutProportion: expected a number above 0 and below 1, found 0.0;"
                                + " correct it or leave it out for the default, 0.2"),
                wrong(
                        "preprocess.ratingThreshold = NaN",
                        ": preprocess.ratingThreshold: expected a number, found \"NaN\";"
                                + " correct it or leave it out for the default, 3.5"),
                wrong(
                        "preprocess.ratingThreshold = -Infinity",
                        ": preprocess.ratingThreshold: expected a number, found \"-Infinity\";"
                                + " correct it or leave it out for the default, 3.5"),
                wrong(
                        "train.learningRate = 0",
                        ": train.learningRate: expected a number above 0 to 3.4e38, found 0;"
                                + " correct it or leave it out for the default, 0.001"),
                wrong(
                        "train.learningRate = 1e39",
                        ": train.learningRate: expected a number above 0 to 3.4e38, found 1e39;"
                                + " correct it or leave it out for the default, 0.001"),
                wrong(
                        "model.weightPenalty = 1e300",
                        ": model.weightPenalty: expected a number from 0 to 3.4e38 or null, found 1e300;"
                                + " correct it or leave it out"),
                wrong(
                        "train.learningRate = 1e400",
                        ": train.learningRate: expected a number above 0 to 3.4e38, found 1e400;"
                                + " correct it or leave it out for the default, 0.001"),
                wrong(
                        "train.learningRate = 1e-400",
                        ": train.learningRate: expected a number above 0 to 3.4e38, found 1e-400;"
                                + " correct it or leave it out for the default, 0.001"),
                wrong(
                        "model.encoderDropout = [1]",
                        ": model.encoderDropout[0]: expected a number from 0 to below 1, found 1" + half),
                wrong(
                        "model.encoderDropout = [-0.1]",
                        ": model.encoderDropout[0]: expected a number from 0 to below 1, found -0.1" + half),
                wrong(
                        "train.anneal.cap = 1.01",
                        ": train.anneal.cap: expected a number from 0 to 1, found 1.01;"
                                + " correct it or leave it out for the default, 0.2"),
                wrong(
                        "train.anneal.cap = -0.01",
                        ": train.anneal.cap: expected a number from 0 to 1, found -0.01;"
                                + " correct it or leave it out for the default, 0.2"),
                // annealing
                wrong(
                        "train.anneal.totalSteps = 1.5",
                        ": train.anneal.totalSteps: expected a whole number or null, found 1.5;"
                                + " correct it or leave it out"),
                wrong(
                        "train.anneal.epochs = 0",
                        ": train.anneal.epochs: expected a whole number from 1 or null, found 0;"
                                + " correct it or leave it out"),
                wrong(
                        "train.anneal.epochs = 201",
                        ": train.anneal.epochs: expected at most the 200 of train.epochs, found 201;"
                                + " correct it or train.epochs"),
                // softmax
                wrong(
                        "train.softmax = hierarchical",
                        ": train.softmax: expected one of full, sampled, found \"hierarchical\";"
                                + " correct it or leave it out for the default, \"full\""),
                wrong(
                        "train.sampledItems = 0",
                        ": train.sampledItems: expected a whole number from 1, found 0;"
                                + " correct it or leave it out for the default, 5000"),
                wrong(
                        "train.softmax = sampled, model.itemLayers = dense",
                        ": train.softmax: expected full with model.itemLayers = dense, whose graph has all items,"
                                + " found sampled; correct it or model.itemLayers"),
                wrong(
                        "train { softmax = sampled, workers = 2 }, engine = spark",
                        ": train.softmax: expected full with several workers, whose gradients are over all items,"
                                + " found sampled; correct it or train.workers"),
                // recvae
                wrong(
                        "train.recvae.encoderPasses = 0",
                        ": train.recvae.encoderPasses: expected a whole number from 1 to 100, found 0;"
                                + " correct it or leave it out for the default, 3"),
                wrong(
                        "train.recvae.gamma = 1.5",
                        ": train.recvae.gamma: expected a number from 0 to 1, found 1.5;"
                                + " correct it or leave it out for the default, 0.005"),
                wrong(
                        "model { type = recvae, pDims = [200, 600] }",
                        ": model.pDims: expected one size, since recvae's decoder is one layer, found [200, 600];"
                                + " correct it or model.type"),
                wrong(
                        "model { type = recvae, qDims = [600, 500, 200] }",
                        ": model.qDims: expected one hidden size or more, all the same, then the latent size, for recvae,"
                                + " found [600, 500, 200]; correct it or model.type"),
                wrong(
                        "model { type = recvae, qDims = [200] }",
                        ": model.qDims: expected one hidden size or more, all the same, then the latent size, for recvae,"
                                + " found [200]; correct it or model.type"),
                wrong(
                        "model { type = recvae, encoderDropout = [0.5, 0.1] }",
                        ": model.encoderDropout: expected one rate, since recvae has dropout on its input alone,"
                                + " found [0.5, 0.1]; correct it or model.type"),
                wrong(
                        "model { type = recvae, decoderDropout = [0.1] }",
                        ": model.decoderDropout: expected 0, since recvae has dropout on its input alone,"
                                + " found [0.1]; correct it or model.type"),
                // metrics and baselines
                wrong(
                        "evaluate.metrics = [\"ncdg@100\"]",
                        ": evaluate.metrics[0]: expected a metric and its cutoff, ndcg@100 for instance, the metric one of"
                                + " ndcg, recall, recall-all, precision, map, mrr, hit-rate, found \"ncdg@100\";"
                                + " write ndcg@100"),
                wrong("evaluate.metrics = [\"NDCG@5\"]", METRIC + "\"NDCG@5\"; write ndcg@5"),
                wrong("evaluate.metrics = [\"ndcg@0\"]", METRIC + "\"ndcg@0\"" + metrics),
                wrong("evaluate.metrics = [ndcg]", METRIC + "\"ndcg\"" + metrics),
                wrong("evaluate.metrics = [\"ndcg@1000000\"]", METRIC + "\"ndcg@1000000\"" + metrics),
                wrong(
                        "evaluate.metrics = []",
                        ": evaluate.metrics: expected a list, each element a metric and its cutoff, ndcg@100 for"
                                + " instance, the metric one of ndcg, recall, recall-all, precision, map, mrr, hit-rate,"
                                + " found []"
                                + metrics),
                wrong(
                        "evaluate.metrics = [\"map@5\", \"mrr@5\", \"map@5\"]",
                        ": evaluate.metrics: expected each element once, found [\"map@5\",\"mrr@5\",\"map@5\"]"
                                + metrics),
                wrong(
                        "evaluate.baselines = [popular]",
                        ": evaluate.baselines[0]: expected one of popularity, item-knn, ease, edlae, ials, found \"popular\";"
                                + " correct it or leave it out for the default, [\"popularity\",\"item-knn\",\"ease\",\"edlae\"]"),
                // lists
                wrong(
                        "model.pDims = []",
                        ": model.pDims: expected a list or null, each element a whole number from 1 to 1048576, found []"
                                + dims),
                wrong(
                        "model.pDims = 200",
                        ": model.pDims: expected a list or null, each element a whole number from 1 to 1048576, found 200"
                                + dims),
                wrong(
                        "model.encoderDropout = [0.5, 0, 0]",
                        ": model.encoderDropout: expected at most one rate for each of the 2 encoder layers, found [0.5, 0.0, 0.0];"
                                + " correct it or model.qDims"),
                wrong(
                        "model.type = vae",
                        ": model.type: expected one of mult-vae, mult-dae, recvae, found \"vae\"; write mult-vae"),
                wrong(
                        "train.momentum = 0.9",
                        ": expected a known key, found train.momentum; see docs/configuration.md for the list of keys"),
                wrong("train.lr = 0.1", ": expected a known key, found train.lr; write train.learningRate"),
                wrong(
                        "model.pDims = [200, 0]",
                        ": model.pDims[1]: expected a whole number from 1 to 1048576, found 0" + dims),
                wrong(
                        "model.pDims = [null]",
                        ": model.pDims[0]: expected a whole number from 1 to 1048576, found null" + dims),
                wrong(
                        "model.qDims = six",
                        ": model.qDims: expected a list or null, each element a whole number from 1 to 1048576, found \"six\";"
                                + " correct it or leave it out"),
                wrong(
                        "model.pDims = [1048577]",
                        ": model.pDims[0]: expected a whole number from 1 to 1048576, found 1048577" + dims),
                wrong(
                        "model.pDims = [" + "8, ".repeat(32) + "8]",
                        ": model.pDims: expected at most 32 sizes, found [" + "8, ".repeat(26)
                                + "8...; correct it or model.qDims"),
                wrong(
                        "model.qDims = [600, 100]",
                        ": model.qDims: expected the latent size that model.pDims begins with, 200, at the end,"
                                + " found [600, 100]; correct it or model.pDims"),
                // text, paths, sections
                wrong(
                        "data.dataset = ml20m",
                        ": data.dataset: expected one of ml-latest-small, ml-100k, ml-1m, ml-10m, ml-20m or null,"
                                + " found \"ml20m\"; write ml-20m"),
                wrong(
                        "data.dataset = netflix",
                        ": data.dataset: expected one of ml-latest-small, ml-100k, ml-1m, ml-10m, ml-20m or null,"
                                + " found \"netflix\"; correct it or leave it out"),
                wrong(
                        "data.ratings = [a]",
                        ": data.ratings: expected a path or null, found [\"a\"]; correct it or leave it out"),
                wrong(
                        "data.archives = \" \"",
                        ": data.archives: expected a path, found \" \";"
                                + " correct it or leave it out for the default, \"archives\""),
                wrong(
                        "data.archives = \"a\\u0000b\"",
                        ": data.archives: expected a path, found \"a\\u0000b\";"
                                + " correct it or leave it out for the default, \"archives\""),
                wrong(
                        "data.url = \"ftp://example.org\"",
                        ": data.url: expected an http or https address, found \"ftp://example.org\"; correct it or leave"
                                + " it out for the default, \"https://files.grouplens.org/datasets/movielens\""),
                wrong("train = 5", ": train: expected a section, train { ... }, found 5; correct it or leave it out"),
                wrong(
                        "train { anneal = null }",
                        ": train.anneal: expected a section, anneal { ... }, found null; correct it or leave it out"),
                // HOCON itself
                wrong(
                        "train.epochs =\n}",
                        "x.conf:3: expected HOCON, found a mistake (Expecting a value but got wrong token: '}');"
                                + " correct it"),
                wrong(
                        "train.epochs = ${train.epoch}",
                        ": expected a key of the configuration in ${...}, found \"train.epoch\"; write ${train.epochs}"),
                wrong(
                        "train..epochs = 5",
                        ": expected HOCON, found a mistake (path has a leading, trailing, or two adjacent period '.'"
                                + " (use quoted \"\" empty string if you want an empty element)); correct it"));
    }

    private static Arguments wrong(String line, String expected) {
        return Arguments.of(line, expected.startsWith(":") ? "x.conf:2" + expected : expected);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrong_lines")
    void a_wrong_line_is_named_with_what_was_expected_and_what_to_do(String line, String expected) {
        assertThat(new LoadedText(directory).problems(DATA + line + "\n", Map.of()))
                .containsExactly(expected);
    }

    static Stream<Arguments> wrong_options() {
        return Stream.of(
                Arguments.of(
                        "train.epochs",
                        "many",
                        "-Dtrain.epochs: expected a whole number from 1, found \"many\";"
                                + " correct it or leave it out for the default, 200"),
                Arguments.of(
                        "train.epochs",
                        "",
                        "-Dtrain.epochs: expected a whole number from 1, found \"\";"
                                + " correct it or leave it out for the default, 200"),
                Arguments.of(
                        "train.epoch",
                        "5",
                        "-Dtrain.epoch: expected a known key, found train.epoch; write train.epochs"),
                Arguments.of(
                        "model.inputLayer",
                        "dense",
                        "-Dmodel.inputLayer: expected a known key, found model.inputLayer; write model.itemLayers"),
                Arguments.of(
                        "train",
                        "{ epochs = 0 }",
                        "-Dtrain: train.epochs: expected a whole number from 1, found 0;"
                                + " correct it or leave it out for the default, 200"),
                Arguments.of(
                        "train",
                        "5",
                        "-Dtrain: expected a section, train { ... }, found 5; correct it or leave it out"),
                Arguments.of(
                        "model.pDims",
                        "100,x",
                        "-Dmodel.pDims: model.pDims[1]: expected a whole number from 1 to 1048576, found \"x\";"
                                + " correct it or leave it out"),
                Arguments.of(
                        "model.pDims",
                        "[100, 300",
                        "-Dmodel.pDims: model.pDims[0]: expected a whole number from 1 to 1048576, found \"[100\";"
                                + " correct it or leave it out"),
                Arguments.of(
                        "model.pDims",
                        "",
                        "-Dmodel.pDims: expected a list or null, each element a whole number from 1 to 1048576, found \"\";"
                                + " correct it or leave it out"),
                Arguments.of(
                        "data.archives",
                        "${nowhere}",
                        "-Ddata.archives: expected HOCON, found a mistake (Could not resolve substitution to a value:"
                                + " ${nowhere}); correct it"));
    }

    @ParameterizedTest(name = "-D{0}={1}")
    @MethodSource("wrong_options")
    void a_wrong_option_is_named_as_it_was_typed(String key, String value, String expected) {
        assertThat(new LoadedText(directory).problems(DATA, Map.of(key, value))).containsExactly(expected);
    }

    @Test
    void an_old_key_among_the_properties_of_java_is_not_passed_over() {
        Properties properties = new Properties();
        properties.setProperty("model.inputLayer", "dense");
        assertThat(new LoadedText(directory).problems(DATA, Settings.overridesFrom(properties)))
                .containsExactly(
                        "-Dmodel.inputLayer: expected a known key, found model.inputLayer; write model.itemLayers");
    }

    @Test
    void all_problems_come_at_once_those_of_the_file_by_line_and_then_the_options() {
        String text =
                """
                train.epoch = 5
                model.weightPenalty = -2
                preprocess.splitSeed = -1
                """;

        assertThat(new LoadedText(directory).problems(text, Map.of("train.seed", "x")))
                .extracting(line -> line.substring(0, line.indexOf(" expected")))
                .containsExactly(
                        "x.conf:",
                        "x.conf:1:",
                        "x.conf:2: model.weightPenalty:",
                        "x.conf:3: preprocess.splitSeed:",
                        "-Dtrain.seed:");
    }

    @Test
    void a_search_whose_two_trainings_would_be_the_same_is_refused() {
        String search = DATA + "train.anneal.type = search\ntrain.anneal.totalSteps = 0\n";
        assertThat(new LoadedText(directory).problems(search, Map.of()))
                .singleElement()
                .asString()
                .endsWith(
                        "train.anneal.totalSteps: expected a number above 0 with anneal.type = search, whose two trainings"
                                + " would be the same, found 0; correct it or train.anneal.type");
        // that model has no beta, and is trained once
        assertThat(new LoadedText(directory).problems(search + "model.type = mult-dae\n", Map.of()))
                .isEmpty();
    }

    @Test
    void neither_a_data_set_nor_ratings_is_a_problem_of_the_whole_file() {
        assertThat(new LoadedText(directory).problems("data.dataset = null", Map.of()))
                .containsExactly(
                        "x.conf: expected data.dataset or data.ratings or data.query or data.table, found none of them; set one of them");
    }

    @Test
    void a_default_that_stands_in_for_a_wrong_value_contradicts_nothing() {
        // The defaults are 200 epochs and pDims [200, 600]: neither may be held against what the user wrote.
        String text = DATA
                + """
                train.epochs = many
                train.anneal.epochs = 300
                model.pDims = [x, 300]
                model.qDims = [300, 100]
                """;

        assertThat(new LoadedText(directory).problems(text, Map.of()))
                .hasSize(2)
                .allMatch(line -> line.contains("train.epochs: ") || line.contains("model.pDims[0]: "));
    }

    @Test
    void a_latent_size_is_compared_with_the_last_of_q_dims_and_the_first_of_p_dims() {
        LoadedText text = new LoadedText(directory);

        assertThat(text.problems(DATA + "model { pDims = [50, 70], qDims = [90, 50] }", Map.of()))
                .isEmpty();
        assertThat(text.problems(DATA + "model { pDims = [50, 70], qDims = [50, 70] }", Map.of()))
                .hasSize(1);
        assertThat(text.problems(DATA + "model { pDims = [50, 70], qDims = [70, 90] }", Map.of()))
                .hasSize(1);
    }

    @Test
    void a_concatenated_list_is_placed_where_the_user_wrote_it() {
        String text = DATA + "model.pDims = [200, 600], model.qDims = ${model.pDims} [7]";
        assertThat(new LoadedText(directory).problems(text, Map.of()))
                .containsExactly("x.conf:2: model.qDims: expected the latent size that model.pDims begins with, 200,"
                        + " at the end, found [200, 600, 7]; correct it or model.pDims");
    }

    @Test
    void a_text_of_many_lines_is_quoted_in_one_and_a_long_one_is_cut() {
        String found = new LoadedText(directory)
                .problems(DATA + "train.epochs = \"\"\"a\nb" + "c".repeat(100) + "\"\"\"", Map.of())
                .get(0);

        assertThat(found).contains("found \"a\\nbc").contains("c...; ").hasSizeLessThan(220);
    }
}
