package multvae.report;

import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import multvae.evaluation.Bootstrap.Interval;

/** A row for each mean: a mark, its 95 % interval, the number. A row is told by its label, a mark by its shape: no colour is needed. */
final class Forest {

    private static final double ROW = 24;
    private static final double TOP = 8;
    private static final double GAP = 10;
    private static final double LONGEST_LABEL = 150;
    private static final double SIZE = 5; // half of a mark's
    private static final double CAP = 4; // half of the height of an interval's ends
    private static final int TICKS = 4;

    /** What is said of a row by the shape of its mark. */
    enum Shape {
        /** Our model: a diamond. */
        MODEL("M%s,%s l5,-6 l5,6 l-5,6 z", -SIZE, 0),
        /** A baseline: a square. */
        BASELINE("M%s,%s h9 v9 h-9 z", -4.5, -4.5),
        /** Better: a triangle that points to where it is better. */
        BETTER("M%s,%s v-6 l11,6 l-11,6 z", -4, 0),
        /** Worse: a triangle that points to where it is worse. */
        WORSE("M%s,%s v-6 l-11,6 l11,6 z", 4, 0),
        /** Neither: a ring. */
        UNCLEAR("M%s,%s a5,5 0 1 0 10,0 a5,5 0 1 0 -10,0 z", -SIZE, 0);

        private final String path;
        private final double dx;
        private final double dy;

        Shape(String path, double dx, double dy) {
            this.path = path;
            this.dx = dx;
            this.dy = dy;
        }

        String at(double x, double y) {
            return String.format(path, Svg.number(x + dx), Svg.number(y + dy));
        }
    }

    /**
     * A mean.
     *
     * @param label of what
     * @param number as it is printed
     * @param interval its 95 % interval, if it is known
     * @param hover what shows when the pointer is over the row
     */
    record Row(String label, double mean, String number, Optional<Interval> interval, Shape shape, String hover) {

        DoubleStream values() {
            return DoubleStream.concat(
                    DoubleStream.of(mean),
                    interval.stream().flatMapToDouble(ends -> DoubleStream.of(ends.low(), ends.high())));
        }
    }

    /** Rows with a heading over them, or none if it is empty. */
    record Group(String heading, List<Row> rows) {}

    private final List<Group> groups;
    private final String xTitle;
    private final boolean aroundZero;
    private final Axis x;
    private final double right;
    private final double bottom;

    private Forest(String xTitle, boolean aroundZero, List<Group> groups) {
        this.groups = groups;
        this.xTitle = xTitle;
        this.aroundZero = aroundZero;
        List<Row> rows = groups.stream().flatMap(group -> group.rows().stream()).toList();
        double labels =
                rows.stream().mapToDouble(row -> Svg.width(label(row))).max().orElse(0);
        double numbers =
                rows.stream().mapToDouble(row -> Svg.width(row.number())).max().orElse(0);
        double[] values = rows.stream()
                .flatMapToDouble(Row::values)
                .filter(Double::isFinite)
                .toArray();
        DoubleStream all =
                aroundZero ? DoubleStream.concat(DoubleStream.of(0), DoubleStream.of(values)) : DoubleStream.of(values);
        double[] sorted = all.sorted().toArray();
        double lowest = sorted.length == 0 ? 0 : sorted[0];
        double highest = sorted.length == 0 ? 1 : sorted[sorted.length - 1];
        this.right = Plot.WIDTH - numbers - GAP;
        double from = labels + GAP + SIZE;
        this.x = Axis.labelled(ticks -> Axis.rounded(lowest, highest, from, right - SIZE, ticks), TICKS);
        this.bottom = TOP
                + groups.stream()
                        .mapToDouble(group -> (group.heading().isEmpty() ? 0 : ROW)
                                + ROW * group.rows().size())
                        .sum();
    }

    private static String label(Row row) {
        return Svg.fitting(row.label(), LONGEST_LABEL);
    }

    /**
     * Draws rows.
     *
     * @param aroundZero whether zero means that there is no difference: it has a line then
     */
    static Plot draw(
            String id, String title, String description, String xTitle, boolean aroundZero, List<Group> groups) {
        return new Plot(title, new Forest(xTitle, aroundZero, groups).svg(id, title, description));
    }

    private String svg(String id, String title, String description) {
        Svg svg = new Svg(id, title, description, Plot.WIDTH, bottom + 42);
        for (double tick : x.ticks()) {
            svg.line("grid", x.at(tick), TOP, x.at(tick), bottom + 4);
            svg.label(x.at(tick), bottom + 18, "middle", x.label(tick));
        }
        if (aroundZero) {
            svg.line("zero", x.at(0), TOP, x.at(0), bottom + 4);
        }
        svg.label((x.from() + x.to()) / 2, bottom + 36, "middle", xTitle);
        double y = TOP;
        for (Group group : groups) {
            if (!group.heading().isEmpty()) {
                svg.write("text", group.heading(), "class", "heading", "x", 0, "y", y + 17);
                y += ROW;
            }
            for (Row row : group.rows()) {
                row(svg, row, y + ROW / 2);
                y += ROW;
            }
        }
        return svg.done();
    }

    private void row(Svg svg, Row row, double middle) {
        boolean ours = row.shape() != Shape.BASELINE;
        svg.begin("g", "class", ours ? "row s1" : "row s2").write("title", row.hover());
        svg.shape("rect", "class", "hover", "x", 0, "y", middle - ROW / 2, "width", Plot.WIDTH, "height", ROW);
        svg.label(0, middle + 4, "start", label(row));
        if (Double.isFinite(row.mean())) {
            row.interval().ifPresent(ends -> {
                double low = x.at(ends.low());
                double high = x.at(ends.high());
                svg.line("interval", low, middle, high, middle);
                svg.line("interval", low, middle - CAP, low, middle + CAP);
                svg.line("interval", high, middle - CAP, high, middle + CAP);
            });
            String shape = row.shape() == Shape.UNCLEAR ? "open" : "solid";
            svg.shape("path", "class", shape, "d", row.shape().at(x.at(row.mean()), middle));
        }
        svg.label(Plot.WIDTH, middle + 4, "end", row.number()).end();
    }
}
