package multvae.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import multvae.report.Tuned.Rung;
import multvae.report.Tuned.Scale;
import multvae.report.Tuned.Trial;
import multvae.testing.Browser;
import multvae.testing.PageChecks;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A search of twelve trials of three keys, four of which went on, as a browser shows it. */
final class TuneReportTest {

    @TempDir
    private static Path directory;

    private static Browser browser;

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

    private static Tuned search() {
        List<Trial> trials = new ArrayList<>();
        for (int n = 1; n <= 12; n++) {
            Map<String, String> values = Map.of(
                    "train.learningRate", String.valueOf(1e-4 * Math.pow(10, n / 6.0)),
                    "train.anneal.cap", String.valueOf(n % 5 / 5.0),
                    "model.activation", n % 2 == 0 ? "\"tanh\"" : "\"<b>relu\"");
            double first = n == 12 ? Double.NaN : 0.1 + 0.01 * n;
            boolean further = n >= 8 && n < 12;
            trials.add(new Trial(
                    n,
                    new TreeMap<>(values),
                    further ? List.of(first, first + 0.1) : List.of(first),
                    further ? 2 : 1,
                    n == 12
                            ? Optional.empty()
                            : Optional.of(
                                    further ? ValidatedHistory.of(first, first + 0.1) : ValidatedHistory.of(first))));
        }
        return new Tuned(
                "model",
                List.of(
                        new Tuned.Key("train.learningRate", Scale.LOGARITHMIC, List.of()),
                        new Tuned.Key("train.anneal.cap", Scale.LINEAR, List.of()),
                        new Tuned.Key("model.activation", Scale.CHOICE, List.of("\"tanh\"", "\"<b>relu\""))),
                List.of(new Rung(1, 12), new Rung(2, 4)),
                trials,
                10);
    }

    @Test
    void each_key_has_a_picture_of_all_finite_trials_with_the_winner_and_the_last_rung_marked() throws IOException {
        Tuned search = search();
        List<TuneReport.Table> tables =
                List.of(new TuneReport.Table(List.of("trial"), List.of(List.of("11"), List.of("10")), 0));
        for (boolean tested : new boolean[] {true, false}) {
            Path file = Files.writeString(
                    directory.resolve("tune.html"),
                    TuneReport.render(
                            List.of(search),
                            tables,
                            tested ? Optional.of(Runs.ofThreeEpochs(directory).metrics()) : Optional.empty(),
                            tested ? Optional.of(Runs.ofThreeEpochs(directory).training()) : Optional.empty()));
            PageChecks.onPhone(browser, file, page -> {
                for (int key = 0; key < 3; key++) {
                    String plot = "#model-" + key + " ";
                    assertThat(page.locator(plot + "circle.open").count()).isEqualTo(7);
                    assertThat(page.locator(plot + "circle.dot").count()).isEqualTo(3);
                    assertThat(page.locator(plot + "path.solid").count()).isEqualTo(1);
                    assertThat(page.locator(plot + ".interval").count()).isEqualTo(4);
                }
                assertThat(page.locator("#model-0 text").allTextContents())
                        .contains("0.001", "0.005", "train.learningRate, logarithmic");
                assertThat(page.locator("#model-2 text").allTextContents()).contains("tanh", "<b>relu");
                assertThat(page.locator("table.influence tr").nth(1).innerText())
                        .contains("train.learningRate")
                        .contains("+0.54"); // 1 to 11 in order, then the lowest: 1 - 6 (11^2 + 11) / (12 (12^2 - 1))
                assertThat(page.locator("tr.best").allInnerTexts()).containsExactly("11");
                assertThat(page.locator("#test").count()).isEqualTo(tested ? 1 : 0);
                assertThat(page.content().contains("The test users have not been read"))
                        .isNotEqualTo(tested);
            });
        }
    }
}
