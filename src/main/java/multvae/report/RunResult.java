package multvae.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import multvae.matrix.CsrMatrix;
import multvae.matrix.ItemIndex;
import multvae.training.History;

/**
 * What a report is about.
 *
 * @param dataset the data set's name, or what to call ratings of the user's own
 * @param metrics metrics.json
 * @param examples examples.json
 * @param statistics statistics.json
 * @param history how the training went
 * @param searchHistory how the first training of a search for beta's cap went, where there was one
 * @param train the train users' events, [users, items]
 * @param items the titles
 * @param configuration by key
 * @param fingerprints of the stages, by name
 * @param environment what it was trained with, as train's manifest has it
 */
public record RunResult(
        String dataset,
        JsonNode metrics,
        JsonNode examples,
        JsonNode statistics,
        History history,
        Optional<History> searchHistory,
        CsrMatrix train,
        ItemIndex items,
        SortedMap<String, Object> configuration,
        SortedMap<String, String> fingerprints,
        Map<String, Object> environment) {

    /** The model's name, as files have it. */
    String model() {
        return metrics.get("model").textValue();
    }

    /** The metric that was asked for first. */
    String leadingMetric() {
        return ResultTable.leadingMetric(metrics);
    }

    /** Whether the loss has a KL term. */
    boolean variational() {
        return model().equals("mult-vae");
    }
}
