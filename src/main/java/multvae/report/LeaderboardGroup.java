package multvae.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import multvae.evaluation.Metrics.Figure;
import multvae.training.History.Epoch;

/**
 * Runs that were tested on the same data: their models and baselines, the best first.
 *
 * @param heading which data
 * @param sortedBy the metric
 * @param metrics of all of them
 * @param entries the rows
 * @param plots the sorted metric with its intervals, and the curves of the trainings
 */
record LeaderboardGroup(String heading, String sortedBy, List<String> metrics, List<Entry> entries, List<Plot> plots) {

    private static final int MOST_ROWS = 30; // of a plot
    private static final int MOST_CURVES = 12;
    private static final int LONGEST_NAME = 24;

    /**
     * A model of a run, or a baseline, which several runs may share.
     *
     * @param run whose
     * @param model as it is printed
     * @param figures by metric
     * @param settings that differ from those of the others
     */
    record Entry(FinishedRun run, String model, boolean baseline, Map<String, Figure> figures, List<String> settings) {

        /** Of a plot's row. */
        String label() {
            return baseline ? model : shortName() + ": " + model;
        }

        /** Of a plot: of a long path, the end. */
        String shortName() {
            String name = run.name();
            return name.length() <= LONGEST_NAME ? name : "\u2026" + name.substring(name.lastIndexOf('/') + 1);
        }
    }

    /**
     * Sorts runs.
     *
     * @param runs of the same test data, at least one
     * @param sort the metric to sort by; runs without it come last
     * @param number of the group on its page, from 1, for the ids of its plots
     */
    static LeaderboardGroup of(List<FinishedRun> runs, Optional<String> sort, int number) {
        Set<String> metrics = new LinkedHashSet<>();
        runs.forEach(run -> metrics.addAll(run.metrics().metrics()));
        String sortedBy = sort.flatMap(metric -> metrics.stream()
                        .filter(name -> Leaderboard.isSame(metric, name))
                        .findFirst())
                .orElse(metrics.iterator().next());
        List<Entry> entries = new ArrayList<>();
        Set<String> ours = differing(runs, key -> !key.startsWith("evaluate."));
        for (FinishedRun run : runs) {
            entries.add(new Entry(
                    run,
                    KnownModel.printed(run.metrics().model()),
                    false,
                    run.metrics().models().get(run.metrics().model()),
                    settings(run, ours)));
        }
        entries.addAll(baselines(runs));
        entries.sort(Comparator.comparingDouble((Entry entry) -> -mean(entry, sortedBy))
                .thenComparing(Entry::label));
        return new LeaderboardGroup(
                heading(runs.get(0)), sortedBy, List.copyOf(metrics), entries, plots(entries, sortedBy, number));
    }

    private static String heading(FinishedRun run) {
        return run.dataset() + ", split by " + run.statistics().split() + ": "
                + Numbers.count(run.metrics().users(), "test user") + ", "
                + Numbers.count(run.statistics().items(), "item");
    }

    /** Each with its own figures once, whoever evaluated it. */
    private static List<Entry> baselines(List<FinishedRun> runs) {
        Map<Map<String, Map<String, Figure>>, Entry> entries = new LinkedHashMap<>();
        Set<String> differing =
                differing(runs, key -> key.startsWith("evaluate.") || key.equals(FinishedRun.FINAL_FIT));
        for (FinishedRun run : runs) {
            for (String name : run.metrics().differences().keySet()) {
                Map<String, Figure> figures = run.metrics().models().get(name);
                if (figures != null) {
                    String section = "evaluate." + name.replace("-", "") + "."; // evaluate.itemKnn of item-knn
                    Set<String> own = differing.stream()
                            .filter(key -> key.toLowerCase(Locale.ROOT).startsWith(section)
                                    || key.equals(FinishedRun.FINAL_FIT))
                            .collect(Collectors.toCollection(TreeSet::new));
                    entries.putIfAbsent(
                            Map.of(name, figures),
                            new Entry(run, KnownModel.printed(name), true, figures, settings(run, own)));
                }
            }
        }
        return List.copyOf(entries.values());
    }

    /** The keys that not all runs have the same value of. */
    private static Set<String> differing(List<FinishedRun> runs, Predicate<String> of) {
        Set<String> keys = new TreeSet<>();
        runs.forEach(run -> keys.addAll(run.settings().keySet()));
        keys.removeIf(key -> !of.test(key)
                || runs.stream()
                        .allMatch(run -> Objects.equals(
                                run.settings().get(key), runs.get(0).settings().get(key))));
        return keys;
    }

    private static List<String> settings(FinishedRun run, Set<String> keys) {
        return keys.stream()
                .map(key ->
                        key + " = " + Objects.requireNonNullElse(run.settings().get(key), "null"))
                .toList();
    }

    private static double mean(Entry entry, String metric) {
        Figure figure = entry.figures().get(metric);
        return figure == null ? Double.NEGATIVE_INFINITY : figure.mean();
    }

    /** Whether no other row is better. */
    boolean isBest(Entry entry, String metric) {
        return entries.size() > 1
                && entry.figures().containsKey(metric)
                && entries.stream().allMatch(other -> mean(other, metric) <= mean(entry, metric));
    }

    private static List<Plot> plots(List<Entry> entries, String metric, int number) {
        List<Entry> shown = entries.stream()
                .filter(entry -> entry.figures().containsKey(metric))
                .limit(MOST_ROWS)
                .toList();
        double best = mean(shown.get(0), metric);
        List<Forest.Row> rows = shown.stream()
                .map(entry -> ResultSection.mean(
                        entry.label(),
                        mean(entry, metric),
                        entry.figures().get(metric).interval95(),
                        !entry.baseline(),
                        shown.size() > 1 && mean(entry, metric) == best))
                .toList();
        List<Entry> trained = entries.stream()
                .filter(entry -> !entry.baseline())
                .limit(MOST_CURVES)
                .toList();
        long all = entries.stream().filter(entry -> !entry.baseline()).count();
        return List.of(
                Forest.draw(
                        "runs-" + number,
                        metric + " with 95 % intervals" + (shown.size() < entries.size() ? ", the first rows" : ""),
                        "A row for each run, a diamond, and each baseline, a square: mean " + metric
                                + " over the test users with its 95 % bootstrap interval. A star marks the best.",
                        metric,
                        false,
                        List.of(new Forest.Group("", rows))),
                LineChart.overEpochs(
                        "curves-" + number,
                        "Validation NDCG@100 over the epochs"
                                + (trained.size() < all ? ", the best " + trained.size() + " runs" : ""),
                        "A line for each run.",
                        Plots.NDCG,
                        trained.stream()
                                .map(entry -> Plots.line(
                                        entry.shortName(),
                                        entry.run().history().evaluated(),
                                        Epoch::epoch,
                                        Plots::ndcg100))
                                .toList(),
                        Optional.empty()));
    }
}
