package multvae.report;

import java.awt.Color;
import java.util.List;

/**
 * What the lines of a plot are drawn with. A plot is drawn in colours that occur nowhere else, which then become custom
 * properties of the page's style sheet: so it is light or dark as the page is, and paper is white.
 */
enum Ink {
    TEXT("ink", 1),
    GRID("grid", 2),
    SERIES_1("series-1", 3),
    SERIES_2("series-2", 4),
    SERIES_3("series-3", 5),
    SERIES_4("series-4", 6);

    private static final List<Ink> SERIES = List.of(SERIES_1, SERIES_2, SERIES_3, SERIES_4);

    private final String property;
    private final Color color;

    Ink(String property, int blue) {
        this.property = property;
        this.color = new Color(251, 2, blue);
    }

    Color color() {
        return color;
    }

    /** The colour of the n-th series, from 0; the fifth has that of the first again. */
    static Ink series(int n) {
        return SERIES.get(n % SERIES.size());
    }

    /** Puts the properties in the place of the colours. */
    static String toProperties(String svg) {
        String text = svg;
        for (Ink ink : values()) {
            Color c = ink.color;
            text = text.replace(
                    "rgb(" + c.getRed() + "," + c.getGreen() + "," + c.getBlue() + ")", "var(--" + ink.property + ")");
        }
        return text;
    }
}
