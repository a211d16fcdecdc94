package multvae.server;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Media;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import multvae.serving.Bundles;
import multvae.testing.Browser;
import multvae.testing.PageChecks;
import multvae.testing.TrustTable;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page in a real browser, against the real service. The model is {@link Bundles#byHand}'s. */
final class PageTest {

    @TempDir
    private static Path directory;

    private static Browser browser;
    private static RecommendationServer server;

    private final List<String> complaints = new ArrayList<>();
    private final List<String> elsewhere = new ArrayList<>();
    private BrowserContext context;
    private Page page;

    @BeforeAll
    static void launch() throws Exception {
        browser = Browser.launch();
        server = RecommendationServer.start(
                Bundles.byHand(directory.resolve("bundle")), ServerOptions.at("127.0.0.1", 0));
    }

    @AfterAll
    static void close() {
        if (server != null) {
            server.close();
        }
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void open() {
        String origin = "http://127.0.0.1:" + server.port() + "/";
        context = browser.context(new NewContextOptions());
        page = context.newPage();
        page.onConsoleMessage(message -> complaints.add(message.text()));
        page.onPageError(complaints::add);
        page.onRequest(request -> {
            if (!request.url().startsWith(origin)) {
                elsewhere.add(request.url());
            }
        });
        page.navigate(origin);
    }

    @AfterEach
    void nothing_went_wrong_or_elsewhere() {
        context.close();
        assertThat(complaints).isEmpty();
        assertThat(elsewhere).isEmpty();
    }

    private Locator search() {
        return page.getByRole(AriaRole.COMBOBOX, new Page.GetByRoleOptions().setName("Search by title"));
    }

    private Locator cards() {
        return page.locator("#recommended > li");
    }

    private Locator status() {
        return page.locator("#status");
    }

    private Locator button(String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private void like(String title) {
        search().fill(title);
        page.keyboard().press("Enter");
        assertThat(page.locator("#likes > li").filter(new Locator.FilterOptions().setHasText(title)))
                .hasCount(1);
        // the new list moves what is below it, which a click may miss
        assertThat(page.locator("#recommended")).not().hasAttribute("aria-busy", "true");
    }

    /** As a person reads them: title, year, number, reasons. */
    private List<String> shown() {
        assertThat(page.locator("#recommended[aria-busy]")).hasCount(0);
        return cards().all().stream()
                .map(card ->
                        String.join(" ", card.locator("h3, .value, .reason").allTextContents()))
                .toList();
    }

    /** How long the bars are, as parts of the longest that fits. */
    private List<Double> bars() {
        return cards().locator(".track").all().stream()
                .map(track -> track.locator(".fill").boundingBox().width / track.boundingBox().width)
                .toList();
    }

    @Test
    void it_begins_with_the_most_popular_and_says_so() {
        assertThat(status()).hasText("The 4 most popular: you have picked none");
        // 9, 5, 5 and 2 train users; of equals, the first in items.csv
        assertThat(shown())
                .containsExactly("Casino 1995 9 users", "Heat 1995 5 users", "item 40 5 users", "Heat 1986 2 users");
        assertBars(1, 5.0 / 9, 5.0 / 9, 2.0 / 9);
        assertThat(page.locator("#model")).hasText(server.modelVersion());
    }

    private void assertBars(double... expected) {
        List<Double> bars = bars();
        assertThat(bars).hasSize(expected.length);
        for (int k = 0; k < expected.length; k++) {
            assertThat(bars.get(k)).as("bar " + k).isCloseTo(expected[k], Assertions.within(0.01));
        }
    }

    @Test
    void keys_alone_pick_items_and_take_them_back() {
        search().focus();
        page.keyboard().type("heat");
        assertThat(page.getByRole(AriaRole.LISTBOX).locator("li")).hasText(new String[] {"Heat (1995)", "Heat (1986)"});
        assertThat(search()).hasAttribute("aria-expanded", "true");
        page.keyboard().press("ArrowUp"); // from the field to the last
        assertThat(search()).hasAttribute("aria-activedescendant", "found-1");
        page.keyboard().press("ArrowDown"); // round to the first
        assertThat(search()).hasAttribute("aria-activedescendant", "found-0");
        assertThat(page.locator("#found-0")).hasAttribute("aria-selected", "true");
        page.keyboard().press("Enter");

        // x = (1, 0, 0, 0): logits 0, 0, 2.5, 1, log of the sum of exp 2.827; without the item 0, 0, 0.5, 0 and 1.537.
        // log p of item 30: -0.327 from -1.037, raised by e^0.709; of item 40: -1.827 from -1.537, and of item 20,
        // lowered.
        assertThat(status()).hasText("3 recommendations from 1 picked");
        assertThat(shown())
                .containsExactly(
                        "Heat 1986 score 2.50 Heat (1995) \u00d72.03", "item 40 score 1.00", "Casino 1995 score 0.00");
        assertBars(1, Math.exp(1 - 2.5), Math.exp(0 - 2.5));
        assertThat(search()).hasAttribute("aria-expanded", "false");
        assertThat(search()).hasValue("");

        page.keyboard().press("Tab");
        assertThat(button("Remove Heat (1995)")).isFocused();
        page.keyboard().press("Enter");
        assertThat(status()).hasText("The 4 most popular: you have picked none");
        assertThat(search()).isFocused();
    }

    /** The list of what was typed first comes and is walked through while the next search is under way. */
    @Test
    void an_option_that_the_arrows_have_chosen_stays_chosen_when_a_search_ends_and_not_when_more_is_typed() {
        AtomicReference<Route> held = new AtomicReference<>();
        page.route("**/items?query=heat", held::set);
        search().focus();
        page.keyboard().type("hea");
        assertThat(page.locator("#found li")).hasText(new String[] {"Heat (1995)", "Heat (1986)"});
        page.evaluate("document.getElementById('found-0').dataset.first = ''");
        page.waitForRequest("**/items?query=heat", () -> page.keyboard().type("t"));
        page.keyboard().press("ArrowUp");
        assertThat(search()).hasAttribute("aria-activedescendant", "found-1");
        page.waitForCondition(() -> held.get() != null);
        held.get().resume();
        assertThat(page.locator("#found-0[data-first]")).hasCount(0); // the list is another one
        assertThat(search()).hasAttribute("aria-activedescendant", "found-1");
        assertThat(page.locator("#found-1")).hasAttribute("aria-selected", "true");
        page.keyboard().type(" ");
        assertThat(page.locator("#found [aria-selected=true]")).hasCount(0);
        page.keyboard().press("Enter"); // takes the first
        assertThat(button("Remove Heat (1995)")).isVisible();
    }

    /** EASE's row of item 10 is 0, -0.1, 0.4, 0.2: the scores of a user who has it alone. */
    @Test
    void a_baselines_scores_are_not_taken_for_probabilities() throws Exception {
        Path bundle = Bundles.ease(directory.resolve("ease"), new float[] {0, -0.1f, 0.4f, 0.2f});
        try (RecommendationServer other = RecommendationServer.start(bundle, ServerOptions.at("127.0.0.1", 0));
                Page opened = context.newPage()) {
            opened.navigate("http://127.0.0.1:" + other.port() + "/#likes=10");
            Locator list = opened.locator("#recommended > li");
            assertThat(list.nth(2).locator(".value")).hasText("score -0.100");
            assertThat(list.first().locator(".value")).hasText("score 0.400");
            assertThat(list.first().locator(".reason")).hasText("Heat (1995) +0.400");
            assertThat(list.nth(2).locator(".reason")).hasCount(0);
            assertThat(list.first().locator(".value")).not().hasAttribute("title", Pattern.compile("probable"));
            List<Object> widths = list.locator(".fill").all().stream()
                    .map(bar -> bar.evaluate("bar => bar.style.width"))
                    .toList();
            assertThat(widths).containsExactly("100%", "50%", "0%");
            assertThat(opened.locator("#legend")).not().containsText("probable");
            assertThat(opened.locator("#java")).containsText("RUN/models/NAME");
        }
    }

    @Test
    void enter_takes_the_first_suggestion_also_before_it_is_shown() {
        search().focus();
        page.keyboard().type("heat");
        page.keyboard().press("Enter");
        assertThat(page.locator("#likes bdi")).hasText(new String[] {"Heat (1995)"});
        page.keyboard().type("heat");
        assertThat(page.locator("#search-status")).hasText("1 title found; Enter takes the first");
        page.keyboard().press("Enter");
        assertThat(page.locator("#likes bdi")).hasText(new String[] {"Heat (1995)", "Heat (1986)"});
        page.keyboard().type("zzzzzz");
        page.keyboard().press("Enter");
        assertThat(page.locator("#search-status")).hasText("No title found");
        assertThat(page.locator("#likes > li")).hasCount(2);
    }

    @Test
    void a_click_picks_too_and_escape_closes_the_list() {
        search().fill("casino");
        page.locator("#found-0").click();
        assertThat(page.locator("#likes > li")).containsText(new String[] {"Casino (1995)"});
        assertThat(status()).hasText("3 recommendations from 1 picked");
        search().fill("heat");
        assertThat(page.getByRole(AriaRole.LISTBOX)).isVisible();
        page.keyboard().press("Escape");
        assertThat(page.locator("#found")).isHidden();
        assertThat(search()).isFocused();
    }

    @Test
    void a_recommendation_can_be_liked_and_the_focus_stays_at_its_place() {
        button("Like Heat (1995)").click();
        assertThat(status()).hasText("3 recommendations from 1 picked");
        assertThat(button("Like item 40")).isFocused();
        button("Start over").click();
        assertThat(status()).hasText("The 4 most popular: you have picked none");
        assertThat(button("Start over")).hasCount(0);
        assertThat(search()).isFocused();
    }

    @Test
    void the_address_has_the_state_and_back_and_forward_go_through_it() {
        like("Heat (1995)");
        List<String> one = shown();
        like("Casino (1995)");
        List<String> two = shown();
        page.getByLabel("Show").selectOption("5");
        assertThat(page).hasURL(Pattern.compile(".*/#likes=10&likes=20&top=5"));
        assertThat(status()).hasText("2 recommendations from 2 picked");
        assertThat(two).hasSize(2);

        page.reload();
        assertThat(page.locator("#likes bdi")).hasText(new String[] {"Heat (1995)", "Casino (1995)"});
        assertThat(shown()).isEqualTo(two);
        assertThat(page.getByLabel("Show")).hasValue("5");

        page.goBack();
        assertThat(page.getByLabel("Show")).hasValue("10");
        page.goBack();
        assertThat(page.locator("#likes bdi")).hasText(new String[] {"Heat (1995)"});
        assertThat(shown()).isEqualTo(one);
        page.goBack();
        assertThat(status()).hasText("The 4 most popular: you have picked none");
        page.goForward();
        assertThat(page.locator("#likes bdi")).hasText(new String[] {"Heat (1995)"});
        assertThat(shown()).isEqualTo(one);
    }

    @Test
    void an_address_of_another_model_or_of_nobodys_is_understood_as_far_as_it_goes() {
        page.navigate(page.url() + "#likes=10&likes=99&likes=10&top=3000&other=1");
        assertThat(page.locator("#likes bdi")).hasText(new String[] {"Heat (1995)", "item 99, unknown to this model"});
        assertThat(status()).hasText("3 recommendations from 1 of 2 picked, which are all the model knows");
        assertThat(page.getByLabel("Show")).hasValue("10");
        page.evaluate("location.hash = 'likes=10&top=2'");
        assertThat(cards()).hasCount(2);
        assertThat(page.getByLabel("Show")).hasValue("2");
    }

    private static String output(Path directory, Map<String, String> environment, String... command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().putAll(environment);
        Process process = builder.redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    private static List<String> scoresAndTitles(String json) throws Exception {
        List<String> lines = new ArrayList<>();
        for (JsonNode item : new ObjectMapper().readTree(json).get("recommendations")) {
            String title = item.get("title").asText().replaceFirst(" \\((\\d+)\\)$", " $1");
            List<String> line = new ArrayList<>(List.of(
                    title.isEmpty() ? "item " + item.get("itemId").asText() : title,
                    String.format(Locale.ROOT, "score %.2f", item.get("score").asDouble())));
            item.get("why")
                    .forEach(reason -> line.add(String.format(
                            Locale.ROOT,
                            "%s \u00d7%.2f",
                            reason.get("title").asText(),
                            Math.exp(reason.get("weight").asDouble()))));
            lines.add(String.join(" ", line));
        }
        return lines;
    }

    @Test
    void the_curl_line_gives_the_list_that_is_shown() throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/curl")), "no curl");
        like("Heat (1995)");
        page.getByLabel("Show").selectOption("5");
        page.locator("summary").click();
        String line = page.locator("#curl").innerText();
        assertThat(scoresAndTitles(output(directory, Map.of(), "sh", "-c", line)))
                .hasSize(3)
                .isEqualTo(shown());
        // an id is whatever a file had: no part of a shell's command, and shown as it is
        String hostile = "a'; touch gone #\"\\\u202e$(touch gone)`touch gone`";
        page.evaluate("id => location.hash = new URLSearchParams([['likes', '10'], ['likes', id]])", hostile);
        assertThat(status()).hasText("3 recommendations from 1 of 2 picked, which are all the model knows");
        JsonNode answer = new ObjectMapper()
                .readTree(output(
                        directory, Map.of(), "sh", "-c", page.locator("#curl").innerText()));
        assertThat(answer.get("unknownIds").get(0).asText()).isEqualTo(hostile);
        assertThat(page.locator("#curl").innerText()).doesNotContain("\u202e");
        assertThat(directory.resolve("gone")).doesNotExist();
    }

    @Test
    void the_java_lines_give_the_list_that_is_shown() throws Exception {
        page.evaluate(
                "id => location.hash = new URLSearchParams([['likes', '10'], ['likes', id], ['top', 2]])",
                "\"\\\u2028");
        assertThat(cards()).hasCount(2);
        page.locator("summary").click();
        Path home = Files.createDirectories(directory.resolve("java"));
        Path source = Files.writeString(
                home.resolve("Shown.java"),
                "import java.nio.file.Path;\nimport java.util.List;\nimport multvae.serving.*;\n\n"
                        + "class Shown {\n    public static void main(String[] args) throws Exception {\n"
                        + page.locator("#java")
                                .innerText()
                                .replace(
                                        "\"RUN\"",
                                        '"' + directory.resolve("bundle").toString() + '"')
                        + "\n    }\n}\n");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String output = output(
                Path.of("").toAbsolutePath(),
                Map.of(),
                java,
                "-cp",
                System.getProperty("java.class.path"),
                source.toString());
        assertThat(output.lines())
                .containsExactly(
                        "2.5 30 Heat (1986) [Reason[itemId=10, title=Heat (1995), weight=" + weight(output) + "]]",
                        "1.0 40  []");
        assertThat(shown()).containsExactly("Heat 1986 score 2.50 Heat (1995) \u00d72.03", "item 40 score 1.00");
    }

    private static String weight(String output) {
        Matcher weight = Pattern.compile("weight=([0-9.]+)").matcher(output);
        assertThat(weight.find()).isTrue();
        assertThat(Double.parseDouble(weight.group(1))).isCloseTo(0.7092, Assertions.within(1e-3));
        return weight.group(1);
    }

    @Test
    void what_is_copied_is_what_is_shown() {
        context.grantPermissions(List.of("clipboard-read", "clipboard-write"));
        like("Heat (1995)");
        page.locator("summary").click();
        for (String what : List.of("curl", "java")) {
            page.locator("[data-copies=" + what + "]").click();
            assertThat(page.locator("[data-copies=" + what + "]")).hasText("Copied");
            assertThat(page.evaluate("navigator.clipboard.readText()"))
                    .isEqualTo(page.locator("#" + what).textContent());
        }
        button("Copy link").click();
        assertThat(page.evaluate("navigator.clipboard.readText()")).isEqualTo(page.url());
    }

    @Test
    void a_title_is_text_whatever_is_in_it() throws Exception {
        String hostile = "<img src=x onerror=alert(1)>\u202e{{title}}";
        try (RecommendationServer other = RecommendationServer.start(
                Bundles.byHand(
                        directory.resolve("hostile"),
                        Map.of("10", hostile, "20", "20 (1995)"),
                        Map.of("20", hostile + "|Drama")),
                ServerOptions.at("127.0.0.1", 0))) {
            Page page = context.newPage();
            page.navigate("http://127.0.0.1:" + other.port() + "/#likes=10");
            assertThat(page.locator("#likes bdi")).hasText(hostile);
            assertThat(page.locator("#recommended .reason bdi")).hasText(new String[] {hostile});
            assertThat(page.locator("#recommended .genres")).hasText(new String[] {hostile + " \u00b7 Drama"});
            assertThat(page.locator("img")).hasCount(0);
        }
        elsewhere.clear(); // that page was of another service
    }

    @Test
    void it_fits_wide_windows_and_phones_and_can_be_read_in_the_light_in_the_dark_and_on_paper() throws Exception {
        String longest = "Unpronounceable".repeat(12) + " (2001)";
        String words = "A title of many words, ".repeat(12) + "The (1999)";
        String genre = "Unpronounceable".repeat(4);
        Map<String, String> many =
                Map.of("20", "Action|Drama", "30", genre + "|" + words.replace(", ", "|") + "|" + genre);
        try (RecommendationServer other = RecommendationServer.start(
                Bundles.byHand(
                        directory.resolve("long"), Map.of("10", longest, "20", words, "30", "Heat (1986)"), many),
                ServerOptions.at("127.0.0.1", 0))) {
            for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
                boolean light = scheme == ColorScheme.LIGHT;
                // with -Pthorough all four; else the light on a wide window and the dark on a phone
                int[] widths = TrustTable.THOROUGH ? new int[] {1280, 390} : new int[] {light ? 1280 : 390};
                for (int width : widths) {
                    for (String state : List.of("", "#likes=10&likes=20", "#likes=" + "9".repeat(200))) {
                        NewContextOptions options =
                                new NewContextOptions().setColorScheme(scheme).setViewportSize(width, 800);
                        try (BrowserContext window = browser.context(options)) {
                            Page page = window.newPage();
                            page.navigate("http://127.0.0.1:" + other.port() + "/" + state);
                            assertThat(page.locator("#recommended > li")).hasCount(state.contains("10") ? 2 : 4);
                            page.locator("summary").click();
                            page.getByRole(AriaRole.COMBOBOX, new Page.GetByRoleOptions().setName("Search by title"))
                                    .fill("title");
                            if (!state.contains("20")) {
                                assertThat(page.locator("#found li")).hasCount(1);
                                page.keyboard().press("ArrowDown");
                            }
                            PageChecks.assertFits(page);
                            PageChecks.assertReadable(page);
                            assertThat(background(page)).isEqualTo(light ? "rgb(255, 255, 255)" : "rgb(20, 24, 29)");
                            page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
                            PageChecks.assertReadable(page);
                            assertThat(background(page)).isEqualTo("rgb(255, 255, 255)");
                            assertThat(page.locator("#search")).isHidden();
                            assertThat(page.locator("#recommended .fill").first())
                                    .isVisible();
                        }
                    }
                }
            }
        }
    }

    private static String background(Page page) {
        return (String) page.evaluate("getComputedStyle(document.body).backgroundColor");
    }

    @Test
    void it_asks_for_a_key_if_the_service_needs_one_and_keeps_it_until_the_tab_is_closed() throws Exception {
        String secret = "a-key-of-the-service";
        Path keys = Files.writeString(directory.resolve("keys"), secret);
        ServerOptions options = new ServerOptions(
                "127.0.0.1", 0, List.of(), Optional.of(keys), Optional.empty(), 100, 100, Duration.ZERO);
        try (RecommendationServer locked =
                        RecommendationServer.start(Bundles.byHand(directory.resolve("locked")), options);
                BrowserContext other = browser.context(new NewContextOptions())) {
            Page page = other.newPage();
            page.navigate("http://127.0.0.1:" + locked.port() + "/#likes=10");
            Locator key = page.getByLabel("This service needs a key");
            assertThat(key).isFocused();
            assertThat(page.locator("#recommended > li")).hasCount(0);
            key.fill("another-key-than-that");
            page.keyboard().press("Enter");
            assertThat(page.locator("#key-status")).hasText("That key is not one of the service's");
            key.fill(secret);
            page.keyboard().press("Enter");
            assertThat(page.locator("#recommended > li")).hasCount(3);
            assertThat(page.locator("#likes bdi")).hasText(new String[] {"Heat (1995)"});
            assertThat(key).isHidden();
            page.reload();
            assertThat(page.locator("#recommended > li")).hasCount(3);
            assertThat(key).isHidden();

            page.locator("summary").click();
            assertThat(page.locator("#curl-note")).isVisible();
            String line = page.locator("#curl").innerText();
            assertThat(page.content()).doesNotContain(secret);
            if (Files.isExecutable(Path.of("/usr/bin/curl"))) {
                assertThat(scoresAndTitles(output(directory, Map.of("KEY", secret), "sh", "-c", line)))
                        .hasSize(3);
            }
            Download description = page.waitForDownload(
                    () -> page.getByText("Description of the API").click());
            assertThat(new ObjectMapper().readTree(description.path().toFile()).has("openapi"))
                    .isTrue();
        }
    }
}
