package multvae.io;

/** Reads the numbers of a file's columns, more strictly than Java's own parsers: no sign, no spaces, no 1d or 0x1p2. */
public final class StrictNumbers {

    static final long NOT_A_NUMBER = -1;
    public static final long TOO_LARGE = -2;

    private StrictNumbers() {}

    /** A whole number of ASCII digits, at least 0; {@link #NOT_A_NUMBER} or, beyond a long, {@link #TOO_LARGE}. */
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

    /** A decimal number, or NaN where the text is none; words as {@code Infinity} are none. */
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
