package multvae.report;

import com.github.mustachejava.DefaultMustacheFactory;
import java.io.StringWriter;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import multvae.io.Printable;
import multvae.training.History;

/**
 * HTML from a template of src/main/resources/multvae/report. The templates escape all text but the plots, which escape their
 * own, and the policy in their heads lets nothing load or run.
 */
public final class Page {

    private static final String TEMPLATES = "multvae/report";

    private Page() {}

    /** Escapes text for HTML, and shows it in the order that it has: a data set's name may have characters that turn it around. */
    private static final class Templates extends DefaultMustacheFactory {

        Templates() {
            super(TEMPLATES);
        }

        @Override
        public void encode(String value, Writer writer) {
            super.encode(Printable.lines(value), writer);
        }
    }

    private record Nothing() {}

    /** @param done in percent */
    private record Training(
            String title, String summary, boolean over, String done, List<Entry> facts, List<Plot> plots) {}

    private record Entry(String key, String value) {}

    /** Fills a template with a record's components; the same bytes for the same content. */
    static String render(String template, Record content) {
        StringWriter html = new StringWriter();
        new Templates().compile(template + ".mustache").execute(html, content);
        return html.toString();
    }

    /** The colours of all pages, light, dark and printed, as rules of CSS: the service's page has them too. */
    public static String palette() {
        return render("palette", new Nothing());
    }

    /** How a training goes, while it goes: a page that reloads itself. */
    public static String training(TrainingPageState state) {
        History history = state.history();
        List<Plot> plots = new ArrayList<>();
        if (!state.losses().points().isEmpty()) {
            plots.add(Plots.steps(state.losses(), history));
        }
        if (!history.evaluated().isEmpty()) {
            plots.addAll(Plots.training(history, state.model().variational()));
        }
        return render(
                "training",
                new Training(
                        "Epoch " + history.epochs().size() + " of "
                                + state.now().epochs(),
                        ReportText.trained(state),
                        state.over(),
                        Numbers.fixed(100 * state.done(), 1),
                        ReportText.progress(state).entrySet().stream()
                                .map(entry -> new Entry(entry.getKey(), entry.getValue()))
                                .toList(),
                        plots));
    }
}
