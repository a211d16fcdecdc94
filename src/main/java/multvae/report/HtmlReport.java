package multvae.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import multvae.evaluation.ItemPopularity.Bucket;

/** report.html: one file for a browser, with everything in it. Its form is report.mustache. */
public final class HtmlReport {

    private HtmlReport() {}

    /** What report.mustache shows, by its names. */
    private record Content(
            String title,
            String summary,
            ResultSection result,
            Seeds seeds,
            String training,
            List<Entry> facts,
            String losses,
            List<Plot> trainingPlots,
            List<Entry> data,
            List<Plot> dataPlots,
            List<Plot> slicePlots,
            String recommended,
            List<String> buckets,
            List<RecommendationRow> recommendations,
            List<ExampleUser> examples,
            List<Setting> changed,
            List<Setting> unchanged,
            List<Entry> provenance) {}

    /** Null for one seed. */
    private record Seeds(String title, List<String> header, List<List<String>> rows) {}

    private record Entry(String key, String value) {}

    /** A key in parts, so that it may break at its dots. */
    private record Setting(List<String> parts, String name, String value, String otherwise) {

        static Setting of(String key, Object value, Object otherwise) {
            List<String> parts = Arrays.asList(key.split("(?<=\\.)", -1));
            int last = parts.size() - 1;
            return new Setting(
                    parts.subList(0, last), parts.get(last), String.valueOf(value), String.valueOf(otherwise));
        }
    }

    private record RecommendationRow(String name, String coverage, String popularity, List<String> shares) {}

    /** Renders a run: the same bytes for the same run. */
    public static String render(RunResult run) {
        List<Plot> training = Plots.training(run.history(), run.variational());
        run.searchHistory().map(Plots::search).ifPresent(training::add);
        List<Setting> changed = new ArrayList<>();
        List<Setting> unchanged = new ArrayList<>();
        run.configuration().forEach((key, value) -> {
            Object otherwise = run.defaults().get(key);
            Setting setting = Setting.of(key, value, Objects.requireNonNullElse(otherwise, "none"));
            (Objects.equals(value, otherwise) ? unchanged : changed).add(setting);
        });
        return Page.render(
                "report",
                new Content(
                        KnownModel.printed(run.metrics().model()) + " on " + run.dataset(),
                        ReportText.summary(run),
                        ResultSection.of(
                                run.metrics(),
                                Optional.of(run.training()),
                                ReportText.users(run) + " " + ReportText.uncertainty()),
                        run.seeds()
                                .map(seeds -> new Seeds(
                                        seeds.title(),
                                        seeds.rows().get(0),
                                        seeds.rows().subList(1, seeds.rows().size())))
                                .orElse(null),
                        ReportText.training(run),
                        entries(ReportText.facts(run)),
                        ReportText.TWO_LOSSES,
                        training,
                        entries(ReportText.data(run)),
                        Plots.data(run),
                        Plots.slices(run),
                        ReportText.recommended(run),
                        Stream.of(Bucket.values()).map(Bucket::toString).toList(),
                        recommendations(run),
                        ExampleUser.of(run),
                        changed,
                        unchanged,
                        entries(ReportText.provenance(run))));
    }

    private static List<RecommendationRow> recommendations(RunResult run) {
        List<RecommendationRow> rows = new ArrayList<>();
        run.metrics()
                .recommendations()
                .models()
                .forEach((model, recommended) -> rows.add(new RecommendationRow(
                        KnownModel.printed(model),
                        Numbers.percent(recommended.coverage()),
                        String.format(Locale.ROOT, "%.1f", recommended.meanPopularity()),
                        Stream.of(Bucket.values())
                                .map(bucket ->
                                        Numbers.percent(recommended.shares().get(bucket)))
                                .toList())));
        return rows;
    }

    private static List<Entry> entries(Map<String, ?> map) {
        return map.entrySet().stream()
                .map(entry -> new Entry(entry.getKey(), String.valueOf(entry.getValue())))
                .toList();
    }
}
