package multvae.matrix;

/** Texts that are only shown, of files from anywhere. */
final class Shown {

    private Shown() {}

    /** The text's first {@code most} chars at the most, without half of a character and without space at its end. */
    static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        boolean splitsPair = Character.isHighSurrogate(text.charAt(most - 1));
        return text.substring(0, splitsPair ? most - 1 : most).strip();
    }
}
