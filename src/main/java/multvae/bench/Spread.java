package multvae.bench;

import java.util.List;

/**
 * What a number of measurements come to.
 *
 * @param median the middle one
 * @param lowerQuartile a quarter is below
 * @param upperQuartile a quarter is above
 */
public record Spread(double median, double lowerQuartile, double upperQuartile) {

    /**
     * The quartiles of some values.
     *
     * @param values at least one
     */
    public static Spread of(List<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return new Spread(at(sorted, 0.5), at(sorted, 0.25), at(sorted, 0.75));
    }

    /** Linear between the two nearest, as numpy's quantile. */
    private static double at(double[] sorted, double quantile) {
        double position = quantile * (sorted.length - 1);
        int below = (int) position;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }
}
