package multvae.report;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import multvae.evaluation.Metrics.Figure;
import multvae.io.Json;
import multvae.io.Printable;
import multvae.report.ModelCard.License;

/** The YAML at the top of a model card, which the hub reads. */
final class ModelCardHeader {

    private static final int MOST_ID = 60; // characters of license_name

    private ModelCardHeader() {}

    /** Every text is a JSON string, which is one of YAML too. */
    static String of(ModelCard card, Optional<License> license) {
        StringBuilder text = new StringBuilder();
        text.append("---\nlicense: other\nlicense_name: ")
                .append(quoted(license.map(known -> id(known.name())).orElse("unknown")))
                .append('\n');
        license.flatMap(License::link)
                .ifPresent(link ->
                        text.append("license_link: ").append(quoted(link)).append('\n'));
        text.append("library_name: multvae\ntags:\n");
        for (String tag : List.of("recommendation", "collaborative-filtering", "implicit-feedback", card.type())) {
            text.append("  - ").append(quoted(tag)).append('\n');
        }
        card.dataset()
                .ifPresent(name ->
                        text.append("datasets:\n  - ").append(quoted(name)).append('\n'));
        card.metrics().ifPresent(result -> results(text, card, result.models().get(card.type())));
        return text.append("---\n\n").toString();
    }

    /** The figures, in the form that the hub reads them in. */
    private static void results(StringBuilder text, ModelCard card, Map<String, Figure> figures) {
        text.append("metrics:\n");
        figures.keySet()
                .forEach(metric -> text.append("  - ").append(quoted(metric)).append('\n'));
        text.append("model-index:\n  - name: ")
                .append(quoted(card.type() + "-" + card.data().replace(' ', '-')))
                .append(
                        "\n    results:\n      - task:\n          type: recommendation\n          name: top-n recommendation\n")
                .append("        dataset:\n          type: ")
                .append(quoted(card.data().replace(' ', '-')))
                .append("\n          name: ")
                .append(quoted(card.data()))
                .append("\n          split: test\n        metrics:\n");
        figures.forEach((metric, figure) -> text.append("          - type: ")
                .append(quoted(metric.toLowerCase(Locale.ROOT)))
                .append("\n            name: ")
                .append(quoted(metric))
                .append("\n            value: ")
                .append(Json.line(figure.mean()).strip())
                .append('\n'));
    }

    private static String quoted(String text) {
        return Json.line(Printable.oneLine(text)).strip();
    }

    /** As license_name has it: lower case, digits, hyphens and dots. */
    private static String id(String text) {
        String id = text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.]+", "-").replaceAll("^-|-$", "");
        return id.isEmpty() ? "custom" : id.substring(0, Math.min(MOST_ID, id.length()));
    }
}
