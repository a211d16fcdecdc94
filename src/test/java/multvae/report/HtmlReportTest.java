package multvae.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Media;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import multvae.testing.Browser;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page as a browser has it: what has drawn, what it says, and that nothing runs or loads. */
final class HtmlReportTest {

    private static final int PHONE_WIDTH = 360;

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

    /** The colours of more than a few pixels: the paper, and what is drawn on it. */
    private static long inkedPixels(byte[] png) throws IOException {
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
        int paper = image.getRGB(1, 1);
        long inked = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                inked += image.getRGB(x, y) == paper ? 0 : 1;
            }
        }
        return inked;
    }

    private static void assertEveryPlotHasDrawn(Page page) throws IOException {
        for (var plot : page.locator("svg").all()) {
            String id = plot.getAttribute("id");
            assertThat(inkedPixels(plot.screenshot())).as(id).isGreaterThan(1000);
            // A series' line, dot or bar is there, in a colour that the style sheet knows.
            Object drawn = plot.evaluate(
                    "svg => [...svg.querySelectorAll('[style*=\"--series-1\"]')].map(e => getComputedStyle(e))"
                            + ".filter(s => ![s.fill, s.stroke].every(c => c === 'none' || c === 'rgb(0, 0, 0)')).length");
            assertThat(((Number) drawn).intValue()).as(id).isPositive();
        }
    }

    @Test
    void every_plot_of_a_mult_vae_draws_in_the_light_in_the_dark_and_on_a_phone() throws IOException {
        RunResult run = Runs.ofThreeEpochs(directory);
        List<String> expected = List.of(
                "loss",
                "nll",
                "kl",
                "beta",
                "validation",
                "events-per-user",
                "users-per-item",
                "by-activity",
                "by-popularity");
        List<String> backgrounds = new ArrayList<>();
        for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            open(run, new NewContextOptions().setColorScheme(scheme).setViewportSize(PHONE_WIDTH, 800), page -> {
                assertThat(plots(page)).isEqualTo(expected);
                assertEveryPlotHasDrawn(page);
                assertThat(((Number) page.evaluate("document.documentElement.scrollWidth")).intValue())
                        .isEqualTo(PHONE_WIDTH);
                backgrounds.add((String) page.evaluate("getComputedStyle(document.body).backgroundColor"));
                page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
                assertThat(page.evaluate("getComputedStyle(document.body).backgroundColor"))
                        .isEqualTo("rgb(255, 255, 255)");
            });
        }
        assertThat(backgrounds).containsExactly("rgb(255, 255, 255)", "rgb(20, 24, 29)");
    }

    @Test
    void a_mult_dae_of_one_epoch_without_baselines_has_neither_kl_nor_beta_nor_differences() throws IOException {
        open(Runs.ofOneEpochOfMultDae(directory), new NewContextOptions(), page -> {
            assertThat(plots(page)).contains("loss", "nll", "validation").doesNotContain("kl", "beta", "search");
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
            assertThat(page.locator(".user li").allTextContents())
                    .containsExactly("Casablanca (1942)", "item 30", Runs.HOSTILE);
            assertThat(page.locator(".user li.hit").allTextContents()).containsExactly(Runs.HOSTILE);
        });
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
