package multvae.report;

import multvae.io.Printable;

/** Text in Markdown. */
final class Markdown {

    private static final String SPECIAL = "\\`*_[]<>#!|~&$"; // GitHub's and Hugging Face's, within a line

    private Markdown() {}

    /** Text from data and configurations: no Markdown, no HTML, no line of its own. */
    static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        for (char c : Printable.oneLine(text).toCharArray()) {
            if (SPECIAL.indexOf(c) >= 0) {
                escaped.append('\\');
            }
            escaped.append(c);
        }
        return escaped.toString();
    }
}
