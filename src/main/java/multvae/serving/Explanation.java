package multvae.serving;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import multvae.io.UserError;
import multvae.serving.Answers.Ranked;
import multvae.weights.HistoryScorer;

/**
 * Which of the user's own items weighed most in each recommendation. If scores are sums over these items, it is what each one
 * adds; else it is found by leaving one out.
 *
 * <p>To leave one out is to compare log-probabilities, not logits: adding the same to all logits of a user leaves the model as it
 * is, so that a logit's change has no meaning of its own.
 */
final class Explanation {

    private static final int REASONS = 3;
    static final int MOST_ITEMS = 1000;

    private final HistoryScorer scorer;
    private final Items items;

    Explanation(HistoryScorer scorer, Items items) {
        this.scorer = scorer;
        this.items = items;
    }

    /** @throws UserError if the history is longer than is worth the passes */
    static void requireShort(int[] history) {
        if (history.length > MOST_ITEMS) {
            throw new UserError(
                    "explain",
                    "a history of at most " + MOST_ITEMS + " items",
                    history.length + " items",
                    "ask without an explanation, or give fewer");
        }
    }

    /**
     * The reasons of each recommendation. It scores again, so the last scores are overwritten.
     *
     * @param logNormaliser of the whole history's logits
     */
    List<List<Reason>> reasons(int[] history, Ranked ranked, double logNormaliser) {
        int[] items = IntStream.range(0, ranked.size()).map(ranked::item).toArray();
        double[][] weights =
                scorer.contributions(history, items).orElseGet(() -> differences(history, ranked, logNormaliser));
        List<List<Reason>> reasons = new ArrayList<>();
        for (int position = 0; position < ranked.size(); position++) {
            int at = position;
            reasons.add(IntStream.range(0, history.length)
                    .mapToObj(k -> reason(history[k], weights[k][at]))
                    .filter(reason -> reason.weight() > 0)
                    .sorted(Comparator.comparingDouble(Reason::weight).reversed())
                    .limit(REASONS)
                    .toList());
        }
        return reasons;
    }

    /** What the log-probabilities of the ranked items would lose without each item of the history, [history, ranked]. */
    private double[][] differences(int[] history, Ranked ranked, double logNormaliser) {
        double[][] differences = new double[history.length][];
        for (int from = 0; from < history.length; from += scorer.mostUsers()) {
            int to = Math.min(from + scorer.mostUsers(), history.length);
            float[] scores = scorer.score(
                    IntStream.range(from, to).mapToObj(k -> without(history, k)).toList());
            for (int k = from; k < to; k++) {
                int offset = (k - from) * items.size();
                double normaliser = logNormaliser(scores, offset, items.size());
                differences[k] = IntStream.range(0, ranked.size())
                        .mapToDouble(position -> ranked.score(position)
                                - logNormaliser
                                - (scores[offset + ranked.item(position)] - normaliser))
                        .toArray();
            }
        }
        return differences;
    }

    private Reason reason(int column, double weight) {
        Item item = items.item(column);
        return new Reason(item.id(), item.title(), weight);
    }

    private static int[] without(int[] history, int position) {
        return IntStream.range(0, history.length)
                .filter(k -> k != position)
                .map(k -> history[k])
                .toArray();
    }

    /** log(sum(exp(logit))) over a user's items. */
    static double logNormaliser(float[] scores, int offset, int items) {
        float max = Float.NEGATIVE_INFINITY;
        for (int item = 0; item < items; item++) {
            max = Math.max(max, scores[offset + item]);
        }
        double sum = 0;
        for (int item = 0; item < items; item++) {
            sum += Math.exp(scores[offset + item] - max);
        }
        return max + Math.log(sum);
    }
}
