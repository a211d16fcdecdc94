package multvae.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import multvae.report.Tuned.Scale;
import multvae.report.Tuned.Trial;

/**
 * What a key has to do with the result of a search, by the ranks of its first comparison, where all trials have been trained
 * alike. A key whose best value lies between worse ones shows in a picture, not here.
 *
 * @param key the key's name
 * @param correlation Spearman's rank correlation of value and NDCG@100; NaN for a choice
 * @param share of the ranks' variance that the key explains, 0 to 1: the correlation squared, or eta squared of the choices
 * @param chance the share of random orders of the trials that explain as much or more: a permutation test's p
 * @param trials how many trials this is from
 */
public record Influence(String key, double correlation, double share, double chance, int trials) {

    /** With fewer trials nothing is said. */
    static final int FEWEST = 10;

    private static final double LEVEL = 0.05;
    private static final int PERMUTATIONS = 1999;
    private static final double ROUNDING = 1e-12;

    /** Of all keys of a search, in their order. */
    public static List<Influence> of(Tuned tuned) {
        double[] results = ranks(tuned.trials().stream()
                .map(trial -> trial.ndcg100().get(0))
                .map(ndcg -> Double.isNaN(ndcg) ? Double.NEGATIVE_INFINITY : ndcg)
                .toList());
        List<Influence> influences = new ArrayList<>();
        for (Tuned.Key key : tuned.keys()) {
            Statistic statistic = statistic(key, tuned.trials());
            double found = statistic.of(results);
            boolean choice = key.scale() == Scale.CHOICE;
            influences.add(new Influence(
                    key.name(),
                    choice ? Double.NaN : found,
                    choice ? found : found * found,
                    chance(statistic, Math.abs(found), results),
                    results.length));
        }
        return influences;
    }

    /** Whether chance alone rarely does as much: at a level of 5 %, shared among the keys. */
    public boolean isClear(int keys) {
        return trials >= FEWEST && chance <= LEVEL / keys;
    }

    /** In a few words. */
    public String verdict(int keys) {
        if (trials < FEWEST) {
            return "too few trials to tell";
        }
        if (!isClear(keys)) {
            return "not told from chance";
        }
        return Double.isNaN(correlation) ? "matters" : correlation > 0 ? "higher is better" : "lower is better";
    }

    private interface Statistic {
        /** Of the results' ranks: a correlation in [-1, 1], or a share in [0, 1]. */
        double of(double[] ranks);
    }

    private static Statistic statistic(Tuned.Key key, List<Trial> trials) {
        List<String> values =
                trials.stream().map(trial -> trial.values().get(key.name())).toList();
        if (key.scale() == Scale.CHOICE) {
            int[] groups = values.stream().mapToInt(key.choices()::indexOf).toArray();
            return ranks -> etaSquared(groups, key.choices().size(), ranks);
        }
        double[] own = ranks(values.stream().map(Double::valueOf).toList());
        return ranks -> correlation(own, ranks);
    }

    private static double chance(Statistic statistic, double found, double[] results) {
        double[] order = results.clone();
        Random random = new Random(1); // the same report for the same search
        int asMuch = 1; // the order that was found is one of them
        for (int permutation = 0; permutation < PERMUTATIONS; permutation++) {
            for (int i = order.length - 1; i > 0; i--) {
                int j = random.nextInt(i + 1);
                double swapped = order[i];
                order[i] = order[j];
                order[j] = swapped;
            }
            asMuch += Math.abs(statistic.of(order)) >= found - ROUNDING ? 1 : 0;
        }
        return asMuch / (PERMUTATIONS + 1.0);
    }

    /** From 1; equal values share the mean of their ranks. */
    static double[] ranks(List<Double> values) {
        int[] order = IntStream.range(0, values.size())
                .boxed()
                .sorted(Comparator.comparing(values::get))
                .mapToInt(Integer::intValue)
                .toArray();
        double[] ranks = new double[order.length];
        for (int from = 0; from < order.length; ) {
            int to = from;
            while (to < order.length && values.get(order[to]).equals(values.get(order[from]))) {
                to++;
            }
            for (int i = from; i < to; i++) {
                ranks[order[i]] = (from + 1 + to) / 2.0;
            }
            from = to;
        }
        return ranks;
    }

    /** Pearson's; 0 if one of the two does not vary. */
    private static double correlation(double[] first, double[] second) {
        double mean = (first.length + 1) / 2.0; // of ranks
        double product = 0;
        double firstSquares = 0;
        double secondSquares = 0;
        for (int i = 0; i < first.length; i++) {
            product += (first[i] - mean) * (second[i] - mean);
            firstSquares += (first[i] - mean) * (first[i] - mean);
            secondSquares += (second[i] - mean) * (second[i] - mean);
        }
        double squares = Math.sqrt(firstSquares * secondSquares);
        return squares == 0 ? 0 : product / squares;
    }

    /** The variance between groups over all of it; 0 if there is none. */
    private static double etaSquared(int[] groups, int count, double[] ranks) {
        double mean = (ranks.length + 1) / 2.0;
        double[] sums = new double[count];
        int[] sizes = new int[count];
        double squares = 0;
        for (int i = 0; i < ranks.length; i++) {
            sums[groups[i]] += ranks[i] - mean;
            sizes[groups[i]]++;
            squares += (ranks[i] - mean) * (ranks[i] - mean);
        }
        double between = 0;
        for (int group = 0; group < count; group++) {
            between += sizes[group] == 0 ? 0 : sums[group] * sums[group] / sizes[group];
        }
        return squares == 0 ? 0 : between / squares;
    }
}
