package multvae.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import multvae.report.LineChart.Line;
import multvae.training.History;
import multvae.training.History.Epoch;

/**
 * The trainings of a sweep beside each other: what each value of a key does, and the curves. With several keys, the last two
 * span a heat map and the last one the lines of a chart; there is one for each combination of the other keys' values.
 */
final class SweepPlots {

    private record Trial(SortedMap<String, String> values, History history) {

        double ndcg100() {
            return Plots.ndcg100(history.best());
        }
    }

    private final List<Trial> trials = new ArrayList<>();
    private final List<String> keys;
    private final double highest;

    /** @param trials how each combination of values went, at least one, all of the same keys */
    SweepPlots(Map<SortedMap<String, String>, History> trials) {
        trials.forEach((values, history) -> this.trials.add(new Trial(values, history)));
        this.keys = List.copyOf(this.trials.get(0).values().keySet());
        this.highest = this.trials.stream().mapToDouble(Trial::ndcg100).max().orElseThrow();
    }

    /** What the values do, then the curves. */
    List<Plot> all() {
        List<Plot> plots = new ArrayList<>();
        if (keys.size() == 1) {
            plots.add(oneKey());
        } else {
            plots.addAll(heatMaps());
        }
        plots.addAll(curves());
        if (trials.stream()
                        .map(trial -> trial.history().best().beta())
                        .distinct()
                        .count()
                > 1) {
            plots.add(overBeta());
        }
        return plots;
    }

    private Plot oneKey() {
        List<Forest.Row> rows = trials.stream()
                .map(trial -> new Forest.Row(
                        trial.values().get(keys.get(0)),
                        trial.ndcg100(),
                        (trial.ndcg100() == highest ? "\u2605 " : "") + Numbers.metric(trial.ndcg100()),
                        Optional.empty(),
                        Forest.Shape.MODEL,
                        name(trial.values(), keys) + "\n" + Numbers.metric(trial.ndcg100())))
                .toList();
        return Forest.draw(
                "values",
                "Best validation NDCG@100 by " + keys.get(0),
                "A row for each value. A star marks the best.",
                "validation " + Plots.NDCG,
                false,
                List.of(new Forest.Group("", rows)));
    }

    private List<Plot> heatMaps() {
        String rowKey = keys.get(keys.size() - 2);
        String columnKey = keys.get(keys.size() - 1);
        List<String> rows = values(rowKey);
        List<String> columns = values(columnKey);
        double lowest = trials.stream().mapToDouble(Trial::ndcg100).min().orElseThrow();
        List<Plot> plots = new ArrayList<>();
        panels(2).forEach((heading, panel) -> {
            List<List<Double>> cells = rows.stream()
                    .map(row -> columns.stream()
                            .map(column -> ndcg100(panel, Map.of(rowKey, row, columnKey, column)))
                            .toList())
                    .toList();
            plots.add(HeatMap.draw(new HeatMap.Content(
                    id("heat", plots.size()),
                    "Best validation NDCG@100" + heading,
                    "A cell for each pair of values, the higher the darker. A star marks the best of all.",
                    rowKey,
                    rows,
                    columnKey,
                    columns,
                    cells,
                    lowest,
                    highest)));
        });
        return plots;
    }

    /** Of the trial with these values; NaN if there is none. */
    private static double ndcg100(List<Trial> trials, Map<String, String> values) {
        return trials.stream()
                .filter(trial -> trial.values().entrySet().containsAll(values.entrySet()))
                .mapToDouble(Trial::ndcg100)
                .findFirst()
                .orElse(Double.NaN);
    }

    private List<Plot> curves() {
        String key = keys.get(keys.size() - 1);
        double[] range = trials.stream()
                .flatMap(trial -> trial.history().evaluated().stream())
                .mapToDouble(Plots::ndcg100)
                .filter(Double::isFinite)
                .sorted()
                .toArray();
        Optional<double[]> shared =
                range.length == 0 ? Optional.empty() : Optional.of(new double[] {range[0], range[range.length - 1]});
        List<Plot> plots = new ArrayList<>();
        panels(1).forEach((heading, panel) -> {
            List<Line> lines = panel.stream()
                    .map(trial -> Plots.line(
                            name(trial.values(), List.of(key)),
                            trial.history().evaluated(),
                            Epoch::epoch,
                            Plots::ndcg100))
                    .toList();
            plots.add(LineChart.draw(new LineChart.Content(
                    id("epochs", plots.size()),
                    "Validation NDCG@100 over the epochs" + heading,
                    "A line for each value of " + key + ".",
                    "epoch",
                    Plots.NDCG,
                    true,
                    lines,
                    Optional.empty(),
                    shared)));
        });
        return plots;
    }

    /** As in Figure 1 of the paper. */
    private Plot overBeta() {
        List<Epoch> best = trials.stream()
                .map(trial -> trial.history().best())
                .sorted(Comparator.comparingDouble(Epoch::beta))
                .toList();
        String weight = best.stream().map(Epoch::klWeight).distinct().collect(Collectors.joining(" or "));
        return LineChart.draw(new LineChart.Content(
                "betas",
                "The best validation NDCG@100 over " + weight,
                "A point for each training: the best epoch's NDCG@100 over the " + weight + " of its last step.",
                weight,
                Plots.NDCG,
                false,
                List.of(new Line(
                        "best epoch",
                        best.stream().map(Epoch::beta).toList(),
                        best.stream().map(Plots::ndcg100).toList(),
                        false)),
                Optional.empty(),
                Optional.empty()));
    }

    /** The trials by the values of all keys but the last few, with a heading that says which values. */
    private Map<String, List<Trial>> panels(int last) {
        List<String> outer = keys.subList(0, Math.max(0, keys.size() - last));
        return trials.stream()
                .collect(Collectors.groupingBy(
                        trial -> outer.isEmpty() ? "" : ", " + name(trial.values(), outer),
                        LinkedHashMap::new,
                        Collectors.toList()));
    }

    private List<String> values(String key) {
        Set<String> values = new LinkedHashSet<>();
        trials.forEach(trial -> values.add(trial.values().get(key)));
        return List.copyOf(values);
    }

    /** {@code train.seed = 1, train.epochs = 5}: of some of the keys. */
    static String name(SortedMap<String, String> values, Collection<String> keys) {
        SortedMap<String, String> shown = new TreeMap<>(values);
        shown.keySet().retainAll(keys);
        return shown.entrySet().stream()
                .map(entry -> entry.getKey() + " = " + entry.getValue())
                .collect(Collectors.joining(", "));
    }

    private static String id(String prefix, int n) {
        return n == 0 ? prefix : prefix + "-" + (n + 1);
    }
}
