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
 * @param identity plain values that are the same where training may go on from a checkpoint: the configuration that its
 *     steps depend on, and the data's hashes
 */
public record TrainingTask(
        TrainingData data,
        Architecture architecture,
        ItemLayers itemLayers,
        TrainSettings settings,
        SortedMap<String, Object> identity) {}
