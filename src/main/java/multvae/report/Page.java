package multvae.report;

import com.github.mustachejava.DefaultMustacheFactory;
import java.io.StringWriter;
import java.util.List;
import multvae.training.History;

/**
 * HTML from a template of src/main/resources/multvae/report. The templates escape all text but the plots, which escape their
 * own, and the policy in their heads lets nothing load or run.
 */
public final class Page {

    private static final String TEMPLATES = "multvae/report";

    private Page() {}

    private record Nothing() {}

    private record Training(String title, boolean over, List<Plot> plots) {}

    /** Fills a template with a record's components; the same bytes for the same content. */
    static String render(String template, Record content) {
        StringWriter html = new StringWriter();
        new DefaultMustacheFactory(TEMPLATES).compile(template + ".mustache").execute(html, content);
        return html.toString();
    }

    /** The colours of all pages, light, dark and printed, as rules of CSS: the service's page has them too. */
    public static String palette() {
        return render("palette", new Nothing());
    }

    /**
     * How a training goes, while it goes: a page that reloads itself.
     *
     * @param history the finished epochs, perhaps none
     * @param epochs how many there will be
     * @param variational whether the loss has a KL term
     */
    public static String training(History history, int epochs, boolean variational) {
        int done = history.epochs().size();
        return render(
                "training",
                new Training(
                        "Epoch " + done + " of " + epochs,
                        done >= epochs,
                        history.evaluated().isEmpty() ? List.of() : Plots.training(history, variational)));
    }
}
