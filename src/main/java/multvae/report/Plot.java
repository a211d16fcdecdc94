package multvae.report;

import java.awt.Color;
import java.awt.Dimension;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.apache.batik.svggen.SVGIDGenerator;
import org.knowm.xchart.internal.chartpart.Chart;
import org.w3c.dom.DOMImplementation;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * A picture of the report.
 *
 * @param title what it shows, for the eye
 * @param svg an svg element for the inside of a page, as wide as its place; the same bytes for the same chart
 */
record Plot(String title, String svg) {

    private static final String SVG = "http://www.w3.org/2000/svg";

    static {
        // Before AWT loads: nothing is shown on a screen, and there may be none.
        System.setProperty("java.awt.headless", System.getProperty("java.awt.headless", "true"));
    }

    /**
     * Draws a chart.
     *
     * @param id a letter and letters, digits or hyphens; no other plot of the page has it
     * @param description what is to be seen, for those who do not see it
     */
    static Plot of(String id, String title, String description, Chart<?, ?> chart) {
        Document document = document();
        SVGGeneratorContext context = SVGGeneratorContext.createDefault(document);
        context.setComment(null);
        context.setPrecision(1);
        context.setIDGenerator(new SVGIDGenerator() {
            @Override
            public String generateID(String prefix) {
                return id + "-" + super.generateID(prefix);
            }
        });
        SVGGraphics2D graphics = new SVGGraphics2D(context, false);
        chart.paint(graphics, chart.getWidth(), chart.getHeight());
        graphics.setSVGCanvasSize(new Dimension(chart.getWidth(), chart.getHeight()));
        Element root = graphics.getRoot();
        root.setAttribute("id", id);
        root.setAttribute("viewBox", "0 0 " + chart.getWidth() + " " + chart.getHeight());
        root.removeAttribute("width");
        root.removeAttribute("height");
        root.setAttribute("role", "img");
        root.setAttribute("aria-labelledby", id + "-title " + id + "-desc");
        root.insertBefore(text(document, "desc", id + "-desc", description), root.getFirstChild());
        root.insertBefore(text(document, "title", id + "-title", title), root.getFirstChild());
        StringWriter text = new StringWriter();
        try {
            graphics.stream(root, text, true, false);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a string cannot be full
        }
        String withProlog = text.toString();
        return new Plot(title, Ink.toProperties(withProlog.substring(withProlog.indexOf("<svg"))));
    }

    /**
     * What the lines of a plot are drawn with. A plot is drawn in colours that occur nowhere else, which then become custom
     * properties of the page's style sheet: so it is light or dark as the page is, and white on paper.
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

        /** Replaces the colours by the properties. */
        private static String toProperties(String svg) {
            String text = svg;
            for (Ink ink : values()) {
                Color c = ink.color;
                text = text.replace(
                        "rgb(" + c.getRed() + "," + c.getGreen() + "," + c.getBlue() + ")",
                        "var(--" + ink.property + ")");
            }
            return text;
        }
    }

    private static Element text(Document document, String name, String id, String content) {
        Element element = document.createElementNS(SVG, name);
        element.setAttribute("id", id);
        element.setTextContent(content);
        return element;
    }

    private static Document document() {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            DOMImplementation dom = factory.newDocumentBuilder().getDOMImplementation();
            return dom.createDocument(SVG, "svg", null);
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException(e); // every JDK has one
        }
    }
}
