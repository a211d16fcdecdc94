package multvae.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.util.List;
import java.util.Locale;
import multvae.report.Plot.Ink;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.CategorySeries;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Charts in the report's one style. */
final class Charts {

    private static final int WIDTH = 520;
    private static final int HEIGHT = 300;
    private static final Color NONE = new Color(0, 0, 0, 0);
    private static final float LINE = 2;
    private static final int ROW = 20; // of a legend whose names stand one below the other
    private static final int LEGEND = 60; // characters that stand side by side
    private static final int MARK = 8; // characters that a name's mark is as wide as
    private static final int SPARSE_TICKS = 60; // pixels between two ticks

    private Charts() {}

    /** A curve: points of finite coordinates, x ascending. */
    record Line(String name, List<Double> x, List<Double> y) {}

    /** Bars of the same name, one per category. {@code errors} are half a whisker each, or null if there are none. */
    record Bars(String name, List<Double> heights, List<Double> errors) {}

    /** Lines over a common axis; those without points are left out. A line of one point is a dot. */
    static XYChart lines(String xTitle, String yTitle, List<Line> lines) {
        List<Line> drawn = lines.stream().filter(line -> !line.x().isEmpty()).toList();
        boolean wide =
                drawn.stream().mapToInt(line -> line.name().length() + MARK).sum() > LEGEND;
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT + (wide ? ROW * drawn.size() : 0))
                .xAxisTitle(xTitle)
                .yAxisTitle(yTitle)
                .build();
        style(chart.getStyler());
        if (wide) {
            chart.getStyler().setLegendLayout(Styler.LegendLayout.Vertical);
        }
        for (int n = 0; n < drawn.size(); n++) {
            XYSeries series = chart.addSeries(
                    drawn.get(n).name(), drawn.get(n).x(), drawn.get(n).y());
            series.setLineColor(Ink.series(n).color());
            series.setLineStyle(stroke(n));
            series.setMarkerColor(Ink.series(n).color());
            series.setMarker(drawn.get(n).x().size() == 1 ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
        }
        chart.getStyler().setLegendVisible(drawn.size() > 1);
        return chart;
    }

    /** Points that nothing connects. */
    static XYChart points(String xTitle, String yTitle, Line line) {
        XYChart chart = lines(xTitle, yTitle, List.of(line));
        XYSeries series = chart.getSeriesMap().get(line.name());
        series.setMarker(SeriesMarkers.CIRCLE);
        series.setLineStyle(SeriesLines.NONE);
        return chart;
    }

    /** Groups of bars, one group per category, from 0 up. */
    static CategoryChart bars(String xTitle, String yTitle, List<String> categories, List<Bars> bars) {
        CategoryChart chart = new CategoryChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .xAxisTitle(xTitle)
                .yAxisTitle(yTitle)
                .build();
        style(chart.getStyler());
        chart.getStyler().setYAxisMin(0.0);
        chart.getStyler().setAvailableSpaceFill(0.8);
        chart.getStyler().setErrorBarsColor(Ink.TEXT.color());
        for (int n = 0; n < bars.size(); n++) {
            CategorySeries series = bars.get(n).errors() == null
                    ? chart.addSeries(
                            bars.get(n).name(), categories, bars.get(n).heights())
                    : chart.addSeries(
                            bars.get(n).name(),
                            categories,
                            bars.get(n).heights(),
                            bars.get(n).errors());
            series.setFillColor(Ink.series(n).color());
        }
        chart.getStyler().setLegendVisible(bars.size() > 1);
        return chart;
    }

    /** Lines differ without colour as well, for print, and for those who do not tell colours apart; the fifth has the second dash. */
    private static BasicStroke stroke(int n) {
        float[][] dashes = {null, {8, 4}, {2, 4}, {10, 4, 2, 4}};
        return new BasicStroke(
                LINE,
                BasicStroke.CAP_BUTT,
                BasicStroke.JOIN_ROUND,
                1,
                dashes[(n + n / dashes.length) % dashes.length],
                0);
    }

    private static void style(AxesChartStyler styler) {
        styler.setLocale(Locale.ROOT);
        styler.setDecimalPattern("0.####");
        styler.setChartBackgroundColor(NONE);
        styler.setPlotBackgroundColor(NONE);
        styler.setLegendBackgroundColor(NONE);
        styler.setLegendBorderColor(NONE);
        styler.setLegendPosition(Styler.LegendPosition.OutsideS);
        styler.setLegendLayout(Styler.LegendLayout.Horizontal);
        styler.setPlotBorderVisible(false);
        styler.setPlotGridVerticalLinesVisible(false);
        styler.setPlotGridLinesColor(Ink.GRID.color());
        styler.setPlotGridLinesStroke(new BasicStroke(1));
        styler.setChartFontColor(Ink.TEXT.color());
        styler.setXAxisTickLabelsColor(Ink.TEXT.color());
        styler.setYAxisTickLabelsColor(Ink.TEXT.color());
        styler.setAxisTickMarksColor(Ink.GRID.color());
        styler.setAxisTickLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
        styler.setAxisTitleFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
        styler.setLegendFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
        styler.setChartPadding(4);
        styler.setXAxisTickMarkSpacingHint(SPARSE_TICKS);
    }
}
