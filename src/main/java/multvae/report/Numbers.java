package multvae.report;

import java.util.Locale;
import multvae.evaluation.Bootstrap.Interval;
import multvae.io.Plural;

/** Numbers as a page prints them: the same digits in every language, a minus that is as wide as a plus. */
final class Numbers {

    static final String MINUS = "\u2212";
    static final String PLUS_MINUS = "\u00b1";

    private static final int DECIMALS = 4;
    private static final int MINUTE = 60;
    private static final int HOUR = 60;
    private static final double KILO = 1000;

    private Numbers() {}

    /** With so many decimals, and thousands set off. */
    static String fixed(double value, int decimals) {
        return String.format(Locale.ROOT, "%,." + decimals + "f", value).replace("-", MINUS);
    }

    /** A metric: four decimals. */
    static String metric(double value) {
        return fixed(value, DECIMALS);
    }

    /** A difference between metrics: with its sign, unless it is 0. */
    static String difference(double value) {
        String digits = metric(value);
        return value > 0 ? "+" + digits : digits;
    }

    /** What stands behind the plus and minus: half of the interval's width. */
    static String half(Interval interval) {
        return metric((interval.high() - interval.low()) / 2);
    }

    /** A whole number, thousands set off. */
    static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** {@code 1 user} or {@code 1,200 users}. */
    static String count(long number, String noun) {
        return count(number) + " " + Plural.noun(number, noun);
    }

    static String percent(double proportion) {
        return String.format(Locale.ROOT, "%.2f %%", 100 * proportion);
    }

    /** {@code 8.3 s}, {@code 2 min 5 s} or {@code 3 h 20 min}. */
    static String duration(double seconds) {
        if (seconds < MINUTE) {
            return String.format(Locale.ROOT, "%.1f s", seconds);
        }
        long whole = Math.round(seconds);
        long minutes = whole / MINUTE;
        return minutes < HOUR
                ? minutes + " min " + whole % MINUTE + " s"
                : minutes / HOUR + " h " + minutes % HOUR + " min";
    }

    /** {@code 14.6 MB}: powers of a thousand. */
    static String bytes(long bytes) {
        double size = bytes;
        for (String unit : new String[] {"bytes", "kB", "MB"}) {
            if (size < KILO) {
                return (unit.equals("bytes") ? count(bytes) : fixed(size, 1)) + " " + unit;
            }
            size /= KILO;
        }
        return fixed(size, 1) + " GB";
    }
}
