package multvae.report;

import java.util.List;
import java.util.Locale;

/** A number for each pair of values of two keys: printed, and the darker the higher; the highest has a frame and a star. */
final class HeatMap {

    private static final double CELL = 34;
    private static final double TOP = 44;
    private static final double GAP = 8;
    private static final double LONGEST_LABEL = 90;
    private static final double FAINTEST = 0.05;
    private static final double STRONGEST = 0.45; // text on it has a contrast of 4.5 or more, light or dark
    private static final double NARROWEST_CELL = 52;

    /**
     * What is drawn.
     *
     * @param rowKey the key whose values the rows are
     * @param columnKey the key whose values the columns are
     * @param values by row, then by column; NaN if there is none
     * @param lowest of all heat maps that are compared with this one, as are {@code highest} and what is starred
     */
    record Content(
            String id,
            String title,
            String description,
            String rowKey,
            List<String> rows,
            String columnKey,
            List<String> columns,
            List<List<Double>> values,
            double lowest,
            double highest) {}

    private HeatMap() {}

    static Plot draw(Content content) {
        double left = GAP
                + content.rows().stream()
                        .mapToDouble(row -> Svg.width(Svg.fitting(row, LONGEST_LABEL)))
                        .max()
                        .orElse(0);
        int columns = content.columns().size();
        double width = Math.max(NARROWEST_CELL, (Plot.WIDTH - left) / columns);
        double total = left + width * columns;
        int rows = content.rows().size();
        Svg svg = new Svg(content.id(), content.title(), content.description(), total, TOP + CELL * rows + 4);
        svg.label(total, 14, "end", Svg.fitting(content.columnKey() + " \u2192", total - left));
        svg.label(0, 14, "start", Svg.fitting(content.rowKey() + " \u2193", total / 2));
        for (int column = 0; column < columns; column++) {
            String label = Svg.fitting(content.columns().get(column), width);
            svg.label(left + width * (column + 0.5), TOP - 8, "middle", label);
        }
        for (int row = 0; row < rows; row++) {
            String label = Svg.fitting(content.rows().get(row), LONGEST_LABEL);
            svg.label(left - GAP, TOP + CELL * (row + 0.5) + 4, "end", label);
            for (int column = 0; column < columns; column++) {
                cell(svg, content, row, column, left + width * column, width);
            }
        }
        return new Plot(content.title(), svg.done());
    }

    private static void cell(Svg svg, Content content, int row, int column, double x, double width) {
        double value = content.values().get(row).get(column);
        if (Double.isNaN(value)) {
            return;
        }
        boolean best = value == content.highest();
        double range = content.highest() - content.lowest();
        double share = range > 0 ? (value - content.lowest()) / range : 1;
        double y = TOP + CELL * row;
        svg.begin("g")
                .write(
                        "title",
                        content.rowKey() + " = " + content.rows().get(row) + "\n" + content.columnKey() + " = "
                                + content.columns().get(column) + "\n" + Numbers.metric(value));
        svg.shape(
                "rect",
                "class",
                best ? "cell best s1" : "cell s1",
                "x",
                x + 1,
                "y",
                y + 1,
                "width",
                width - 2,
                "height",
                CELL - 2,
                "fill-opacity",
                String.format(Locale.ROOT, "%.2f", FAINTEST + share * (STRONGEST - FAINTEST)));
        svg.label(x + width / 2, y + CELL / 2 + 4, "middle", (best ? "\u2605 " : "") + Numbers.metric(value))
                .end();
    }
}
