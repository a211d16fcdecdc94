package multvae.report;

import java.util.List;

/** Bars from 0 up, one per category. */
final class BarChart {

    private static final double LEFT = 52;
    private static final double TOP = 30;
    private static final double PLOT_HEIGHT = 200;
    private static final double FILLED = 0.8; // of a category's width
    private static final int TICKS = 5;

    /** A bar; {@code label} is below it, {@code hover} shows when the pointer is over it. */
    record Bar(String label, double height, String hover) {}

    private BarChart() {}

    static Plot draw(String id, String title, String description, String xTitle, String yTitle, List<Bar> bars) {
        double bottom = TOP + PLOT_HEIGHT;
        Svg svg = new Svg(id, title, description, Plot.WIDTH, bottom + 44);
        double highest = bars.stream().mapToDouble(Bar::height).max().orElse(0);
        Axis y = Axis.rounded(0, Math.max(1, highest), bottom, TOP, TICKS);
        for (double tick : y.ticks()) {
            svg.line("grid", LEFT, y.at(tick), Plot.WIDTH, y.at(tick));
            svg.label(LEFT - 6, y.at(tick) + 4, "end", y.label(tick));
        }
        svg.label(0, TOP - 15, "start", yTitle);
        svg.label((LEFT + Plot.WIDTH) / 2, bottom + 38, "middle", xTitle);
        double width = (Plot.WIDTH - LEFT) / Math.max(1, bars.size());
        double widest =
                bars.stream().mapToDouble(bar -> Svg.width(bar.label())).max().orElse(0);
        int every = (int) Math.ceil((widest + 4) / width); // labels do not meet
        for (int n = 0; n < bars.size(); n++) {
            Bar bar = bars.get(n);
            double from = LEFT + n * width;
            double top = y.at(bar.height());
            svg.shape(
                    "rect",
                    "class",
                    "bar s1",
                    "x",
                    from + (1 - FILLED) / 2 * width,
                    "y",
                    top,
                    "width",
                    FILLED * width,
                    "height",
                    bottom - top);
            svg.hover(
                    bar.hover(), "rect", "class", "hover", "x", from, "y", TOP, "width", width, "height", PLOT_HEIGHT);
            if (n % every == 0) {
                svg.label(from + width / 2, bottom + 21, "middle", bar.label());
            }
        }
        return new Plot(title, svg.done());
    }
}
