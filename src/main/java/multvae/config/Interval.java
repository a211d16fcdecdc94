package multvae.config;

/**
 * A range of real numbers, NaN and the infinities left out.
 *
 * @param description as it reads after "expected a number"
 */
record Interval(double low, boolean withLow, double high, boolean withHigh, String description) {

    private static final String LARGEST_FLOAT = " to 3.4e38";

    static Interval all() {
        return new Interval(-Double.MAX_VALUE, true, Double.MAX_VALUE, true, "");
    }

    /** (low, infinity). */
    static Interval above(double low) {
        return new Interval(low, false, Double.MAX_VALUE, true, " above " + text(low));
    }

    /** (0, infinity) in single precision, which the value is computed with: neither 0 nor infinite there. */
    static Interval positiveFloat() {
        return new Interval(Float.MIN_VALUE, true, Float.MAX_VALUE, true, " above 0" + LARGEST_FLOAT);
    }

    /** [0, infinity) in single precision, which the value is computed with. */
    static Interval nonNegativeFloat() {
        return new Interval(0, true, Float.MAX_VALUE, true, " from 0" + LARGEST_FLOAT);
    }

    /** [low, infinity). */
    static Interval atLeast(double low) {
        return new Interval(low, true, Double.MAX_VALUE, true, " from " + text(low));
    }

    /** [low, high]. */
    static Interval closed(double low, double high) {
        return new Interval(low, true, high, true, " from " + text(low) + " to " + text(high));
    }

    /** [low, high). */
    static Interval closedOpen(double low, double high) {
        return new Interval(low, true, high, false, " from " + text(low) + " to below " + text(high));
    }

    /** (low, high]. */
    static Interval openClosed(double low, double high) {
        return new Interval(low, false, high, true, " above " + text(low) + " to " + text(high));
    }

    /** (low, high). */
    static Interval open(double low, double high) {
        return new Interval(low, false, high, false, " above " + text(low) + " and below " + text(high));
    }

    boolean contains(double x) {
        return (withLow ? x >= low : x > low) && (withHigh ? x <= high : x < high);
    }

    private static String text(double bound) {
        return bound == Math.rint(bound) ? Long.toString((long) bound) : Double.toString(bound);
    }
}
