package multvae.report;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import multvae.evaluation.Example;
import multvae.evaluation.ItemPopularity.Bucket;
import multvae.evaluation.Metrics;
import multvae.evaluation.Metrics.Figure;
import multvae.io.IoReason;

/** report.html: one file for a browser, with everything in it. Its form is report.mustache. */
public final class HtmlReport {

    private static final int KNOWN_ITEMS_SHOWN = 10;

    private HtmlReport() {}

    /** What report.mustache shows, by its names. */
    private record Content(
            String model,
            String dataset,
            String summary,
            List<String> metrics,
            List<Row> models,
            String users,
            boolean compared,
            List<Row> differences,
            String training,
            List<Plot> trainingPlots,
            List<Entry> data,
            List<Plot> dataPlots,
            List<Plot> slicePlots,
            String recommended,
            List<String> buckets,
            List<RecommendationRow> recommendations,
            List<User> examples,
            List<Entry> configuration,
            List<Entry> provenance) {}

    private record Row(String name, List<Cell> figures) {}

    private record Cell(String mean, String interval) {}

    private record Entry(String key, String value) {}

    private record RecommendationRow(String name, String coverage, String popularity, List<String> shares) {}

    private record User(
            String userId,
            int known,
            int heldOut,
            int k,
            long hits,
            List<String> foldIn,
            String more,
            List<Item> items) {}

    private record Item(String title, boolean hit) {}

    /** Renders a run: the same bytes for the same run. */
    public static String render(RunResult run) {
        Metrics metrics = run.metrics();
        List<Plot> training = Plots.training(run.history(), run.variational());
        run.searchHistory().map(Plots::search).ifPresent(training::add);
        return Page.render(
                "report",
                new Content(
                        ResultTable.printed(metrics.model()),
                        run.dataset(),
                        ReportText.summary(run),
                        metrics.metrics(),
                        rows(metrics.models(), "%.4f"),
                        ReportText.users(run) + " Below each mean: its 95 % bootstrap interval.",
                        !metrics.differences().isEmpty(),
                        rows(metrics.differences(), "%+.4f"),
                        ReportText.training(run),
                        training,
                        entries(ReportText.data(run)),
                        Plots.data(run),
                        Plots.slices(run),
                        ReportText.recommended(run),
                        Stream.of(Bucket.values()).map(Bucket::toString).toList(),
                        recommendations(run),
                        users(run),
                        entries(run.configuration()),
                        entries(ReportText.provenance(run))));
    }

    private static List<Row> rows(Map<String, Map<String, Figure>> models, String format) {
        List<Row> rows = new ArrayList<>();
        models.forEach((model, figures) -> rows.add(new Row(
                ResultTable.printed(model),
                figures.values().stream().map(figure -> cell(figure, format)).toList())));
        return rows;
    }

    private static Cell cell(Figure figure, String format) {
        return new Cell(
                String.format(Locale.ROOT, format, figure.mean()),
                String.format(
                        Locale.ROOT,
                        format + " to " + format,
                        figure.interval95().low(),
                        figure.interval95().high()));
    }

    private static List<RecommendationRow> recommendations(RunResult run) {
        List<RecommendationRow> rows = new ArrayList<>();
        run.metrics()
                .recommendations()
                .models()
                .forEach((model, recommended) -> rows.add(new RecommendationRow(
                        ResultTable.printed(model),
                        ReportText.percent(recommended.coverage()),
                        String.format(Locale.ROOT, "%.1f", recommended.meanPopularity()),
                        Stream.of(Bucket.values())
                                .map(bucket ->
                                        ReportText.percent(recommended.shares().get(bucket)))
                                .toList())));
        return rows;
    }

    /** A few users' histories with what is recommended to them, by title. */
    private static List<User> users(RunResult run) {
        Map<String, String> titles = new HashMap<>();
        for (int item = 0; item < run.items().size(); item++) {
            titles.put(run.items().itemId(item), run.items().title(item));
        }
        return run.examples().stream().map(example -> user(example, titles)).toList();
    }

    private static User user(Example example, Map<String, String> titles) {
        Set<String> heldOut = new HashSet<>(example.heldOut());
        List<Item> items = example.recommended().stream()
                .map(item -> new Item(title(item, titles), heldOut.contains(item)))
                .toList();
        int known = example.foldIn().size();
        return new User(
                example.userId(),
                known,
                heldOut.size(),
                items.size(),
                items.stream().filter(Item::hit).count(),
                example.foldIn().stream()
                        .limit(KNOWN_ITEMS_SHOWN)
                        .map(item -> title(item, titles))
                        .toList(),
                known > KNOWN_ITEMS_SHOWN ? String.valueOf(known - KNOWN_ITEMS_SHOWN) : null,
                items);
    }

    private static String title(String item, Map<String, String> titles) {
        String title = IoReason.oneLine(titles.getOrDefault(item, ""));
        return title.isBlank() ? "item " + item : title;
    }

    private static List<Entry> entries(Map<String, ?> map) {
        return map.entrySet().stream()
                .map(entry -> new Entry(entry.getKey(), String.valueOf(entry.getValue())))
                .toList();
    }
}
