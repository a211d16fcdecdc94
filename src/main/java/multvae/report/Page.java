package multvae.report;

import com.github.mustachejava.DefaultMustacheFactory;
import java.io.StringWriter;
import java.io.Writer;
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

    private record Training(String title, boolean over, List<Plot> plots) {}

    /** Fills a template with a record's components; the same bytes for the same content. */
    static String render(String template, Record content) {
        StringWriter html = new StringWriter();
        new Templates().compile(template + ".mustache").execute(html, content);
        return html.toString();
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
