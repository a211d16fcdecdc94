package multvae.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import multvae.report.LineChart.Line;
import multvae.report.Tuned.Scale;
import multvae.report.Tuned.Trial;
import multvae.training.History.Epoch;

/**
 * The trials of a search: for each key a picture of its values against NDCG@100, all with the same scale. A trial is a mark at its last
 * comparison, a ring, or solid if it reached the last rung, with a stem down to its first one. The best one is a diamond.
 */
final class TunePlots {

    private static final double LEFT = 52;
    private static final double RIGHT = 12;
    private static final double TOP = 30;
    private static final double HEIGHT = 180;
    private static final double BOTTOM = TOP + HEIGHT;
    private static final double INSET = 10; // no mark is on the frame
    private static final double SPREAD = 0.6; // of a choice's width, for its trials beside each other
    private static final int TICKS = 5;
    private static final double GAP = 8;

    private final Tuned tuned;
    private final Axis y;

    TunePlots(Tuned tuned) {
        this.tuned = tuned;
        double[] results = tuned.trials().stream()
                .flatMapToDouble(trial -> trial.ndcg100().stream().mapToDouble(Double::doubleValue))
                .filter(Double::isFinite)
                .sorted()
                .toArray();
        this.y = Axis.rounded(
                results.length == 0 ? 0 : results[0],
                results.length == 0 ? 1 : results[results.length - 1],
                BOTTOM,
                TOP,
                TICKS);
    }

    /** A picture for each key, then the curves of the trials that reached the last rung. */
    List<Plot> all() {
        List<Plot> plots = new ArrayList<>();
        for (Tuned.Key key : tuned.keys()) {
            plots.add(key(key, tuned.model() + "-" + plots.size()));
        }
        List<Line> lines = tuned.trials().stream()
                .filter(trial -> trial.ndcg100().size() == tuned.rungs().size() && !trial.isLost())
                .filter(trial -> trial.history().isPresent())
                .sorted(Comparator.comparing(trial -> -trial.last()))
                .map(trial -> Plots.line(
                        "trial " + trial.number(),
                        trial.history().orElseThrow().evaluated(),
                        Epoch::epoch,
                        Plots::ndcg100))
                .toList();
        if (!lines.isEmpty()) {
            plots.add(LineChart.overEpochs(
                    tuned.model() + "-epochs",
                    "The trials that reached the last rung",
                    "Validation NDCG@100 over the epochs.",
                    Plots.NDCG,
                    lines,
                    Optional.empty()));
        }
        return plots;
    }

    private Plot key(Tuned.Key key, String id) {
        Svg svg = new Svg(
                id,
                key.name(),
                "A mark for each trial: its " + key.name()
                        + " and its best validation NDCG@100. The best one is a diamond, solid"
                        + " marks reached the last rung, stems begin at the first one.",
                Plot.WIDTH,
                BOTTOM + 46);
        for (double tick : y.ticks()) {
            svg.line("grid", LEFT, y.at(tick), Plot.WIDTH - RIGHT, y.at(tick));
            svg.label(LEFT - 6, y.at(tick) + 4, "end", y.label(tick));
        }
        svg.label(0, TOP - 15, "start", "validation " + Plots.NDCG);
        svg.label((LEFT + Plot.WIDTH - RIGHT) / 2, BOTTOM + 40, "middle", title(key));
        double[] at = key.scale() == Scale.CHOICE ? choices(svg, key) : numbers(svg, key);
        List<Trial> trials = tuned.trials();
        IntStream.range(0, at.length)
                .boxed()
                .filter(i -> Double.isFinite(trials.get(i).ndcg100().get(0)))
                .sorted(Comparator.comparing(i -> trials.get(i).equals(tuned.best()))) // the best one over the others
                .forEach(i -> mark(svg, trials.get(i), at[i]));
        return new Plot(key.name(), svg.done());
    }

    private static String title(Tuned.Key key) {
        return Svg.fitting(
                key.name() + (key.scale() == Scale.LOGARITHMIC ? ", logarithmic" : ""), Plot.WIDTH - LEFT - RIGHT);
    }

    private double value(Trial trial, Tuned.Key key) {
        return Double.parseDouble(trial.values().get(key.name()));
    }

    /** Where the trials are along x; draws the ticks. */
    private double[] numbers(Svg svg, Tuned.Key key) {
        boolean logarithmic = key.scale() == Scale.LOGARITHMIC;
        double[] values = tuned.trials().stream()
                .mapToDouble(trial -> value(trial, key))
                .map(value -> logarithmic ? Math.log10(value) : value)
                .toArray();
        double low = DoubleStream.of(values).min().orElse(0);
        double high = DoubleStream.of(values).max().orElse(1);
        double from = LEFT + INSET;
        double to = Plot.WIDTH - RIGHT - INSET;
        Axis x = logarithmic
                ? Axis.exact(low, high, from, to, TICKS)
                : Axis.labelled(ticks -> Axis.exact(low, high, from, to, ticks), TICKS);
        double free = 0; // to the right of the last label
        for (double tick : logarithmic ? decades(x) : x.ticks()) {
            String label = logarithmic ? power(tick) : x.label(tick);
            double middle = x.at(tick);
            svg.line("grid", middle, BOTTOM, middle, BOTTOM + 4);
            if (middle - Svg.width(label) / 2 >= free && middle + Svg.width(label) / 2 <= Plot.WIDTH) {
                svg.label(middle, BOTTOM + 19, "middle", label);
                free = middle + Svg.width(label) / 2 + GAP;
            }
        }
        return DoubleStream.of(values).map(x::at).toArray();
    }

    /** The logarithms of 1, 2 and 5 times the powers of ten in the range. */
    private static List<Double> decades(Axis x) {
        return IntStream.rangeClosed((int) Math.floor(x.low()), (int) Math.ceil(x.high()))
                .boxed()
                .flatMap(power -> DoubleStream.of(1, 2, 5).mapToObj(factor -> power + Math.log10(factor)))
                .filter(tick -> tick >= x.low() && tick <= x.high())
                .toList();
    }

    private static String power(double logarithm) {
        double value = Math.pow(10, logarithm);
        return value >= 1e-3 && value < 1e5
                ? String.valueOf(Double.parseDouble(String.format(Locale.ROOT, "%.1g", value)))
                        .replaceFirst("\\.0$", "")
                : String.format(Locale.ROOT, "%.0e", value);
    }

    private double[] choices(Svg svg, Tuned.Key key) {
        double width = (Plot.WIDTH - RIGHT - LEFT) / key.choices().size();
        for (int choice = 0; choice < key.choices().size(); choice++) {
            String label = key.choices().get(choice).replace("\"", "");
            svg.label(LEFT + width * (choice + 0.5), BOTTOM + 19, "middle", Svg.fitting(label, width - GAP));
        }
        int count = tuned.trials().size();
        return IntStream.range(0, count)
                .mapToDouble(i -> LEFT
                        + width
                                * (key.choices()
                                                .indexOf(tuned.trials()
                                                        .get(i)
                                                        .values()
                                                        .get(key.name()))
                                        + 0.5
                                        + SPREAD * ((i + 0.5) / count - 0.5)))
                .toArray();
    }

    private void mark(Svg svg, Trial trial, double x) {
        boolean best = trial.equals(tuned.best());
        boolean reached = trial.ndcg100().size() == tuned.rungs().size() && !trial.isLost();
        List<Double> finite = trial.ndcg100().stream().filter(Double::isFinite).toList();
        double last = y.at(finite.get(finite.size() - 1));
        svg.begin("g", "class", best ? "s2" : "s1").write("title", hover(trial));
        if (finite.size() > 1) {
            svg.line("interval", x, y.at(finite.get(0)), x, last);
        }
        if (best) {
            svg.shape("path", "class", "solid", "d", Forest.Shape.MODEL.at(x, last));
        } else {
            svg.shape("circle", "class", reached ? "dot" : "open", "cx", x, "cy", last, "r", 4.0);
        }
        svg.end();
    }

    private String hover(Trial trial) {
        String values = tuned.keys().stream()
                .map(key -> key.name() + " = " + trial.values().get(key.name()))
                .collect(Collectors.joining("\n"));
        String results = IntStream.range(0, trial.ndcg100().size())
                .mapToObj(rung -> (tuned.rungs().get(rung).epochs() == 0
                                ? ""
                                : "epoch " + tuned.rungs().get(rung).epochs() + ": ")
                        + (Double.isNaN(trial.ndcg100().get(rung))
                                ? tuned.howLost()
                                : Numbers.metric(trial.ndcg100().get(rung))))
                .collect(Collectors.joining("\n"));
        return "trial " + trial.number() + (trial.equals(tuned.best()) ? ", the best" : "") + "\n" + values + "\n"
                + results;
    }
}
