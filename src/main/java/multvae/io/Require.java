package multvae.io;

/**
 * What the constructors of records ask of their fields. Records are read from files, and whoever can write a file can write
 * anything. A message says what is wrong with which field: {@code users is -1, must be at least 0}.
 */
public final class Require {

    private static final int MOST_NAME_CHARS = 100;

    /** Sums of a few numbers that are right in themselves may be off in their last bits. */
    private static final double ROUNDING = 1e-9;

    private Require() {}

    /**
     * Something.
     *
     * @throws IllegalArgumentException if the value is null
     */
    public static <T> T present(T value, String name) {
        if (value == null) {
            throw new IllegalArgumentException("no " + name);
        }
        return value;
    }

    /**
     * A whole number, of which there is a lowest.
     *
     * @throws IllegalArgumentException if the value is lower
     */
    public static void atLeast(long lowest, long value, String name) {
        if (value < lowest) {
            throw new IllegalArgumentException(name + " is " + value + ", must be at least " + lowest);
        }
    }

    /**
     * A number of a range.
     *
     * @throws IllegalArgumentException if the value is NaN or beyond, by more than rounding explains
     */
    public static void within(double low, double high, double value, String name) {
        if (!(value >= low - ROUNDING && value <= high + ROUNDING)) { // NaN is neither
            throw new IllegalArgumentException(name + " is " + value + ", must be from " + low + " to " + high);
        }
    }

    /**
     * A text that can be shown in a table.
     *
     * @throws IllegalArgumentException if it is null, blank, long, or not on one line
     */
    public static String name(String text, String name) {
        if (text == null || text.isBlank() || text.length() > MOST_NAME_CHARS || !Printable.isOneLine(text)) {
            throw new IllegalArgumentException(name + " is " + (text == null ? "null" : TextFile.quote(text))
                    + ", must be a short text on one line");
        }
        return text;
    }
}
