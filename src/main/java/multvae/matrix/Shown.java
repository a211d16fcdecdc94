package multvae.matrix;

import multvae.io.Printable;

/** Texts that are only shown, of files from anywhere. */
final class Shown {

    private Shown() {}

    /** The text's first {@code most} chars at the most, without half of a character and without space at its end. */
    static String cut(String text, int most) {
        return text.length() <= most ? text : Printable.start(text, most).strip();
    }
}
