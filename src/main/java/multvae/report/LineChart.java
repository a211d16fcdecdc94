package multvae.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Curves over a common axis, a legend below, and the values of all curves wherever the pointer is. */
final class LineChart {

    private static final double LEFT = 52;
    private static final double RIGHT = 10;
    private static final double TOP = 30;
    private static final double PLOT_HEIGHT = 200;
    private static final double SAMPLE = 26; // of a line, in the legend
    private static final double GAP = 14;
    private static final int TICKS = 5;
    private static final int MOST_STRIPS = 250;

    /**
     * Points, without those that are not finite.
     *
     * @param joined whether a line goes through them in their order; a dot for each if not, or if there is just one
     */
    record Line(String name, List<Double> x, List<Double> y, boolean joined) {

        Line {
            List<Double> xs = x;
            List<Double> ys = y;
            int[] finite = IntStream.range(0, xs.size())
                    .filter(i -> Double.isFinite(xs.get(i)) && Double.isFinite(ys.get(i)))
                    .toArray();
            x = IntStream.of(finite).mapToObj(xs::get).toList();
            y = IntStream.of(finite).mapToObj(ys::get).toList();
        }
    }

    /** A value of x that is marked, and what is said of it. */
    record Mark(double x, String label) {}

    /**
     * What is drawn.
     *
     * @param whole whether x is a whole number, such as an epoch
     * @param mark what is marked, if anything is
     * @param yRange of several charts that are compared, if this is one of them: lowest and highest
     */
    record Content(
            String id,
            String title,
            String description,
            String xTitle,
            String yTitle,
            boolean whole,
            List<Line> lines,
            Optional<Mark> mark,
            Optional<double[]> yRange) {}

    private final Content content;
    private final List<Line> lines;
    private final Axis x;
    private final Axis y;
    private final List<List<Integer>> legend;

    private LineChart(Content content) {
        this.content = content;
        this.lines =
                content.lines().stream().filter(line -> !line.x().isEmpty()).toList();
        double[] xs = all(Line::x);
        double[] ys = content.yRange().orElseGet(() -> all(Line::y));
        double right = Plot.WIDTH - RIGHT;
        double bottom = TOP + PLOT_HEIGHT;
        this.x = Axis.labelled(
                ticks -> content.whole()
                        ? Axis.whole(xs[0], xs[1], LEFT, right, ticks)
                        : Axis.exact(xs[0], xs[1], LEFT, right, ticks),
                TICKS);
        this.y = Axis.rounded(ys[0], ys[1], bottom, TOP, TICKS);
        this.legend = lines.size() > 1 ? legend() : List.of();
    }

    /** The lowest and the highest of all lines; 0 and 1 if there is nothing. */
    private double[] all(Function<Line, List<Double>> coordinate) {
        List<Double> values = lines.stream()
                .flatMap(line -> coordinate.apply(line).stream())
                .sorted()
                .toList();
        return values.isEmpty() ? new double[] {0, 1} : new double[] {values.get(0), values.get(values.size() - 1)};
    }

    static Plot draw(Content content) {
        return new Plot(content.title(), new LineChart(content).svg());
    }

    /** Lines over epochs. */
    static Plot overEpochs(
            String id, String title, String description, String yTitle, List<Line> lines, Optional<Mark> mark) {
        return draw(new Content(id, title, description, "epoch", yTitle, true, lines, mark, Optional.empty()));
    }

    private String svg() {
        double bottom = TOP + PLOT_HEIGHT;
        double legendTop = bottom + 57;
        Svg svg = new Svg(
                content.id(),
                content.title(),
                content.description(),
                Plot.WIDTH,
                legendTop + (legend.isEmpty() ? 0 : Plot.LINE_HEIGHT * legend.size()) - 4);
        for (double tick : y.ticks()) {
            svg.line("grid", LEFT, y.at(tick), Plot.WIDTH - RIGHT, y.at(tick));
            svg.label(LEFT - 6, y.at(tick) + 4, "end", y.label(tick));
        }
        for (double tick : x.ticks()) {
            svg.line("grid", x.at(tick), bottom, x.at(tick), bottom + 4);
            svg.label(x.at(tick), bottom + 21, "middle", x.label(tick));
        }
        svg.label(0, TOP - 15, "start", content.yTitle());
        svg.label((LEFT + Plot.WIDTH - RIGHT) / 2, bottom + 38, "middle", content.xTitle());
        content.mark().ifPresent(mark -> mark(svg, mark));
        if (lines.isEmpty()) {
            svg.label(x.at((x.low() + x.high()) / 2), TOP + PLOT_HEIGHT / 2, "middle", "no finite value");
        }
        for (int n = 0; n < lines.size(); n++) {
            line(svg, n);
        }
        legend(svg, legendTop);
        strips(svg);
        return svg.done();
    }

    private void mark(Svg svg, Mark mark) {
        svg.line("mark-line", x.at(mark.x()), TOP, x.at(mark.x()), TOP + PLOT_HEIGHT);
        svg.label(Plot.WIDTH - RIGHT, TOP - 15, "end", mark.label());
    }

    private void line(Svg svg, int n) {
        Line line = lines.get(n);
        if (line.x().size() == 1 || !line.joined()) {
            for (int i = 0; i < line.x().size(); i++) {
                svg.shape(
                        "circle",
                        "class",
                        "dot " + Plot.series(n),
                        "cx",
                        x.at(line.x().get(i)),
                        "cy",
                        y.at(line.y().get(i)),
                        "r",
                        4);
            }
            return;
        }
        String points = IntStream.range(0, line.x().size())
                .mapToObj(i -> Svg.number(x.at(line.x().get(i))) + ","
                        + Svg.number(y.at(line.y().get(i))))
                .collect(Collectors.joining(" "));
        svg.shape("polyline", "class", "line " + Plot.series(n), "points", points);
    }

    /** The numbers of the lines in each row. */
    private List<List<Integer>> legend() {
        List<List<Integer>> rows = new ArrayList<>(List.of(new ArrayList<>()));
        double used = 0;
        for (int n = 0; n < lines.size(); n++) {
            double width = entryWidth(n);
            if (used + width > Plot.WIDTH && !rows.get(rows.size() - 1).isEmpty()) {
                rows.add(new ArrayList<>());
                used = 0;
            }
            rows.get(rows.size() - 1).add(n);
            used += width;
        }
        return rows;
    }

    private String entry(int n) {
        return Svg.fitting(lines.get(n).name(), Plot.WIDTH - SAMPLE - GAP);
    }

    private double entryWidth(int n) {
        return SAMPLE + 6 + Svg.width(entry(n)) + GAP;
    }

    private void legend(Svg svg, double top) {
        for (int row = 0; row < legend.size(); row++) {
            double at = 0;
            double middle = top + row * Plot.LINE_HEIGHT;
            for (int n : legend.get(row)) {
                svg.begin("g").write("title", lines.get(n).name());
                svg.line("line " + Plot.series(n), at, middle, at + SAMPLE, middle);
                svg.label(at + SAMPLE + 6, middle + 4, "start", entry(n)).end();
                at += entryWidth(n);
            }
        }
    }

    /** An invisible strip for each x, or for every few: the values there show when the pointer is over it. */
    private void strips(Svg svg) {
        Map<Double, List<String>> values = new TreeMap<>();
        for (Line line : lines) {
            for (int i = 0; i < line.x().size(); i++) {
                values.computeIfAbsent(line.x().get(i), at -> new ArrayList<>())
                        .add(line.name() + " " + value(line.y().get(i)));
            }
        }
        int every = (values.size() + MOST_STRIPS - 1) / MOST_STRIPS;
        List<Double> at = new ArrayList<>(values.keySet());
        List<Double> shown = IntStream.range(0, at.size())
                .filter(i -> i % every == every - 1 || i == at.size() - 1)
                .mapToObj(at::get)
                .toList();
        for (int i = 0; i < shown.size(); i++) {
            double here = x.at(shown.get(i));
            double from = i == 0 ? LEFT : (x.at(shown.get(i - 1)) + here) / 2;
            double to = i == shown.size() - 1 ? Plot.WIDTH - RIGHT : (x.at(shown.get(i + 1)) + here) / 2;
            String text = Stream.concat(
                            Stream.of(content.xTitle() + " " + value(shown.get(i))), values.get(shown.get(i)).stream())
                    .collect(Collectors.joining("\n"));
            svg.hover(text, "rect", "class", "hover", "x", from, "y", TOP, "width", to - from, "height", PLOT_HEIGHT);
        }
    }

    /** Six digits, without zeros at the end. */
    private static String value(double value) {
        if (value == Math.rint(value) && Math.abs(value) < 1e9) {
            return String.valueOf((long) value);
        }
        return String.valueOf(Double.parseDouble(String.format(Locale.ROOT, "%.6g", value)));
    }
}
