package multvae.training;

import java.util.SortedMap;
import multvae.config.ModelSettings.ItemLayers;
import multvae.config.TrainSettings;
import multvae.weights.Architecture;

/**
 * What is to be trained on what.
 *
 * @param data the train and validation users
 * @param architecture the model; as many items as the data has
 * @param itemLayers how it is computed
 * @param settings how it is trained
 * @param identity plain values that its steps depend on: the configuration and the data's hashes. Training resumes only from
 *     a checkpoint with the same ones
 */
public record TrainingTask(
        TrainingData data,
        Architecture architecture,
        ItemLayers itemLayers,
        TrainSettings settings,
        SortedMap<String, Object> identity) {

    /** Batches in an epoch, including the smaller last one. */
    public int stepsPerEpoch() {
        int users = data.train().rows();
        int batchSize = Math.min(settings.batchSize(), users);
        return (users + batchSize - 1) / batchSize;
    }

    /** How beta goes, as configured; it stays 0 for a Mult-DAE, which has no KL term. */
    Annealing annealing() {
        return architecture.variational()
                ? Annealing.of(settings.anneal(), stepsPerEpoch(), settings.epochs())
                : new Annealing.Constant(0);
    }
}
