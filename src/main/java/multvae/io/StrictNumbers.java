package multvae.io;

/** Reads the numbers of a file's columns, more strictly than Java's own parsers: no sign, no spaces, no 1d or 0x1p2. */
public final class StrictNumbers {

    private static final int MOST_DIGITS = 19; // of a long

    private StrictNumbers() {}

    /** A whole number from 0 to 2^63 - 1, of ASCII digits without leading zeros; negative for other text. */
    public static long wholeNumber(String text) {
        int length = text.length();
        if (length == 0 || length > MOST_DIGITS || (text.charAt(0) == '0' && length > 1)) {
            return -1;
        }
        long value = 0;
        for (int k = 0; k < length; k++) {
            int digit = text.charAt(k) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = 10 * value + digit; // beyond a long with 19 digits at most, and then negative
        }
        return value;
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
