package multvae.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Media;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import multvae.testing.Browser;
import multvae.testing.PageChecks;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page as a browser has it: what has drawn, what it says, and that nothing runs or loads. */
final class HtmlReportTest {

    private static final int PHONE_WIDTH = 390;

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

    /** What to look at in a page. */
    private interface Look {
        void at(Page page) throws IOException;
    }

    private static void open(RunResult run, NewContextOptions options, Look look) throws IOException {
        Path file = Files.writeString(directory.resolve("report.html"), HtmlReport.render(run));
        List<String> complaints = new ArrayList<>();
        List<String> requests = new ArrayList<>();
        try (BrowserContext context = browser.context(options)) {
            Page page = context.newPage();
            page.onConsoleMessage(message -> complaints.add(message.text()));
            page.onPageError(complaints::add);
            page.onDialog(dialog -> {
                complaints.add(dialog.message());
                dialog.dismiss();
            });
            page.onRequest(request -> requests.add(request.url()));
            page.navigate(file.toUri().toString());
            look.at(page);
        }
        assertThat(complaints).isEmpty();
        assertThat(requests).containsExactly(file.toUri().toString());
    }

    private static List<String> plots(Page page) {
        return page.locator("svg").all().stream()
                .map(plot -> plot.getAttribute("id"))
                .toList();
    }

    private static void assertEveryPlotHasDrawn(Page page) {
        PageChecks.assertPlotsDrawn(page);
        PageChecks.assertFits(page);
    }

    @Test
    void on_a_phone_light_dark_and_printed_every_plot_draws_nothing_is_cut_and_all_text_can_be_read()
            throws IOException {
        RunResult run = Runs.ofThreeEpochs(directory);
        List<String> backgrounds = new ArrayList<>();
        for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            open(run, new NewContextOptions().setColorScheme(scheme).setViewportSize(PHONE_WIDTH, 800), page -> {
                page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)");
                assertThat(plots(page))
                        .containsExactly(
                                "means",
                                "paired",
                                "validation",
                                "loss",
                                "nll",
                                "kl",
                                "beta",
                                "events-per-user",
                                "users-per-item",
                                "by-activity",
                                "by-popularity");
                assertEveryPlotHasDrawn(page);
                PageChecks.assertReadable(page);
                backgrounds.add((String) page.evaluate("getComputedStyle(document.body).backgroundColor"));
                page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
                assertThat(page.evaluate("getComputedStyle(document.body).backgroundColor"))
                        .isEqualTo("rgb(255, 255, 255)");
                PageChecks.assertReadable(page);
            });
        }
        assertThat(backgrounds).containsExactly("rgb(255, 255, 255)", "rgb(20, 24, 29)");
    }

    @Test
    void the_values_of_an_epoch_show_when_the_pointer_is_there_and_the_best_epoch_is_marked() throws IOException {
        open(Runs.ofThreeEpochs(directory), new NewContextOptions(), page -> {
            assertThat(page.locator("#loss .hover > title").allTextContents())
                    .containsExactly(
                            "epoch 1\ntraining 600\nvalidation 500",
                            "epoch 2\ntraining 550",
                            "epoch 3\ntraining 540\nvalidation 480");
            assertThat(page.locator("#loss text").allTextContents()).contains("\u2506 best: epoch 3");
            assertThat(page.locator("#loss .mark-line").count()).isEqualTo(1);
        });
    }

    @Test
    void a_table_that_is_too_wide_says_that_it_scrolls_and_one_that_fits_does_not() throws IOException {
        String hint = "getComputedStyle(document.querySelector('#recommendations').parentElement, '::before').content";
        open(Runs.ofThreeEpochs(directory), new NewContextOptions().setViewportSize(PHONE_WIDTH, 800), page -> {
            page.waitForFunction(hint + " !== 'none'"); // the hint's animation begins with a later frame
            assertThat((String) page.evaluate(hint)).contains("scroll sideways");
        });
        open(Runs.ofThreeEpochs(directory), new NewContextOptions().setViewportSize(1280, 800), page -> assertThat(
                        page.evaluate(hint))
                .isEqualTo("none"));
    }

    @Test
    void what_differs_from_the_defaults_comes_first_and_the_rest_is_folded() throws IOException {
        open(Runs.ofThreeEpochs(directory), new NewContextOptions(), page -> {
            assertThat(page.locator("#changed tbody tr").allInnerTexts()).containsExactly("train.epochs\t3\t200");
            assertThat(page.locator("#changed wbr").count()).isEqualTo(1);
            assertThat(page.locator("#configuration tr").allTextContents())
                    .singleElement()
                    .asString()
                    .contains("model.type", "mult-vae");
            assertThat(page.locator("#configuration").isVisible()).isFalse();
        });
    }

    @Test
    void a_mult_dae_of_one_epoch_without_baselines_has_neither_kl_nor_beta_nor_differences() throws IOException {
        open(Runs.ofOneEpochOfMultDae(directory), new NewContextOptions(), page -> {
            assertThat(plots(page))
                    .contains("loss", "nll", "validation")
                    .doesNotContain("kl", "beta", "search", "paired");
            assertEveryPlotHasDrawn(page);
            assertThat(page.locator("#differences").count()).isZero();
            assertThat(page.locator("#result tbody tr").count()).isEqualTo(1);
        });
    }

    @Test
    void a_search_shows_its_first_training_as_well() throws IOException {
        open(Runs.ofSearch(directory), new NewContextOptions(), page -> {
            assertThat(plots(page)).contains("search", "beta");
            assertEveryPlotHasDrawn(page);
        });
    }

    @Test
    void a_title_is_text_whatever_is_in_it_and_what_was_held_out_is_marked() throws IOException {
        open(Runs.ofThreeEpochs(directory), new NewContextOptions(), page -> {
            assertThat(page.locator("script, img").count()).isZero();
            assertThat(page.locator(".user li bdi").allTextContents())
                    .containsExactly("Casablanca (1942)", "item 30", Runs.HOSTILE.replace('\u202e', '?'), "item 30");
            assertThat(page.locator(".user h4").allTextContents())
                    .containsExactly("Known", "Mult-VAE 1 of 1 found", "popularity 0 of 1 found", "Mult-VAE missed");
            assertThat(page.locator(".user li.hit bdi").allTextContents())
                    .containsExactly(Runs.HOSTILE.replace('\u202e', '?'));
        });
    }

    @Test
    void no_setting_turns_the_text_after_it_around() throws IOException {
        RunResult run = Runs.ofThreeEpochs(directory);
        RunResult hostile = with(run, "data\u2066set", "data.ratings", "a\u202e\u0085b.csv");
        for (String text : List.of(HtmlReport.render(hostile), MarkdownReport.render(hostile))) {
            assertThat(text).contains("a?b.csv", "data?set").doesNotContain("\u202e", "\u2066", "\u0085");
        }
    }

    /** A query may have several; Markdown would take one that is not indented for its own. */
    @Test
    void a_setting_of_several_lines_stays_in_its_block() throws IOException {
        RunResult run = with(Runs.ofThreeEpochs(directory), "data", "data.query", "select *\n# from\n\n<b>t\r\n</b>");
        assertThat(MarkdownReport.render(run))
                .contains(
                        "\n    data.query = select *\n        # from\n        \n        <b>t\n        </b>\n    model.type = ");
    }

    private static RunResult with(RunResult run, String dataset, String key, String value) {
        SortedMap<String, Object> configuration = new TreeMap<>(run.configuration());
        configuration.put(key, value);
        return new RunResult(
                dataset,
                run.metrics(),
                run.seeds(),
                run.examples(),
                run.statistics(),
                run.history(),
                run.searchHistory(),
                run.train(),
                run.items(),
                configuration,
                run.defaults(),
                run.fingerprints(),
                run.trained());
    }

    @Test
    void the_same_run_gives_the_same_bytes_in_every_language() throws IOException {
        RunResult run = Runs.ofThreeEpochs(directory);
        String html = HtmlReport.render(run);
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-SA-u-nu-arab"));
            assertThat(HtmlReport.render(run)).isEqualTo(html);
        } finally {
            Locale.setDefault(before);
        }
    }
}
