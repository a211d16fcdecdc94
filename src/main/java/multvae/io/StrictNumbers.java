package multvae.io;

/** Reads the numbers of a file's columns, more strictly than Java's own parsers: no sign, no spaces, no 1d or 0x1p2. */
public final class StrictNumbers {

    static final long NOT_A_NUMBER = -1;
    public static final long TOO_LARGE = -2;

    private StrictNumbers() {}

    /** A whole number of ASCII digits, at least 0; {@link #TOO_LARGE} if a long does not hold it, {@link #NOT_A_NUMBER} for other
     * text. */
    public static long id(String text) {
        int length = text.length();
        if (length == 0) {
            return NOT_A_NUMBER;
        }
        long value = 0;
        boolean tooLarge = false;
        for (int k = 0; k < length; k++) {
            int digit = text.charAt(k) - '0';
            if (digit < 0 || digit > 9) {
                return NOT_A_NUMBER;
            }
            tooLarge |= value > (Long.MAX_VALUE - digit) / 10;
            value = 10 * value + digit;
        }
        return tooLarge ? TOO_LARGE : value;
    }

    /** A decimal number; NaN for other text, such as the word {@code Infinity}. */
    public static double rating(String text) {
        for (int k = 0; k < text.length(); k++) {
            char c = text.charAt(k);
            if ((c < '0' || c > '9') && c != '.' && c != '-' && c != '+' && c != 'e' && c != 'E') {
                return Double.NaN;
            }
        }
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }
}
