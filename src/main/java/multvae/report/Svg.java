package multvae.report;

import java.io.StringWriter;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import multvae.io.Printable;

/**
 * Writes one svg element for the inside of a page. Text is text, colours and dashes are classes of style.mustache: so a plot is
 * light or dark as the page is, and the eye, a search and a screen reader find the same words. Coordinates have one decimal.
 */
final class Svg {

    /** The width of a character of a label, about: fonts differ. */
    private static final double CHARACTER = 7;

    private static final double WIDE_CHARACTER = 9;

    private final StringWriter text = new StringWriter();
    private final XMLStreamWriter xml;

    /**
     * @param id a letter and letters, digits or hyphens; no other plot of the page has it
     * @param title what it shows
     * @param description what is to be seen, for those who do not see it
     */
    Svg(String id, String title, String description, double width, double height) {
        try {
            xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e); // every JDK has one
        }
        begin(
                "svg",
                "id",
                id,
                "viewBox",
                "0 0 " + number(width) + " " + number(height),
                "role",
                "img",
                "aria-labelledby",
                id + "-title " + id + "-desc");
        write("title", title, "id", id + "-title");
        write("desc", description, "id", id + "-desc");
    }

    /** How wide a label is, about. */
    static double width(String label) {
        return label.chars()
                .mapToDouble(c -> (c >= 'A' && c <= 'Z') || c == '@' ? WIDE_CHARACTER : CHARACTER)
                .sum();
    }

    /** A label that is not wider, about, than this: its end is left out if it is. */
    static String fitting(String label, double width) {
        if (width(label) <= width) {
            return label;
        }
        int characters = Math.max(2, (int) (width / CHARACTER));
        return label.substring(0, Math.min(label.length() - 1, characters - 1)) + "\u2026";
    }

    /** Begins an element; {@code attributes} are names and values in turn, numbers or text. */
    Svg begin(String name, Object... attributes) {
        return quietly(() -> {
            xml.writeStartElement(name);
            attributes(attributes);
        });
    }

    /** Ends the element that was begun last. */
    Svg end() {
        return quietly(xml::writeEndElement);
    }

    /** An element with nothing in it. */
    Svg shape(String name, Object... attributes) {
        return quietly(() -> {
            xml.writeEmptyElement(name);
            attributes(attributes);
        });
    }

    /** An element whose text shows when the pointer is over it. */
    Svg hover(String shown, String name, Object... attributes) {
        return begin(name, attributes).write("title", shown).end();
    }

    /** An element with text in it. */
    Svg write(String name, String content, Object... attributes) {
        begin(name, attributes);
        quietly(() -> xml.writeCharacters(Printable.lines(content)));
        return end();
    }

    /** A label; {@code anchor} is start, middle or end. */
    Svg label(double x, double y, String anchor, String content) {
        return write("text", content, "x", x, "y", y, "text-anchor", anchor);
    }

    /** A straight line. */
    Svg line(String classes, double x1, double y1, double x2, double y2) {
        return shape("line", "class", classes, "x1", x1, "y1", y1, "x2", x2, "y2", y2);
    }

    /** Ends the svg element and returns it. */
    String done() {
        end();
        quietly(xml::flush);
        return text.toString();
    }

    static String number(double value) {
        String text = String.format(Locale.ROOT, "%.1f", value);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }

    private void attributes(Object... attributes) throws XMLStreamException {
        for (int i = 0; i < attributes.length; i += 2) {
            Object value = attributes[i + 1];
            xml.writeAttribute((String) attributes[i], value instanceof Double d ? number(d) : String.valueOf(value));
        }
    }

    private interface Step {
        void run() throws XMLStreamException;
    }

    private Svg quietly(Step step) {
        try {
            step.run();
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e); // a string cannot be full
        }
        return this;
    }
}
