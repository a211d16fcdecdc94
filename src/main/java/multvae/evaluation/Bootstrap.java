package multvae.evaluation;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import multvae.io.Require;
import org.apache.commons.statistics.descriptive.Quantile;

/**
 * Percentile bootstrap of means over users: Efron and Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13. A resample draws as
 * many users as there are, with replacement; the interval holds the middle 95 % of the resamples' means. Each resample
 * has its own random numbers, so that the same seed gives the same interval on any number of threads.
 */
public final class Bootstrap {

    /**
     * Where a mean over users lies with a confidence of 95 %. In files it is {@code [low, high]}.
     *
     * @param low the 2.5 % quantile of what the mean might have been with other users
     * @param high the 97.5 % quantile
     */
    public record Interval(double low, double high) {

        public Interval {
            Require.within(-1, 1, low, "the low end of an interval");
            Require.within(low, 1, high, "the high end of an interval");
        }

        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        static Interval of(double[] ends) {
            if (ends.length != 2) {
                throw new IllegalArgumentException("an interval of " + ends.length + " ends, not of 2");
            }
            return new Interval(ends[0], ends[1]);
        }

        @JsonValue
        double[] ends() {
            return new double[] {low, high};
        }
    }

    private static final double TAIL = 0.025;

    /** Linear between the two nearest, numpy's default. */
    private static final Quantile QUANTILE =
            Quantile.withDefaults().with(Quantile.EstimationMethod.HF7).withCopy(false);

    private final int resamples;
    private final long seed;

    /**
     * @param resamples from 1; below a few hundred the ends of the interval are rough
     * @param seed of the draws
     */
    public Bootstrap(int resamples, long seed) {
        if (resamples < 1) {
            throw new IllegalArgumentException("resamples is " + resamples + ", must be at least 1");
        }
        this.resamples = resamples;
        this.seed = seed;
    }

    /** What {@link #intervals} takes of Java's heap, bytes: a copy of the samples, and the resamples' means. */
    static long heap(int samples, int users, int resamples) {
        return (long) Double.BYTES * samples * ((long) users + resamples);
    }

    /**
     * The interval of each mean. All are drawn with the same users, so an interval does not depend on what else is asked
     * for.
     *
     * @param samples each a number for each user, [users]; at least one sample and one user, all of the same length
     */
    public List<Interval> intervals(List<double[]> samples) {
        int users = samples.get(0).length;
        if (users == 0 || samples.stream().anyMatch(sample -> sample.length != users)) {
            throw new IllegalArgumentException("samples must be of the same users, at least one, not of "
                    + samples.stream().map(sample -> sample.length).toList());
        }
        double[] byUser = byUser(samples, users);
        double[][] means = new double[samples.size()][resamples];
        SplittableRandom root = new SplittableRandom(seed);
        SplittableRandom[] random =
                Stream.generate(root::split).limit(resamples).toArray(SplittableRandom[]::new);
        IntStream.range(0, resamples).parallel().forEach(resample -> {
            double[] sums = sums(byUser, users, samples.size(), random[resample]);
            for (int sample = 0; sample < sums.length; sample++) {
                means[sample][resample] = sums[sample] / users;
            }
        });
        return Arrays.stream(means)
                .map(own -> Interval.of(QUANTILE.evaluate(own, TAIL, 1 - TAIL)))
                .toList();
    }

    /** [users, samples]: a draw reads one run of it. */
    private static double[] byUser(List<double[]> samples, int users) {
        double[] byUser = new double[Math.multiplyExact(users, samples.size())];
        for (int sample = 0; sample < samples.size(); sample++) {
            for (int user = 0; user < users; user++) {
                byUser[user * samples.size() + sample] = samples.get(sample)[user];
            }
        }
        return byUser;
    }

    private static double[] sums(double[] byUser, int users, int samples, SplittableRandom random) {
        double[] sums = new double[samples];
        for (int draw = 0; draw < users; draw++) {
            int drawn = random.nextInt(users) * samples;
            for (int sample = 0; sample < samples; sample++) {
                sums[sample] += byUser[drawn + sample];
            }
        }
        return sums;
    }
}
