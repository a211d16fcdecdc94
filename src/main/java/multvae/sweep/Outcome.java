package multvae.sweep;

import java.util.List;
import multvae.run.RunDirectory;
import multvae.training.EpochResult;
import multvae.training.History;

/**
 * What a trial came to.
 *
 * @param directory has its train
 */
public record Outcome(Trial trial, RunDirectory directory, History history) {

    /** The epoch whose weights were kept. */
    public EpochResult best() {
        return history.best();
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
