package multvae.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import multvae.evaluation.Bootstrap.Interval;
import multvae.evaluation.Metrics;
import multvae.evaluation.Metrics.Figure;

/**
 * A result for the eye, with result.mustache: what it means, the means and the differences as pictures, and as tables.
 *
 * @param model ours
 * @param plots of the leading metric: the means, and the differences if there are any
 * @param metrics the tables' columns
 * @param models the means
 * @param differences ours minus each baseline
 * @param compared whether there is a baseline
 * @param note what the figures are means of
 */
record ResultSection(
        String model,
        Verdict verdict,
        List<Plot> plots,
        List<String> metrics,
        List<Row> models,
        List<Row> differences,
        boolean compared,
        String note) {

    /** A model's row. */
    record Row(String name, List<Cell> cells) {}

    /**
     * A figure.
     *
     * @param mark a shape for what is best, better, worse or unclear; empty for none
     * @param word the same in a word, for those who do not see the shape
     * @param half of the 95 % interval's width
     * @param interval its ends
     */
    record Cell(String mark, String word, String mean, String half, String interval) {}

    /**
     * A result.
     *
     * @param training of our model; absent if it is not known how that went
     * @param note what the figures are means of
     */
    static ResultSection of(Metrics metrics, Optional<FinishedTraining> training, String note) {
        List<Plot> plots = new ArrayList<>(List.of(means(metrics)));
        if (!metrics.differences().isEmpty()) {
            plots.add(differences(metrics));
        }
        List<Row> models = new ArrayList<>();
        metrics.models()
                .forEach((model, figures) -> models.add(new Row(
                        KnownModel.printed(model),
                        metrics.metrics().stream()
                                .map(metric -> mean(metrics, metric, figures.get(metric)))
                                .toList())));
        List<Row> differences = new ArrayList<>();
        metrics.differences()
                .forEach((baseline, figures) -> differences.add(new Row(
                        KnownModel.printed(baseline),
                        figures.values().stream().map(ResultSection::difference).toList())));
        return new ResultSection(
                KnownModel.printed(metrics.model()),
                Verdict.of(metrics, training),
                plots,
                metrics.metrics(),
                models,
                differences,
                !differences.isEmpty(),
                note);
    }

    private static Cell mean(Metrics metrics, String metric, Figure figure) {
        return cell(figure, metrics.models().size() > 1 && isBest(metrics, metric, figure.mean()));
    }

    /** A mean, marked if it is the best. */
    static Cell cell(Figure figure, boolean best) {
        return new Cell(
                best ? "\u2605" : "",
                best ? "best" : "",
                Numbers.metric(figure.mean()),
                Numbers.half(figure.interval95()),
                Numbers.metric(figure.interval95().low()) + " to "
                        + Numbers.metric(figure.interval95().high()));
    }

    private static boolean isBest(Metrics metrics, String metric, double mean) {
        return metrics.models().values().stream()
                .allMatch(figures -> figures.get(metric).mean() <= mean);
    }

    private static Cell difference(Figure figure) {
        Outcome outcome = Outcome.of(figure.interval95());
        return new Cell(
                outcome.mark(),
                outcome.word(),
                Numbers.difference(figure.mean()),
                Numbers.half(figure.interval95()),
                ResultTable.ends(figure.interval95()));
    }

    private static Plot means(Metrics metrics) {
        String metric = metrics.metrics().get(0);
        List<Forest.Row> rows = new ArrayList<>();
        metrics.models().forEach((model, figures) -> {
            Figure figure = figures.get(metric);
            rows.add(mean(
                    KnownModel.printed(model),
                    figure.mean(),
                    figure.interval95(),
                    model.equals(metrics.model()),
                    metrics.models().size() > 1 && isBest(metrics, metric, figure.mean())));
        });
        return Forest.draw(
                "means",
                metric + " with 95 % intervals",
                "A row for each model: its mean " + metric + " over the test users and the 95 % bootstrap interval. "
                        + "A star marks the best mean.",
                metric,
                false,
                List.of(new Forest.Group("", rows)));
    }

    /** A mean as a row of a plot. */
    static Forest.Row mean(String label, double mean, Interval interval, boolean ours, boolean best) {
        return new Forest.Row(
                label,
                mean,
                (best ? "\u2605 " : "") + Numbers.metric(mean),
                Optional.of(interval),
                ours ? Forest.Shape.MODEL : Forest.Shape.BASELINE,
                label + "\n" + Numbers.metric(mean) + " " + Numbers.PLUS_MINUS + " " + Numbers.half(interval)
                        + "\n95 %: " + Numbers.metric(interval.low()) + " to " + Numbers.metric(interval.high()));
    }

    private static Plot differences(Metrics metrics) {
        String metric = metrics.metrics().get(0);
        String ours = KnownModel.printed(metrics.model());
        List<Forest.Row> rows = new ArrayList<>();
        for (Map.Entry<String, Map<String, Figure>> entry :
                metrics.differences().entrySet()) {
            Figure figure = entry.getValue().get(metric);
            Outcome outcome = Outcome.of(figure.interval95());
            String baseline = KnownModel.printed(entry.getKey());
            rows.add(new Forest.Row(
                    baseline,
                    figure.mean(),
                    Numbers.difference(figure.mean()) + " " + outcome.word(),
                    Optional.of(figure.interval95()),
                    outcome.shape(),
                    ours + " minus " + baseline + "\n" + Numbers.difference(figure.mean()) + " " + Numbers.PLUS_MINUS
                            + " "
                            + Numbers.half(figure.interval95()) + "\n95 %: " + ResultTable.ends(figure.interval95())
                            + "\n"
                            + outcome.word()));
        }
        return Forest.draw(
                "paired",
                ours + " minus each baseline, paired by user",
                "A row for each baseline: the mean difference in " + metric
                        + " and its 95 % bootstrap interval, around a" + " line at zero. Right of it " + ours
                        + " is better.",
                "\u25c0 " + ours + " worse \u00b7 better \u25b6",
                true,
                List.of(new Forest.Group("", rows)));
    }
}
