package multvae.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** What holds for every page of ours, by its structure: screenshots differ with the fonts of a machine. */
public final class PageChecks {

    private static final int PHONE_WIDTH = 390;
    private static final int PHONE_HEIGHT = 800;

    /** WCAG 2.1, success criterion 1.4.3. */
    private static final double LEAST_CONTRAST = 4.5;

    /** Text that is not seen is clipped; text that its own box scrolls may be outside of the window. */
    private static final String SEEN =
            """
            const seen = e => { const b = e.getBoundingClientRect();
              return b.width > 1 && b.height > 1 && !e.closest('.unseen, title, desc, [hidden]') };
            """;

    /** Blends the colours of the boxes under an element; a cell of a plot is under its label. */
    private static final String CONTRASTS = SEEN
            + """
            const parse = c => { const n = c.match(/[\\d.]+/g).map(Number); return n.length < 4 ? [...n, 1] : n };
            const blend = (over, under) => under.map((u, i) => over[i] * over[3] + u * (1 - over[3]));
            const light = c => { const [r, g, b] = c.map(v => v / 255)
              .map(v => v <= .03928 ? v / 12.92 : Math.pow((v + .055) / 1.055, 2.4)); return .2126 * r + .7152 * g + .0722 * b };
            const under = e => { const boxes = [];
              for (let n = e; n; n = n.parentElement) {
                const s = getComputedStyle(n); boxes.push(parse(s.backgroundColor));
                const cell = n.tagName === 'g' && n.querySelector(':scope > .cell');
                if (cell) { const f = parse(getComputedStyle(cell).fill); f[3] *= cell.getAttribute('fill-opacity'); boxes.push(f) } }
              return boxes.reverse().reduce((c, box) => blend(box, c), [255, 255, 255]) };
            return [...document.querySelectorAll('body, body *')]
              .filter(e => seen(e) && [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()))
              .map(e => { const s = getComputedStyle(e); const back = under(e);
                const ink = blend(parse(e.ownerSVGElement ? s.fill : s.color), back);
                const [hi, lo] = [light(ink), light(back)].sort((a, b) => b - a);
                return [(hi + .05) / (lo + .05), e.tagName + ' ' + e.textContent.trim().slice(0, 60)] })
              .filter(([contrast]) => contrast < LEAST).map(([contrast, what]) => contrast.toFixed(2) + ' ' + what);
            """;

    private static final String OVERFLOWING = SEEN
            + """
            const wide = document.documentElement.clientWidth;
            return [...document.querySelectorAll('body *')]
              .filter(e => seen(e) && !e.ownerSVGElement && !e.closest('.scroll *') && e.getBoundingClientRect().right > wide + .5)
              .map(e => e.tagName + ' ' + e.textContent.trim().slice(0, 60));
            """;

    /** Labels out of their plot, and labels on each other. */
    private static final String LABELS =
            """
            const out = [];
            for (const svg of document.querySelectorAll('svg')) {
              const frame = svg.getBoundingClientRect();
              const labels = [...svg.querySelectorAll('text')].map(t => [t.textContent, t.getBoundingClientRect()]);
              labels.forEach(([text, a], i) => {
                if (a.left < frame.left - 1 || a.right > frame.right + 1 || a.top < frame.top - 1 || a.bottom > frame.bottom + 1)
                  out.push(svg.id + ': cut: ' + text);
                labels.slice(i + 1).forEach(([other, b]) => {
                  if (a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 3 && b.top < a.bottom - 3)
                    out.push(svg.id + ': ' + text + ' on ' + other) }) });
            }
            return out;
            """;

    /** Plots with a name and a description, and what has an area or a length in each. */
    private static final String EMPTY_PLOTS =
            """
            const shown = e => { const b = e.getBoundingClientRect(); const s = getComputedStyle(e);
              return b.width + b.height > 1 && ![s.fill, s.stroke].every(c => c === 'none') };
            const named = (svg, i) => document.getElementById(svg.getAttribute('aria-labelledby').split(' ')[i])?.textContent.trim();
            return [...document.querySelectorAll('svg')].filter(svg =>
              !named(svg, 0) || !named(svg, 1) || !svg.querySelector('.hover > title, g > title')
                || ![...svg.querySelectorAll('.line, .dot, .bar, .solid, .open, .cell')].some(shown)).map(svg => svg.id);
            """;

    private PageChecks() {}

    /** Opens a page on a phone, light and dark, checks all of these, and looks at it. */
    public static void onPhone(Browser browser, Path file, Consumer<Page> look) {
        for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            try (BrowserContext context = browser.context(
                    new NewContextOptions().setColorScheme(scheme).setViewportSize(PHONE_WIDTH, PHONE_HEIGHT))) {
                Page page = context.newPage();
                page.navigate(file.toUri().toString());
                assertPlotsDrawn(page);
                assertFits(page);
                assertReadable(page);
                look.accept(page);
            }
        }
    }

    /** Text has a contrast that can be read, light or dark as the page is now. */
    public static void assertReadable(Page page) {
        assertThat(list(page, CONTRASTS.replace("LEAST", String.valueOf(LEAST_CONTRAST))))
                .as("contrast below " + LEAST_CONTRAST)
                .isEmpty();
    }

    /** The page is not wider than its window; what scrolls by itself does not count. */
    public static void assertFits(Page page) {
        assertThat(list(page, OVERFLOWING)).as("wider than the window").isEmpty();
        assertThat(page.evaluate("document.documentElement.scrollWidth"))
                .isEqualTo(page.evaluate("document.documentElement.clientWidth"));
    }

    /** Each plot has drawn, says what it shows, and has labels that can be read. */
    public static void assertPlotsDrawn(Page page) {
        assertThat(list(page, EMPTY_PLOTS)).as("empty plots").isEmpty();
        assertThat(list(page, LABELS)).as("labels").isEmpty();
    }

    private static List<?> list(Page page, String body) {
        return (List<?>) page.evaluate("() => {" + body + "}");
    }
}
