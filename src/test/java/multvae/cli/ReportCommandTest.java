package multvae.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import multvae.io.FileTree;
import multvae.testing.Browser;
import multvae.testing.PageChecks;
import multvae.training.StopRequest;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A leaderboard of real runs: two that differ in a setting, one of another split, and some without a result. */
final class ReportCommandTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private static Path directory;

    private static Path runs;

    @BeforeAll
    static void make_runs() throws IOException {
        runs = Files.createDirectories(directory.resolve("runs"));
        run("slow");
        copy("slow", "deep/fast&<b>");
        run("deep/fast&<b>", "-Dtrain.learningRate=0.01");
        run("other", "-Dpreprocess.splitSeed=7", "-Devaluate.metrics=mrr@5,recall@20");
        copy("slow", "damaged");
        Files.writeString(runs.resolve("damaged/evaluate/metrics.json"), "{");
        copy("slow", "trained-again");
        FileTree.delete(runs.resolve("trained-again/train")); // as if train alone had run again, with other settings
        copy("deep/fast&<b>/train", "trained-again/train");
        Files.writeString(Files.createDirectories(runs.resolve("begun")).resolve("resolved.conf"), "");
        Path trial = Files.createDirectories(runs.resolve("slow/sweep/train.seed=2/train"));
        Files.writeString(trial.resolveSibling("resolved.conf"), "");
        Files.writeString(Files.createDirectories(runs.resolve(".hidden")).resolve("resolved.conf"), "");
    }

    private static void run(String name, String... more) throws IOException {
        Path run = Files.createDirectories(runs.resolve(name));
        List<String> arguments = new ArrayList<>(Program.tiny(run, more));
        arguments.add("-Dtrain.epochs=1");
        arguments.add("-Devaluate.bootstrap.resamples=100");
        assertThat(Commands.execute(new StopRequest(), arguments.toArray(String[]::new)))
                .isZero();
        Files.delete(run.resolveSibling("empty.conf"));
    }

    private static void copy(String from, String to) throws IOException {
        try (Stream<Path> files = Files.walk(runs.resolve(from))) {
            for (Path file : files.toList()) {
                Path copied = runs.resolve(to)
                        .resolve(runs.resolve(from).relativize(file).toString());
                Files.createDirectories(copied.getParent());
                Files.copy(file, copied);
            }
        }
    }

    private static int report(Path out, String... more) {
        return Commands.execute(
                new StopRequest(),
                Stream.concat(Stream.of("report", "--runs", runs.toString(), "--out", out.toString()), Stream.of(more))
                        .toArray(String[]::new));
    }

    private static String markdown(String out, String... more) throws IOException {
        assertThat(report(directory.resolve(out), more)).isZero();
        return Files.readString(directory.resolve(out).resolve("leaderboard.md"));
    }

    /** The cells of a run's row. */
    private static List<String> row(String markdown, String run) {
        return markdown.lines()
                .filter(line -> line.startsWith("| " + run + " "))
                .map(line -> List.of(line.replace("**", "").split("\\|", -1)).stream()
                        .map(String::strip)
                        .toList())
                .findFirst()
                .orElseThrow();
    }

    private static String figure(String run, String model, String metric) throws IOException {
        JsonNode figure = JSON.readTree(
                        runs.resolve(run).resolve("evaluate/metrics.json").toFile())
                .get("models")
                .get(model)
                .get(metric);
        double half = (figure.get("interval95").get(1).doubleValue()
                        - figure.get("interval95").get(0).doubleValue())
                / 2;
        return String.format(Locale.ROOT, "%.4f \u00b1 %.4f", figure.get("mean").doubleValue(), half);
    }

    @Test
    void runs_of_the_same_data_share_a_table_with_their_figures_and_the_settings_that_differ() throws IOException {
        String text = markdown("figures");
        assertThat(text.lines().filter(line -> line.startsWith("## ")))
                .containsExactlyInAnyOrder(
                        "## ml-latest-small, split by users: 99 test users, 5,181 items",
                        other(text),
                        "## Without a result");
        assertThat(row(text, "slow"))
                .contains(
                        figure("slow", "mult-vae", "NDCG@100"),
                        figure("slow", "mult-vae", "Recall@20"),
                        "train.learningRate = 0.001");
        assertThat(row(text, "deep/fast\\&\\<b\\>"))
                .contains(figure("deep/fast&<b>", "mult-vae", "NDCG@100"), "train.learningRate = 0.01");
        assertThat(row(text, "other")).contains(figure("other", "mult-vae", "MRR@5"), "");
        // popularity does not depend on the learning rate, so the two runs share it
        assertThat(text.lines().filter(line -> line.startsWith("| (baseline)"))).hasSize(2);
        assertThat(row(text, "(baseline)")).contains("popularity", figure("slow", "popularity", "NDCG@100"));
    }

    private static String other(String text) {
        return text.lines()
                .filter(line -> line.startsWith("## ml") && !line.contains("5,181"))
                .findFirst()
                .orElseThrow();
    }

    /** It is fitted on the validation events too, as the model is. */
    @Test
    void a_baseline_of_a_final_fit_says_so_beside_one_that_is_fitted_on_less() throws IOException {
        for (String run : List.of("plain", "final")) {
            copy("slow", "../fits/" + run);
        }
        run("../fits/final", "-Dtrain.finalFit=true");
        Path out = directory.resolve("fits-leaderboard");
        assertThat(Commands.execute(
                        new StopRequest(),
                        "report",
                        "--runs",
                        directory.resolve("fits").toString(),
                        "--out",
                        out.toString()))
                .isZero();
        String text = Files.readString(out.resolve("leaderboard.md"));
        assertThat(text.lines().filter(line -> line.contains("popularity")))
                .hasSize(2)
                .anyMatch(line -> line.contains("train.finalFit = false"))
                .anyMatch(line -> line.contains("train.finalFit = true"));
        assertThat(row(text, "plain").toString()).contains("train.finalFit = false");
        assertThat(row(text, "final").toString()).contains("train.finalFit = true");
    }

    @Test
    void inspect_lists_the_runs_with_their_figures_and_how_far_they_are() throws IOException {
        Files.createDirectories(runs.resolve("begun/.work/train-0123456789abcdef"));
        List<JsonNode> rows = new ArrayList<>();
        JSON.readTree(inspect("--sort", "ndcg@100", "--json")).forEach(rows::add);
        Map<String, JsonNode> byName = new HashMap<>();
        rows.forEach(row -> byName.put(row.get("name").asText(), row));
        assertThat(byName)
                .containsOnlyKeys(
                        "slow",
                        "slow/sweep/train.seed=2",
                        "deep/fast&<b>",
                        "other",
                        "damaged",
                        "trained-again",
                        "begun");
        for (String name : List.of("slow", "deep/fast&<b>")) {
            assertThat(byName.get(name).get("metrics").get("NDCG@100").doubleValue())
                    .isEqualTo(JSON.readTree(runs.resolve(name)
                                    .resolve("evaluate/metrics.json")
                                    .toFile())
                            .at("/models/mult-vae/NDCG@100/mean")
                            .doubleValue());
            assertThat(byName.get(name).get("state").asText()).isEqualTo("reported");
            assertThat(byName.get(name).get("dataset").asText()).isEqualTo("ml-latest-small");
        }
        assertThat(rows.subList(0, 2).stream()
                        .map(row -> row.at("/metrics/NDCG@100").doubleValue()))
                .isSortedAccordingTo(Comparator.reverseOrder())
                .doesNotContain(0.0);
        assertThat(byName.get("begun").get("state").asText()).startsWith("stopped in train");
        assertThat(byName.get("trained-again").get("state").asText()).contains("train has run again since");
        assertThat(byName.get("damaged").get("metrics")).isEmpty();

        List<String> lines = inspect("--sort", "recall@20").lines().toList();
        assertThat(lines).hasSize(9);
        assertThat(lines.get(0))
                .matches("\\| run +\\| model +\\| data +\\| began \\(UTC\\) +\\| Recall@20 +\\|.* state +\\|");
        assertThat(lines)
                .anyMatch(line -> line.matches("\\| slow +\\| mult-vae +\\| ml-latest-small +\\| 20.* reported +\\|"));
        try (ErrorLog log = new ErrorLog()) {
            assertThat(Commands.execute(new StopRequest(), "inspect", runs.toString(), "--sort", "auc"))
                    .isEqualTo(Failures.USER_ERROR);
            assertThat(log.errors()).startsWith("--sort: expected one of ").endsWith("found \"auc\"; correct it");
        }
    }

    private static String inspect(String... more) {
        PrintStream terminal = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            assertThat(Commands.execute(
                            new StopRequest(),
                            Stream.concat(Stream.of("inspect", runs.toString()), Stream.of(more))
                                    .toArray(String[]::new)))
                    .isZero();
        } finally {
            System.setOut(terminal);
        }
        return printed.toString(StandardCharsets.UTF_8);
    }

    @Test
    void what_has_no_result_is_listed_with_the_reason() throws IOException {
        String text = markdown("reasons");
        List<String> skipped = text.substring(text.indexOf("## Without a result"))
                .lines()
                .filter(line -> line.startsWith("- "))
                .toList();
        assertThat(skipped).hasSize(4);
        assertThat(skipped.get(0))
                .isEqualTo("- begun: begun/fetch: expected the artifacts of fetch, found nothing; run fetch first");
        assertThat(skipped.get(1))
                .startsWith("- damaged: damaged/evaluate/metrics.json: expected ")
                .endsWith("run evaluate again");
        assertThat(skipped.get(2))
                .isEqualTo(
                        "- trained-again: evaluate: expected a result of the train/weights.safetensors that is there, found one of"
                                + " another, train has run again since; run evaluate again");
        assertThat(skipped.get(3))
                .isEqualTo("- slow/sweep: 1 training was not the best one, and so not evaluated on the test users");
    }

    @ParameterizedTest
    @EnabledOnOs(OS.LINUX)
    @ValueSource(strings = {"/proc", "/proc/x/y"})
    void a_place_that_takes_no_leaderboard_is_told(String place) {
        try (ErrorLog log = new ErrorLog()) {
            assertThat(Commands.execute(new StopRequest(), "report", "--runs", runs.toString(), "--out", place))
                    .isEqualTo(Failures.USER_ERROR);
            assertThat(log.errors())
                    .startsWith(
                            place
                                    + ": expected a directory that can be written to, found a place where nothing can be made (")
                    .endsWith("); choose another one");
        }
    }

    @Test
    void the_metric_that_is_asked_for_sorts_and_runs_without_it_come_last() throws IOException {
        for (String metric : List.of("recall-all@50", "RecallAll@50")) {
            List<Double> means = markdown("sorted", "--sort", metric)
                    .lines()
                    .dropWhile(line -> !line.contains("5,181"))
                    .skip(1)
                    .takeWhile(line -> !line.startsWith("## "))
                    .filter(line ->
                            line.startsWith("| (base") || line.startsWith("| slow") || line.startsWith("| deep"))
                    .map(line -> line.replace("*", "").split("\\|", -1)[7].strip())
                    .map(cell -> Double.valueOf(cell.substring(0, 6)))
                    .toList();
            assertThat(means).hasSize(3).isSortedAccordingTo(Comparator.reverseOrder());
        }
        assertThat(report(directory.resolve("unknown"), "--sort", "foo@3")).isEqualTo(Failures.USER_ERROR);
        assertThat(directory.resolve("unknown")).doesNotExist();
    }

    @Test
    void a_file_that_is_not_ours_stays_and_our_own_is_replaced_by_the_same_bytes() throws IOException {
        Path out = Files.createDirectories(directory.resolve("taken"));
        Files.writeString(out.resolve("leaderboard.md"), "my notes");
        try (ErrorLog log = new ErrorLog()) {
            assertThat(report(out)).isEqualTo(Failures.USER_ERROR);
            assertThat(log.errors())
                    .isEqualTo(out.resolve("leaderboard.md")
                            + ": expected nothing, or a leaderboard that this command wrote, found another file; move it"
                            + " away, or choose another directory with --out");
        }
        assertThat(out.resolve("leaderboard.md")).hasContent("my notes");
        assertThat(out.resolve("leaderboard.html")).doesNotExist();

        Path own = directory.resolve("own");
        assertThat(report(own)).isZero();
        byte[] first = Files.readAllBytes(own.resolve("leaderboard.html"));
        assertThat(report(own)).isZero();
        assertThat(own.resolve("leaderboard.html")).hasBinaryContent(first);
    }

    @Test
    void a_directory_without_runs_is_the_users_to_correct() throws IOException {
        Path empty = Files.createDirectories(directory.resolve("empty"));
        for (Path at : List.of(empty, directory.resolve("nothing"), runs.resolve("slow/resolved.conf"))) {
            try (ErrorLog log = new ErrorLog()) {
                assertThat(Commands.execute(new StopRequest(), "report", "--runs", at.toString()))
                        .isEqualTo(Failures.USER_ERROR);
                assertThat(log.errors()).startsWith(at + ": expected a directory with runs, found ");
            }
        }
    }

    @Test
    void the_page_links_to_the_reports_and_can_be_read_on_a_phone() throws IOException {
        Path out = directory.resolve("page");
        assertThat(report(out)).isZero();
        try (Browser browser = Browser.launch()) {
            for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
                try (BrowserContext context = browser.context(
                        new NewContextOptions().setColorScheme(scheme).setViewportSize(390, 800))) {
                    Page page = context.newPage();
                    page.navigate(out.resolve("leaderboard.html").toUri().toString());
                    PageChecks.assertPlotsDrawn(page);
                    PageChecks.assertFits(page);
                    PageChecks.assertReadable(page);
                    assertThat(page.locator("svg").count()).isEqualTo(4);
                    page.locator("th a").getByText("deep/fast&<b>").click();
                    assertThat(page.title()).isEqualTo("Mult-VAE on ml-latest-small");
                }
            }
        }
    }
}
