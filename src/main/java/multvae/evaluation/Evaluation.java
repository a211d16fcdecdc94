package multvae.evaluation;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** What a scorer is worth to held-out users: each metric for each user who has a held-out item, and its summary. */
public final class Evaluation {

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

    /** How many users were left out, for want of a held-out item. */
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
     * @throws IllegalArgumentException where {@code metric} was not evaluated, here and below
     */
    public double[] perUser(MetricAtK metric) {
        return of(metric).clone();
    }

    /** The mean over the users who count. */
    public double mean(MetricAtK metric) {
        return Summary.of(of(metric)).mean();
    }

    /** The mean's standard error: the standard deviation over users, with divisor n, over the root of n. */
    public double standardError(MetricAtK metric) {
        return Summary.of(of(metric)).standardError();
    }

    /** Of some of the users who count: the others are skipped as well. Nothing where none is left. */
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

    boolean hasSameUsersAs(Evaluation other) {
        return skippedUsers == other.skippedUsers && Arrays.equals(rows, other.rows);
    }

    private double[] of(MetricAtK metric) {
        int index = metrics.indexOf(metric);
        if (index < 0) {
            throw new IllegalArgumentException(metric.name() + " was not evaluated, only "
                    + metrics.stream().map(MetricAtK::name).toList());
        }
        return values[index];
    }
}
