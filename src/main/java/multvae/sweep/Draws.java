package multvae.sweep;

import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import multvae.config.TuneSettings.Dimension;
import multvae.io.FileHash;
import multvae.io.UserError;

/**
 * The values of a search's trials. A value is a function of the seed, the trial's number and the key: more trials, or more keys,
 * leave the others as they are.
 */
public final class Draws {

    private static final MathContext DIGITS = new MathContext(4); // a learning rate of 0.001234 is exact enough
    private static final int FIRST_BITS = 16; // hexadecimal digits: 64 bits
    private static final int SPARE_BITS = 11; // a double has 53

    private Draws() {}

    /**
     * The values of a trial, each as a configuration would have it, by key.
     *
     * @param space whose keys are distinct
     * @param trial from 1
     */
    public static SortedMap<String, String> of(List<Dimension> space, long seed, int trial) {
        SortedMap<String, String> values = new TreeMap<>();
        space.forEach(dimension -> values.put(dimension.key(), value(dimension, unit(seed, trial, dimension.key()))));
        return values;
    }

    /**
     * Checks that no key is drawn twice.
     *
     * @throws UserError if one is
     */
    public static void requireDistinct(List<Dimension> space) {
        Set<String> keys = new HashSet<>();
        for (Dimension dimension : space) {
            if (!keys.add(dimension.key())) {
                throw new UserError(
                        "tune.space", "each key once", dimension.key() + " twice", "leave one of the two out");
            }
        }
    }

    /** Uniform in [0, 1): the first 53 bits of the SHA-256 of {@code SEED TRIAL KEY}. */
    static double unit(long seed, int trial, String key) {
        String hash = FileHash.sha256((seed + " " + trial + " " + key).getBytes(StandardCharsets.UTF_8));
        return (Long.parseUnsignedLong(hash.substring(0, FIRST_BITS), 16) >>> SPARE_BITS) * 0x1p-53;
    }

    /**
     * The value at a share of a distribution; numbers that are not whole have four digits.
     *
     * @param unit in [0, 1)
     */
    static String value(Dimension dimension, double unit) {
        double low = dimension.low();
        double high = dimension.high();
        return switch (dimension.distribution()) {
            case UNIFORM -> rounded(low + unit * (high - low), low, high);
            case LOG_UNIFORM -> rounded(low * Math.exp(unit * Math.log(high / low)), low, high);
            case INTEGER -> whole(low + unit * (high + 1 - low), low, high);
            case LOG_INTEGER -> whole(low * Math.exp(unit * Math.log((high + 1) / low)), low, high);
            case CHOICE ->
                dimension.choices().get((int) (unit * dimension.choices().size()));
        };
    }

    private static String rounded(double value, double low, double high) {
        double rounded = new BigDecimal(value).round(DIGITS).doubleValue();
        return new BigDecimal(String.valueOf(Math.max(low, Math.min(high, rounded))))
                .stripTrailingZeros()
                .toPlainString();
    }

    private static String whole(double value, double low, double high) {
        return String.valueOf((long) Math.max(low, Math.min(high, Math.floor(value))));
    }
}
