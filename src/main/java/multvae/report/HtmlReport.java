package multvae.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * report.html: one file for a browser, with everything in it. Its form is report.mustache.
 */
public final class HtmlReport {

    private HtmlReport() {}

    /** Renders a run: the same bytes for the same run. */
    public static String render(RunResult run) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("model", ResultTable.printed(run.model()));
        content.put("dataset", run.dataset());
        content.put("summary", ReportText.summary(run));
        content.put("users", ReportText.users(run) + " Below each mean: its 95 % bootstrap interval.");
        putResult(content, run.metrics());
        content.put("training", ReportText.training(run));
        List<Plot> training = Plots.training(run.history(), run.variational());
        run.searchHistory().map(Plots::search).ifPresent(training::add);
        content.put("trainingPlots", training);
        content.put("data", entries(ReportText.data(run)));
        content.put("dataPlots", Plots.data(run));
        content.put("slicePlots", Plots.slices(run));
        content.put("recommended", ReportText.recommended(run));
        content.put("buckets", List.of("head", "middle", "tail"));
        content.put("recommendations", recommendations(run));
        content.put("examples", new ExampleUsers(run).forTemplate());
        content.put("configuration", entries(run.configuration()));
        content.put("provenance", entries(ReportText.provenance(run)));
        return Page.render("report", content);
    }

    private static void putResult(Map<String, Object> content, JsonNode metrics) {
        List<String> names = new ArrayList<>();
        metrics.get("models").get(metrics.get("model").textValue()).fieldNames().forEachRemaining(names::add);
        content.put("metrics", names);
        content.put("models", rows(metrics.get("models"), names, "%.4f"));
        content.put("compared", !metrics.get("differences").isEmpty());
        content.put("differences", rows(metrics.get("differences"), names, "%+.4f"));
    }

    private static List<Map<String, Object>> rows(JsonNode models, List<String> metrics, String format) {
        List<Map<String, Object>> rows = new ArrayList<>();
        models.properties()
                .forEach(model -> rows.add(Map.of(
                        "name",
                        ResultTable.printed(model.getKey()),
                        "figures",
                        metrics.stream()
                                .map(metric -> figure(model.getValue().get(metric), format))
                                .toList())));
        return rows;
    }

    private static Map<String, String> figure(JsonNode figure, String format) {
        JsonNode interval = figure.get("interval95");
        return Map.of(
                "mean",
                String.format(Locale.ROOT, format, figure.get("mean").doubleValue()),
                "interval",
                String.format(
                        Locale.ROOT,
                        format + " to " + format,
                        interval.get(0).doubleValue(),
                        interval.get(1).doubleValue()));
    }

    private static List<Map<String, Object>> recommendations(RunResult run) {
        List<Map<String, Object>> rows = new ArrayList<>();
        ReportText.recommendations(run)
                .forEach((name, cells) -> rows.add(Map.of(
                        "name",
                        name,
                        "coverage",
                        cells.get(0),
                        "popularity",
                        cells.get(1),
                        "shares",
                        cells.subList(2, cells.size()))));
        return rows;
    }

    private static List<Map<String, String>> entries(Map<String, ?> map) {
        return map.entrySet().stream()
                .map(entry -> Map.of("key", entry.getKey(), "value", String.valueOf(entry.getValue())))
                .toList();
    }
}
