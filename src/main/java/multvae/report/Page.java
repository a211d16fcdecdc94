package multvae.report;

import com.github.mustachejava.DefaultMustacheFactory;
import java.io.StringWriter;
import java.util.Map;

/**
 * HTML from a template of src/main/resources/multvae/report. The templates escape all text but the plots, and the policy in
 * their heads lets nothing load or run.
 */
final class Page {

    private static final String TEMPLATES = "multvae/report";

    private Page() {}

    /** Fills a template; the same bytes for the same content. */
    static String render(String template, Map<String, Object> content) {
        StringWriter html = new StringWriter();
        new DefaultMustacheFactory(TEMPLATES).compile(template + ".mustache").execute(html, content);
        return html.toString();
    }
}
