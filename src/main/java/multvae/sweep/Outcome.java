package multvae.sweep;

import java.util.Comparator;
import java.util.List;
import multvae.pipeline.RunDirectory;
import multvae.training.EpochResult;

/**
 * What a trial came to.
 *
 * @param directory has its train
 * @param history its epochs
 */
public record Outcome(Trial trial, RunDirectory directory, List<EpochResult> history) {

    /** The evaluated epoch whose weights were kept: the first of those with the best validation NDCG@100. */
    public EpochResult best() {
        return history.stream()
                .filter(epoch -> epoch.validation() != null)
                .max(Comparator.comparingDouble(
                                (EpochResult epoch) -> epoch.validation().ndcg100())
                        .thenComparing(epoch -> -epoch.epoch()))
                .orElseThrow();
    }

    /** Of the best epoch, on the validation users. */
    public double ndcg100() {
        return best().validation().ndcg100();
    }

    /** The first of those with the best validation NDCG@100. */
    public static Outcome best(List<Outcome> outcomes) {
        Outcome best = outcomes.get(0);
        for (Outcome outcome : outcomes) {
            if (outcome.ndcg100() > best.ndcg100()) {
                best = outcome;
            }
        }
        return best;
    }
}
