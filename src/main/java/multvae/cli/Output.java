package multvae.cli;

import multvae.io.Json;
import multvae.io.Printable;

/** Standard output, for what a command was asked for. Nothing else prints there, so that no text of a file's reaches a terminal as it is. */
final class Output {

    private Output() {}

    /** For people. What a terminal would obey is replaced. */
    static void line(String text) {
        System.out.println(Printable.oneLine(text));
    }

    /** For programs. What a terminal would obey is escaped. */
    static void json(Object value) {
        System.out.println(Json.indented(value));
    }
}
