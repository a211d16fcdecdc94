package multvae.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** report.md: the report without its plots, for a terminal or a pull request. */
public final class MarkdownReport {

    private MarkdownReport() {}

    /** Renders a run. */
    public static String render(RunResult run) {
        StringBuilder text = new StringBuilder();
        text.append("# ")
                .append(ResultTable.printed(run.model()))
                .append(" on ")
                .append(run.dataset())
                .append("\n\n")
                .append(ResultTable.render(run.metrics()))
                .append('\n')
                .append(ReportText.users(run))
                .append(" After +-: standard errors. Differences are paired by user.\n\n# Training\n\n")
                .append(ReportText.training(run))
                .append("\n\n# By activity of the users\n\n")
                .append(slices(run, "byActivity"))
                .append("\n# By popularity of the items\n\n")
                .append(slices(run, "byPopularity"))
                .append("\n# Data\n\n");
        list(text, ReportText.data(run), ": ");
        text.append("\n# Configuration\n\n");
        list(text, run.configuration(), " = ");
        text.append("\n# Provenance\n\n");
        list(text, ReportText.provenance(run), ": ");
        return text.toString();
    }

    /** Indented, which Markdown takes as it is. */
    private static void list(StringBuilder text, Map<String, ?> entries, String between) {
        entries.forEach((key, value) ->
                text.append("    ").append(key).append(between).append(value).append('\n'));
    }

    /** The leading metric of each model in each part, - where nobody is in it. */
    private static String slices(RunResult run, String field) {
        String metric = run.leadingMetric();
        List<List<String>> rows = new ArrayList<>();
        List<String> header = new ArrayList<>(List.of(metric));
        for (Map.Entry<String, JsonNode> part : run.metrics().get(field).properties()) {
            header.add(part.getKey() + " (" + part.getValue().get("users") + " users)");
        }
        rows.add(header);
        run.metrics().get("models").fieldNames().forEachRemaining(model -> {
            List<String> row = new ArrayList<>(List.of(ResultTable.printed(model)));
            for (JsonNode part : run.metrics().get(field)) {
                JsonNode figures = part.get("models").get(model);
                row.add(figures == null ? "-" : figure(figures.get(metric)));
            }
            rows.add(row);
        });
        return TextTable.render(rows);
    }

    private static String figure(JsonNode figure) {
        return String.format(
                Locale.ROOT,
                "%.4f +- %.4f",
                figure.get("mean").doubleValue(),
                figure.get("standardError").doubleValue());
    }
}
