package multvae.io;

/** Reads the numbers of a file's columns, more strictly than Java's own parsers: no spaces, no 1d or 0x1p2. */
public final class StrictNumbers {

    private static final int MOST_DIGITS = 19; // of a long

    /** With so many digits at most a whole number is exact in a double. */
    private static final int MOST_EXACT_CHARS = 15;

    private static final double[] POWERS_OF_10 = {
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14
    };

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

    /** A decimal number, with a sign and an exponent or without; NaN for other text, such as the word {@code Infinity}. */
    public static double decimal(String text) {
        int length = text.length();
        if (length > MOST_EXACT_CHARS) {
            return parsed(text);
        }
        long digits = 0;
        int point = -1; // how many digits come before it
        for (int k = 0; k < length; k++) {
            char c = text.charAt(k);
            if (c >= '0' && c <= '9') {
                digits = 10 * digits + (c - '0');
            } else if (c == '.' && point < 0) {
                point = k;
            } else {
                return parsed(text);
            }
        }
        boolean hasDigit = length > (point < 0 ? 0 : 1);
        // Both are exact in a double, so their quotient is the nearest double, which is what Java's parser gives.
        return hasDigit ? digits / POWERS_OF_10[point < 0 ? 0 : length - 1 - point] : Double.NaN;
    }

    private static double parsed(String text) {
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
