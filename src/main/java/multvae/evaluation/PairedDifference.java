package multvae.evaluation;

import java.util.Arrays;

/**
 * How much better one scorer is than another for the same users. Users differ far more than scorers do, so this standard
 * error is much smaller than what the two means' own would suggest.
 *
 * @param mean the mean over users of the first scorer's value less the second's
 * @param standardError the standard deviation of those differences, with divisor n, over the root of n
 * @param users how many users there are, n
 */
public record PairedDifference(double mean, double standardError, int users) {

    /**
     * The metric of {@code first} less that of {@code second}.
     *
     * @throws IllegalArgumentException where the two were not evaluated on the same rows, or one of them not by {@code metric}
     */
    public static PairedDifference of(Evaluation first, Evaluation second, MetricAtK metric) {
        Summary summary = Summary.of(perUser(first, second, metric));
        return new PairedDifference(summary.mean(), summary.standardError(), first.users());
    }

    /** The difference of each user who counts, in the order of the rows; errors as above. */
    public static double[] perUser(Evaluation first, Evaluation second, MetricAtK metric) {
        if (!first.hasSameUsersAs(second)) {
            throw new IllegalArgumentException("the evaluations are of different users: " + first.users() + " and "
                    + first.skippedUsers() + " skipped, " + second.users() + " and " + second.skippedUsers()
                    + " skipped");
        }
        double[] differences = first.perUser(metric);
        double[] subtrahends = second.perUser(metric);
        Arrays.setAll(differences, user -> differences[user] - subtrahends[user]);
        return differences;
    }

    /** Of the values of the same users in the same order, at least one. */
    public static PairedDifference of(double[] first, double[] second) {
        double[] differences = first.clone();
        Arrays.setAll(differences, user -> differences[user] - second[user]);
        Summary summary = Summary.of(differences);
        return new PairedDifference(summary.mean(), summary.standardError(), differences.length);
    }
}
