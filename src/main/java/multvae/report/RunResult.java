package multvae.report;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import multvae.evaluation.Example;
import multvae.evaluation.Metrics;
import multvae.matrix.CsrMatrix;
import multvae.matrix.ItemIndex;
import multvae.split.SplitStatistics;
import multvae.training.History;

/**
 * What a report is about.
 *
 * @param dataset the data set's name, or what to call ratings of the user's own
 * @param metrics the result
 * @param seeds the same of several seeds, the first of them this one's; absent for one
 * @param examples users to look at
 * @param statistics of the split
 * @param history how the training went
 * @param searchHistory how the first training of a search for beta's cap went, if there was one
 * @param train the train users' events, [users, items]
 * @param items the titles
 * @param configuration by key
 * @param defaults by key: what the configuration would be if nothing were set
 * @param fingerprints of the stages, by name
 * @param trained as train's manifest has it
 */
public record RunResult(
        String dataset,
        Metrics metrics,
        Optional<SeedTable> seeds,
        List<Example> examples,
        SplitStatistics statistics,
        History history,
        Optional<History> searchHistory,
        CsrMatrix train,
        ItemIndex items,
        SortedMap<String, Object> configuration,
        SortedMap<String, Object> defaults,
        SortedMap<String, String> fingerprints,
        Trained trained) {

    /**
     * The last run of train.
     *
     * @param start when it began, ISO 8601 in UTC
     * @param seconds how long it took; of a training that was interrupted, its last part
     * @param usersPerSecond over the epochs whose times are known; empty if there are none
     * @param modelBytes the size of the weights' file
     * @param environment what it ran on
     */
    public record Trained(
            String start,
            double seconds,
            OptionalDouble usersPerSecond,
            long modelBytes,
            Map<String, Object> environment) {}

    /** The metric that was asked for first. */
    String leadingMetric() {
        return metrics.metrics().get(0);
    }

    /** How the training went, and how long it might have been. */
    FinishedTraining training() {
        return FinishedTraining.of(history, configuration);
    }

    /** Whether the loss has a KL term. */
    boolean variational() {
        return KnownModel.variational(metrics.model());
    }

    /** Whether the model was trained once more in the end, on the validation events too. */
    boolean finalFit() {
        return Boolean.TRUE.equals(configuration.get(FinishedRun.FINAL_FIT));
    }
}
