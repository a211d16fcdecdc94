package multvae.split;

import java.util.Arrays;

/**
 * A distribution of counts. Quantiles are counts that occur: of n ascending ones, the q-quantile is number ceil(q * n)
 * counted from 1, numpy's {@code inverted_cdf}.
 *
 * @param min the lowest
 * @param lowerQuartile the 0.25-quantile
 * @param median the 0.5-quantile
 * @param upperQuartile the 0.75-quantile
 * @param max the highest
 */
public record Quantiles(int min, int lowerQuartile, int median, int upperQuartile, int max) {

    /** @param counts at least one */
    static Quantiles of(int[] counts) {
        int[] ascending = counts.clone();
        Arrays.sort(ascending);
        return new Quantiles(
                ascending[0],
                quarter(ascending, 1),
                quarter(ascending, 2),
                quarter(ascending, 3),
                ascending[ascending.length - 1]);
    }

    private static int quarter(int[] ascending, int quarters) {
        long rank = ((long) quarters * ascending.length + 3) / 4; // ceil(quarters / 4 * n)
        return ascending[(int) rank - 1];
    }
}
