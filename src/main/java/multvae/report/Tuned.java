package multvae.report;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import multvae.training.History;

/**
 * How a search went: trials of one model, compared by NDCG@100 on the validation users. The search is in {@code sweep}, which imports
 * this package; what it hands to the pages and plots here is theirs.
 *
 * @param model what was searched: {@code model}, or a baseline's name
 * @param keys the keys that were drawn, in the order of the space
 * @param rungs the comparisons, at least one
 * @param trials in their order, at least one
 * @param winner the number of the best one in that list, from 0
 */
public record Tuned(String model, List<Key> keys, List<Rung> rungs, List<Trial> trials, int winner) {

    /** How the values of a key lie beside each other. */
    public enum Scale {
        LINEAR,
        LOGARITHMIC,
        /** Values without an order. */
        CHOICE
    }

    /**
     * A key that was drawn.
     *
     * @param choices of a choice; none otherwise
     */
    public record Key(String name, Scale scale, List<String> choices) {}

    /**
     * A comparison of trials.
     *
     * @param epochs what they had been trained for; 0 for a fit that has no epochs
     * @param trials how many were compared
     */
    public record Rung(int epochs, int trials) {}

    /**
     * A trial.
     *
     * @param number from 1
     * @param values as a configuration would have them, by key
     * @param ndcg100 the best NDCG@100 so far at each rung that it has reached, at least one; NaN if it was lost there
     * @param bestEpoch the epoch of the last of them, from 1; 0 without epochs
     * @param history of the epochs up to the last rung that it has reached; absent without epochs
     */
    public record Trial(
            int number,
            SortedMap<String, String> values,
            List<Double> ndcg100,
            int bestEpoch,
            Optional<History> history) {

        public Trial {
            ndcg100 = List.copyOf(ndcg100);
        }

        /** At the last rung that it has reached. */
        public double last() {
            return ndcg100.get(ndcg100.size() - 1);
        }

        /** Whether it was lost: its loss was not finite any more, or a baseline could not be solved for. */
        public boolean isLost() {
            return Double.isNaN(last());
        }

        /** How many epochs it was trained for. */
        public int epochs() {
            return history.map(known -> known.epochs().size()).orElse(0);
        }
    }

    public Tuned {
        keys = List.copyOf(keys);
        rungs = List.copyOf(rungs);
        trials = List.copyOf(trials);
    }

    /**
     * Better trials first: by the rung that they have reached, then by NDCG@100 there; of equals the earlier one. Those that are lost
     * come last, however far they came.
     */
    public static Comparator<Trial> order() {
        return Comparator.comparing(Trial::isLost)
                .thenComparingInt(trial -> -trial.ndcg100().size())
                .thenComparingDouble(trial -> -trial.last())
                .thenComparingInt(Trial::number);
    }

    /** How trials are lost: a model's training diverges, a baseline's equations have no solution. */
    public String howLost() {
        return best().history().isPresent() ? "diverged" : "no solution";
    }

    /** The best one. */
    public Trial best() {
        return trials.get(winner);
    }
}
