package multvae.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import multvae.model.LossTerms;
import multvae.testing.Browser;
import multvae.testing.PageChecks;
import multvae.training.History;
import multvae.training.History.Epoch;
import multvae.training.History.ValidationResult;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sweeps of one, two and three keys, as a browser shows them. */
final class SweepReportTest {

    @TempDir
    private static Path directory;

    private static Browser browser;

    private final Map<SortedMap<String, String>, History> trials = new LinkedHashMap<>();

    @BeforeAll
    static void launch() {
        browser = Browser.launch();
    }

    @AfterAll
    static void close() {
        if (browser != null) {
            browser.close();
        }
    }

    /** A trial of two epochs; its best NDCG@100 and the beta there. */
    private void trial(Map<String, String> values, double ndcg, double beta) {
        LossTerms loss = new LossTerms(2, 1, 1, 0);
        trials.put(
                new TreeMap<>(values),
                new History(List.of(
                        new Epoch(
                                1,
                                5,
                                beta / 2,
                                1e-3,
                                loss,
                                Optional.of(new ValidationResult(loss, ndcg / 2, 0, 0, true)),
                                Optional.empty()),
                        new Epoch(
                                2,
                                10,
                                beta,
                                1e-3,
                                loss,
                                Optional.of(new ValidationResult(loss, ndcg, 0, 0, true)),
                                Optional.empty()))));
    }

    private void open(int best, Consumer<Page> look) throws IOException {
        List<List<String>> table = new ArrayList<>();
        trials.keySet().forEach(values -> table.add(List.copyOf(values.values())));
        List<String> header = List.copyOf(trials.keySet().iterator().next().keySet());
        Path file = Files.writeString(
                directory.resolve("sweep.html"),
                SweepReport.render(
                        trials,
                        header,
                        table,
                        best,
                        Runs.ofThreeEpochs(directory).metrics(),
                        Runs.ofThreeEpochs(directory).training()));
        PageChecks.onPhone(browser, file, look);
    }

    private static List<String> titles(Page page) {
        return page.locator("#trainings figcaption").allTextContents();
    }

    @Test
    void one_key_has_a_row_for_each_value_and_curves_that_name_it() throws IOException {
        trial(Map.of("train.anneal.cap", "0"), 0.2, 0);
        trial(Map.of("train.anneal.cap", "0.5"), 0.3, 0.5);
        open(1, page -> {
            assertThat(titles(page))
                    .containsExactly(
                            "Best validation NDCG@100 by train.anneal.cap",
                            "Validation NDCG@100 over the epochs",
                            "The best validation NDCG@100 over beta");
            assertThat(page.locator("#values text").allTextContents()).contains("0", "0.2000", "0.5", "\u2605 0.3000");
            assertThat(page.locator("#epochs text").allTextContents())
                    .contains("train.anneal.cap = 0", "train.anneal.cap = 0.5");
            assertThat(page.locator("#trials tr.best").allInnerTexts()).containsExactly("0.5");
            assertThat(page.locator("#test #result").count()).isEqualTo(1);
            assertThat(page.locator("#test h2").textContent()).isEqualTo("Test result of train.anneal.cap = 0.5");
        });
    }

    @Test
    void two_keys_span_a_heat_map_with_the_best_cell_marked() throws IOException {
        for (String cap : List.of("0", "1")) {
            for (String rate : List.of("0.01", "0.001", "<b>")) {
                trial(
                        Map.of("train.anneal.cap", cap, "train.learningRate", rate),
                        0.1 * (1 + cap.length() + rate.length()),
                        0);
            }
        }
        open(1, page -> {
            assertThat(titles(page))
                    .containsExactly(
                            "Best validation NDCG@100",
                            "Validation NDCG@100 over the epochs, train.anneal.cap = 0",
                            "Validation NDCG@100 over the epochs, train.anneal.cap = 1");
            assertThat(page.locator("#heat .cell").count()).isEqualTo(6);
            assertThat(page.locator("#heat text").allTextContents())
                    .contains("train.anneal.cap \u2193", "train.learningRate \u2192", "<b>", "\u2605 0.7000", "0.5000");
            assertThat(page.locator("#heat .cell.best").count()).isEqualTo(2); // a tie
        });
    }

    @Test
    void three_keys_are_small_heat_maps_that_share_their_shades() throws IOException {
        for (String seed : List.of("1", "2")) {
            for (String cap : List.of("0", "1")) {
                for (String rate : List.of("0.01", "0.001")) {
                    trial(
                            Map.of(
                                    "model.type",
                                    "mult-vae",
                                    "train.seed",
                                    seed,
                                    "train.anneal.cap",
                                    cap,
                                    "train.learningRate",
                                    rate),
                            seed.equals("2") && cap.equals("1") && rate.equals("0.01") ? 0.4 : 0.2,
                            0);
                }
            }
        }
        open(6, page -> {
            assertThat(titles(page))
                    .contains(
                            "Best validation NDCG@100, model.type = mult-vae, train.anneal.cap = 0",
                            "Best validation NDCG@100, model.type = mult-vae, train.anneal.cap = 1");
            assertThat(page.locator(".cell.best").count()).isEqualTo(1);
            assertThat(page.locator(".cell:not(.best)").first().getAttribute("fill-opacity"))
                    .isEqualTo("0.05");
        });
    }
}
