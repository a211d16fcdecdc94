package multvae.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.StreamSupport;
import multvae.report.RunSummary;
import multvae.serving.Recommender;
import multvae.training.StopRequest;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The card of a bundle, its header read by a parser of YAML, against the run's own files. */
final class ModelCardTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final String CARD = "MODEL_CARD.md";

    @TempDir
    private static Path directory;

    private static Path run;

    @BeforeAll
    static void finish_a_run() throws IOException {
        run = directory.resolve("run");
        assertThat(execute(Program.tiny(run))).isZero();
    }

    private static int execute(List<String> arguments) {
        return Commands.execute(new StopRequest(), arguments.toArray(String[]::new));
    }

    private static Path bundle(String name, Path from, String... options) {
        Path to = directory.resolve(name);
        List<String> arguments = new ArrayList<>(List.of("bundle", "--run", from.toString(), "--to", to.toString()));
        arguments.addAll(List.of(options));
        assertThat(execute(arguments)).isZero();
        return to;
    }

    private static String card(Path bundle) throws IOException {
        return Files.readString(bundle.resolve(CARD));
    }

    private static JsonNode header(String card) throws IOException {
        assertThat(card).startsWith("---\n");
        return YAML.readTree(card.substring(4, card.indexOf("\n---\n", 4) + 1));
    }

    private static JsonNode json(String file) throws IOException {
        return JSON.readTree(run.resolve(file).toFile());
    }

    @Test
    void the_header_has_the_numbers_of_the_result_and_the_terms_of_the_data() throws IOException {
        Path bundle = bundle("whole", run);
        JsonNode header = header(card(bundle));
        assertThat(header.get("license").asText()).isEqualTo("other");
        assertThat(header.get("license_name").asText()).isEqualTo("movielens");
        assertThat(header.get("license_link").asText()).startsWith("https://grouplens.org/");
        assertThat(header.get("library_name").asText()).isEqualTo("multvae");
        assertThat(header.get("datasets").get(0).asText()).isEqualTo("ml-latest-small");
        JsonNode result = header.get("model-index").get(0).get("results").get(0);
        assertThat(result.get("dataset").get("type").asText()).isEqualTo("ml-latest-small");
        assertThat(result.get("task").get("type").asText()).isEqualTo("recommendation");
        JsonNode expected = json("evaluate/metrics.json").get("models").get("mult-vae");
        assertThat(result.get("metrics")).hasSameSizeAs(expected);
        for (JsonNode metric : result.get("metrics")) {
            assertThat(metric.get("value").doubleValue())
                    .isEqualTo(expected.get(metric.get("name").asText())
                            .get("mean")
                            .doubleValue());
        }
        assertThat(StreamSupport.stream(header.get("metrics").spliterator(), false)
                        .map(JsonNode::asText))
                .containsExactlyElementsOf(expected::fieldNames);
    }

    @Test
    void the_text_has_the_intervals_the_settings_and_the_statistics() throws IOException {
        Path bundle = bundle("text", run);
        String card = card(bundle);
        JsonNode metrics = json("evaluate/metrics.json");
        metrics.get("models").properties().forEach(model -> model.getValue().forEach(figure -> assertThat(card)
                .contains(String.format(
                        Locale.ROOT,
                        "%.4f (%.4f to %.4f)",
                        figure.get("mean").doubleValue(),
                        figure.get("interval95").get(0).doubleValue(),
                        figure.get("interval95").get(1).doubleValue()))));
        JsonNode statistics = json("preprocess/statistics.json");
        assertThat(card)
                .contains(
                        "# Mult-VAE on ml-latest-small",
                        "The intervals are not corrected for how many there are.",
                        "Version: "
                                + JSON.readTree(bundle.resolve("bundle.json").toFile())
                                        .get("modelVersion")
                                        .asText(),
                        String.format(
                                Locale.ROOT,
                                "- ratings: %,d\n",
                                statistics.get("ratings").intValue()),
                        String.format(
                                Locale.ROOT,
                                "- users: %,d\n",
                                statistics.get("users").intValue()),
                        "be redistributed under the same terms.",
                        "| train.batchSize ",
                        "## Intended uses",
                        "## Limits",
                        "Cold start",
                        "## How to use",
                        "@inproceedings{liang2018variational",
                        "@article{harper2015movielens");
        assertThat(card).doesNotContain(directory.toString());
        try (Recommender recommender = Recommender.open(bundle)) {
            assertThat(card).contains("Version: " + recommender.modelVersion());
        }
    }

    @Test
    void a_baseline_has_the_numbers_that_evaluate_has_found_for_it_or_none() throws IOException {
        Path popularity = bundle("popularity", run, "--model", "popularity");
        JsonNode result = header(card(popularity))
                .get("model-index")
                .get(0)
                .get("results")
                .get(0)
                .get("metrics");
        JsonNode expected = json("evaluate/metrics.json").get("models").get("popularity");
        assertThat(result).hasSameSizeAs(expected);
        for (JsonNode metric : result) {
            assertThat(metric.get("value").doubleValue())
                    .isEqualTo(expected.get(metric.get("name").asText())
                            .get("mean")
                            .doubleValue());
        }
        assertThat(card(popularity))
                .contains("# popularity on ml-latest-small", "Fitted to the train users in one go.")
                .doesNotContain("Layers of the encoder", "epoch");

        Path ease = bundle("ease", run, "--model", "ease", "--data-license", "mine");
        String card = card(ease);
        assertThat(header(card).has("model-index")).isFalse();
        assertThat(header(card).get("license_name").asText()).isEqualTo("mine");
        assertThat(card)
                .contains(
                        "# EASE on ml-latest-small",
                        "This model has not been evaluated on test users.\n",
                        "| evaluate.ease.lambda ",
                        "@inproceedings{steck2019embarrassingly",
                        "Version: "
                                + JSON.readTree(ease.resolve("bundle.json").toFile())
                                        .get("modelVersion")
                                        .asText())
                .doesNotContain("liang2018");
    }

    /** What a user types, and what a run has in its configuration, is text in the card: no line, no link, no tag of its own. */
    @Test
    void a_license_is_text_whatever_is_in_it() throws IOException {
        String hostile = "CC \"BY\": 4.0\n---\n# [x](y) <img src=x> | \u202e `code` *b*";
        String card = card(bundle("licensed", run, "--data-license", hostile));
        assertThat(header(card).get("license_name").asText())
                .matches("[a-z0-9.-]{1,60}")
                .startsWith("cc-by-4.0");
        assertThat(header(card).has("license_link")).isFalse();
        assertThat(card.lines())
                .contains(
                        "- License of the data: CC \"BY\": 4.0?---?\\# \\[x\\](y) \\<img src=x\\> \\| ? \\`code\\` \\*b\\*");
        assertThat(card).doesNotContain("\u202e", "GroupLens's terms");
    }

    @Test
    void a_model_that_was_not_evaluated_since_it_was_trained_has_no_numbers_and_says_so() throws IOException {
        Path trained = directory.resolve("trained");
        List<String> arguments = new ArrayList<>(Program.tiny(trained));
        arguments.addAll(List.of("--stage", "fetch,preprocess,train"));
        assertThat(execute(arguments)).isZero();
        Path evaluate =
                run.resolve("evaluate"); // of the same run of the same seed, moved there: a result of these weights
        String card = card(bundle("not-evaluated", trained));
        assertThat(card).contains("has not been evaluated on test users");
        assertThat(header(card).has("model-index")).isFalse();
        assertThat(header(card).has("metrics")).isFalse();
        Path other = Files.createDirectory(trained.resolve("evaluate"));
        for (String file : List.of("manifest.json", "metrics.json")) {
            Files.copy(evaluate.resolve(file), other.resolve(file));
        }
        assertThat(header(card(bundle("evaluated", trained))).has("model-index"))
                .isTrue();
        arguments.add("-Dtrain.seed=7");
        assertThat(execute(arguments)).isZero();
        assertThat(card(bundle("evaluated-before", trained))).contains("has not been evaluated on test users");
    }

    @Test
    void a_bundle_of_a_bundle_keeps_the_card_as_its_publisher_has_edited_it() throws IOException {
        Path first = bundle("first", run);
        Files.writeString(first.resolve(CARD), "mine\n");
        assertThat(card(bundle("second", first))).isEqualTo("mine\n");
        Files.delete(first.resolve(CARD)); // as an older version wrote it
        assertThat(bundle("third", first).resolve(CARD)).doesNotExist();
        Recommender.open(first).close();
        assertThat(execute(List.of(
                        "bundle",
                        "--run",
                        first.toString(),
                        "--to",
                        directory.resolve("none").toString(),
                        "--data-license",
                        "mine")))
                .isEqualTo(2);
        assertThat(directory.resolve("none")).doesNotExist();
    }

    /** Of whose ratings, says each of them. */
    private static void requireNamed(Path of, String inTheReport, String elsewhere) throws IOException {
        assertThat(of.resolve("report/report.md")).content().contains("# Mult-VAE on " + inTheReport);
        Path leaderboard = of.resolveSibling(of.getFileName() + "-leaderboard");
        assertThat(execute(List.of("report", "--runs", of.toString(), "--out", leaderboard.toString())))
                .isZero();
        assertThat(leaderboard.resolve("leaderboard.md")).content().contains("## " + elsewhere + ", split by users");
        assertThat(RunSummary.below(of)).extracting(RunSummary::dataset).containsExactly(elsewhere);
        assertThat(card(bundle(of.getFileName() + "-bundle", of))).contains("# Mult-VAE on " + elsewhere);
    }

    @Test
    void ratings_of_ones_own_are_called_so_even_in_the_form_of_a_data_set() throws IOException {
        Path own = directory.resolve("own-form");
        List<String> arguments = new ArrayList<>(Program.tiny(own));
        arguments.add("-Ddata.ratings=" + run.resolve("fetch/ratings.csv"));
        assertThat(execute(arguments)).isZero();
        requireNamed(own, "your own ratings", "own ratings");
    }

    @Test
    void a_data_set_with_titles_of_ones_own_keeps_its_name_and_its_terms() throws IOException {
        Path titled = directory.resolve("titled");
        List<String> arguments = new ArrayList<>(Program.tiny(titled));
        arguments.add("-Ddata.titles=" + run.resolve("fetch/movies.csv"));
        assertThat(execute(arguments)).isZero();
        requireNamed(titled, "ml-latest-small", "ml-latest-small");
        assertThat(header(card(bundle("titled-again", titled)))
                        .get("license_name")
                        .asText())
                .isEqualTo("movielens");
    }

    @Test
    void ratings_of_ones_own_have_no_known_terms_even_in_the_form_of_a_data_set() throws IOException {
        Path own = directory.resolve("own");
        List<String> arguments = new ArrayList<>(Program.tiny(own));
        arguments.add("-Ddata.ratings=" + run.resolve("fetch/ratings.csv"));
        arguments.addAll(List.of("--stage", "fetch,preprocess,train"));
        assertThat(execute(arguments)).isZero();
        String card = card(bundle("own-bundle", own));
        JsonNode header = header(card);
        assertThat(header.get("license_name").asText()).isEqualTo("unknown");
        assertThat(header.has("datasets")).isFalse();
        assertThat(card).contains("# Mult-VAE on own ratings", "not known").doesNotContain("harper2015", "GroupLens");
    }
}
