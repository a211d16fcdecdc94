package multvae.server;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import multvae.serving.Bundles;
import multvae.testing.Browser;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
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

    private Locator recommended() {
        return page.locator("#recommended > li");
    }

    private Locator status() {
        return page.locator("#status");
    }

    @Test
    void it_begins_with_the_most_popular_and_says_so() {
        assertThat(status()).hasText("The 4 most popular: you have picked none");
        // 9, 5, 5 and 2 train users; of equals, the first in items.csv
        assertThat(recommended()).hasText(new String[] {"Casino (1995)", "Heat (1995)", "item 40", "Heat (1986)"});
        assertThat(page.locator("#model")).hasText(server.modelVersion());
    }

    @Test
    void keys_alone_pick_items_and_take_them_back() {
        search().focus();
        page.keyboard().type("heat");
        Locator options = page.getByRole(AriaRole.OPTION);
        assertThat(options).hasText(new String[] {"Heat (1995)", "Heat (1986)"});
        assertThat(search()).hasAttribute("aria-expanded", "true");
        page.keyboard().press("ArrowUp"); // from the field to the last
        assertThat(search()).hasAttribute("aria-activedescendant", "found-1");
        page.keyboard().press("ArrowDown"); // round to the first
        assertThat(search()).hasAttribute("aria-activedescendant", "found-0");
        assertThat(options.first()).hasAttribute("aria-selected", "true");
        page.keyboard().press("Enter");

        // x = (1, 0, 0, 0): logits 0, 0, 2.5, 1, log of the sum of exp 2.827; without the item 0, 0, 0.5, 0 and 1.537.
        // log p of item 30: -0.327 from -1.037, raised; of item 40: -1.827 from -1.537, and of item 20, lowered.
        assertThat(recommended())
                .hasText(new String[] {"Heat (1986)because of Heat (1995)", "item 40", "Casino (1995)"});
        assertThat(status()).hasText("3 recommendations from 1 picked");
        assertThat(search()).hasAttribute("aria-expanded", "false");
        assertThat(search()).hasValue("");

        page.keyboard().press("Tab");
        Locator remove = page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Remove Heat (1995)"));
        assertThat(remove).isFocused();
        page.keyboard().press("Enter");
        assertThat(status()).hasText("The 4 most popular: you have picked none");
        assertThat(search()).isFocused();
    }

    @Test
    void a_click_picks_too_and_escape_closes_the_list() {
        search().fill("casino");
        page.getByRole(AriaRole.OPTION).click();
        assertThat(page.locator("#likes > li")).containsText(new String[] {"Casino (1995)"});
        assertThat(status()).hasText("3 recommendations from 1 picked");
        search().fill("heat");
        assertThat(page.getByRole(AriaRole.LISTBOX)).isVisible();
        page.keyboard().press("Escape");
        assertThat(page.locator("#found")).isHidden();
        assertThat(search()).isFocused();
    }

    @Test
    void it_asks_for_a_key_if_the_service_needs_one_and_keeps_it_until_the_tab_is_closed() throws Exception {
        Path keys = Files.writeString(directory.resolve("keys"), "a-key-of-the-service");
        ServerOptions options = new ServerOptions(
                "127.0.0.1", 0, List.of(), Optional.of(keys), Optional.empty(), 100, 100, Duration.ZERO);
        try (RecommendationServer locked =
                        RecommendationServer.start(Bundles.byHand(directory.resolve("locked")), options);
                BrowserContext other = browser.context(new NewContextOptions())) {
            Page page = other.newPage();
            page.navigate("http://127.0.0.1:" + locked.port() + "/");
            Locator key = page.getByLabel("This service needs a key");
            assertThat(key).isFocused();
            assertThat(page.locator("#recommended > li")).hasCount(0);
            key.fill("another-key-than-that");
            page.keyboard().press("Enter");
            assertThat(page.locator("#key-status")).hasText("That key is not one of the service's");
            key.fill("a-key-of-the-service");
            page.keyboard().press("Enter");
            assertThat(page.locator("#recommended > li")).hasCount(4);
            assertThat(key).isHidden();
            page.reload();
            assertThat(page.locator("#recommended > li")).hasCount(4);
            assertThat(key).isHidden();
        }
    }
}
