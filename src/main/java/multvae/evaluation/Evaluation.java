package multvae.evaluation;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** How good a scorer is for held-out users: each metric for each user who has a held-out item, and its summary. */
public final class Evaluation {

    /**
     * A mean over users.
     *
     * @param mean the mean
     * @param standardError the standard deviation over users, with divisor n, over the root of n
     * @param users how many users there are, n
     */
    public record Summary(double mean, double standardError, int users) {

        /** Of at least one number. */
        public static Summary of(double[] values) {
            double sum = 0;
            for (double value : values) {
                sum += value;
            }
            double mean = sum / values.length;
            double squares = 0;
            for (double value : values) {
                squares += (value - mean) * (value - mean);
            }
            return new Summary(mean, Math.sqrt(squares / values.length) / Math.sqrt(values.length), values.length);
        }

        /**
         * Of the first minus the second, user by user: paired. Users differ far more than scorers do, so this standard error
         * is much smaller than what the two means' own would suggest.
         *
         * @param first a number for each user, at least one
         * @param second of the same users in the same order
         */
        public static Summary ofDifferences(double[] first, double[] second) {
            return of(minus(first, second));
        }
    }

    private final List<MetricAtK> metrics;
    private final int[] rows; // [users evaluated], ascending
    private final int skippedUsers;
    private final double[][] values; // [metrics, users evaluated]

    /** The arrays are not copied: the evaluator hands them over. At least one user is evaluated. */
    Evaluation(List<MetricAtK> metrics, int[] rows, int skippedUsers, double[][] values) {
        this.metrics = metrics;
        this.rows = rows;
        this.skippedUsers = skippedUsers;
        this.values = values;
    }

    /** The metrics, in the order in which they were asked for. */
    public List<MetricAtK> metrics() {
        return metrics;
    }

    /** How many users count, from 1: those with a held-out item. */
    public int users() {
        return rows.length;
    }

    /** How many users were left out, for lack of a held-out item. */
    public int skippedUsers() {
        return skippedUsers;
    }

    /** The matrices' row of each user who counts, ascending; a copy. */
    public int[] rows() {
        return rows.clone();
    }

    /**
     * The metric of each user who counts, in the order of {@link #rows}; a copy.
     *
     * @throws IllegalArgumentException if {@code metric} was not evaluated, here and below
     */
    public double[] perUser(MetricAtK metric) {
        return values(metric).clone();
    }

    /** The mean over the users who count. */
    public double mean(MetricAtK metric) {
        return summary(metric).mean();
    }

    /** The mean over the users who count, with its standard error. */
    public Summary summary(MetricAtK metric) {
        return Summary.of(values(metric));
    }

    /**
     * The metric of each user here minus that in the other evaluation, in the order of the rows.
     *
     * @throws IllegalArgumentException if the two are not of the same users, or one of them not of {@code metric}
     */
    public double[] differences(Evaluation other, MetricAtK metric) {
        if (skippedUsers != other.skippedUsers || !Arrays.equals(rows, other.rows)) {
            throw new IllegalArgumentException("the evaluations are of different users: " + users() + " and "
                    + skippedUsers + " skipped, " + other.users() + " and " + other.skippedUsers + " skipped");
        }
        return minus(values(metric), other.values(metric));
    }

    private static double[] minus(double[] first, double[] second) {
        double[] differences = first.clone();
        Arrays.setAll(differences, user -> first[user] - second[user]);
        return differences;
    }

    /** Of some of the users who count: the others are skipped as well. Nothing if none is left. */
    Optional<Evaluation> restrictedTo(IntPredicate row) {
        int[] kept = IntStream.range(0, rows.length)
                .filter(user -> row.test(rows[user]))
                .toArray();
        if (kept.length == 0) {
            return Optional.empty();
        }
        return Optional.of(new Evaluation(
                metrics,
                Arrays.stream(kept).map(user -> rows[user]).toArray(),
                skippedUsers + rows.length - kept.length,
                Arrays.stream(values)
                        .map(all -> Arrays.stream(kept)
                                .mapToDouble(user -> all[user])
                                .toArray())
                        .toArray(double[][]::new)));
    }

    /** As {@link #perUser}, but not a copy. */
    double[] values(MetricAtK metric) {
        int index = metrics.indexOf(metric);
        if (index < 0) {
            throw new IllegalArgumentException(metric.name() + " was not evaluated, only "
                    + metrics.stream().map(MetricAtK::name).toList());
        }
        return values[index];
    }
}
