package multvae.training;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import multvae.config.ModelSettings.ItemLayers;
import multvae.config.TrainSettings;
import multvae.matrix.CsrMatrix;
import multvae.weights.Architecture;

/**
 * What is to be trained on what.
 *
 * @param data the train and validation users
 * @param everything what a final fit is trained on, for as many epochs as were best: [users, items]; absent: no final fit
 * @param architecture the model; as many items as the data has
 * @param itemLayers how it is computed
 * @param settings how it is trained
 * @param identity plain values that its steps depend on: the configuration and the data's hashes. Training resumes only from
 *     a checkpoint with the same ones
 */
public record TrainingTask(
        TrainingData data,
        Optional<CsrMatrix> everything,
        Architecture architecture,
        ItemLayers itemLayers,
        TrainSettings settings,
        SortedMap<String, Object> identity) {

    /** The training on everything, for a number of epochs, of which the last one's weights are kept. */
    TrainingTask finalFit(CsrMatrix all, int epochs) {
        SortedMap<String, Object> finalIdentity = new TreeMap<>(identity);
        finalIdentity.put("finalFit", epochs);
        return new TrainingTask(
                new TrainingData(all, data.validationFoldIn(), data.validationHeldOut()),
                Optional.empty(),
                architecture,
                itemLayers,
                settings.finalFit(epochs),
                finalIdentity);
    }

    /** How a pass over the train users is cut into batches. */
    BatchPlan plan() {
        return BatchPlan.of(data.train().rows(), settings.batchSize());
    }

    /** The passes of an epoch. */
    Passes passes() {
        return Passes.of(architecture, settings.recVae());
    }

    /** Batches in an epoch, including the smaller last one of each pass. */
    public int stepsPerEpoch() {
        return plan().batches() * passes().count();
    }

    /** How beta goes, as configured; it stays 0 for a Mult-DAE, which has no KL term, and is a RecVAE's gamma. */
    Annealing annealing() {
        return switch (architecture.type()) {
            case MULT_VAE -> Annealing.of(settings.anneal(), stepsPerEpoch(), settings.epochs());
            case MULT_DAE -> new Annealing.Constant(0);
            case RECVAE -> new Annealing.Constant(settings.recVae().gamma());
        };
    }
}
