package multvae.report;

import java.io.IOException;
import java.util.Map;
import multvae.run.Manifest;
import multvae.run.RunDirectory;
import multvae.run.RunLayout;
import multvae.training.History;

/**
 * A training that is over, and how long it might have been.
 *
 * @param history of its epochs
 * @param epochs that the configuration allows; of a training that stopped early the history has fewer
 */
public record FinishedTraining(History history, long epochs) {

    private static final String EPOCHS = "train.epochs";

    /** The training of a run. */
    public static FinishedTraining of(RunDirectory run) throws IOException {
        Manifest train = Manifest.read(run.file(RunLayout.HISTORY).getParent());
        return of(History.read(run.file(RunLayout.HISTORY)), train.slice());
    }

    /** @param configuration of the training, by key; one that lacks the epochs, as a stranger may write it, has those of the history */
    static FinishedTraining of(History history, Map<String, Object> configuration) {
        boolean known = configuration.get(EPOCHS) instanceof Number;
        return new FinishedTraining(
                history,
                known
                        ? ((Number) configuration.get(EPOCHS)).longValue()
                        : history.epochs().size());
    }

    /** Whether more epochs may give a better model: it was still getting better when the configuration ended it. */
    boolean endsTooSoon() {
        return history.endsAtBest() && history.epochs().size() >= epochs;
    }
}
