package multvae.training;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Optional;
import multvae.model.LossTerms;
import multvae.training.History.Epoch;
import multvae.training.History.ValidationResult;

/**
 * Where training stands, without its arrays, in the form of a checkpoint's file: what a file may lack is null.
 *
 * @param epoch the epoch to resume in, from 0
 * @param batch the batch of that epoch to resume with, counted through its passes, from 0
 * @param sums of that epoch's batches so far that update the decoder, or everything
 * @param encoderSums of those that update the encoder alone; null in files that are older than such steps
 * @param history the finished epochs
 * @param bestEpoch the epoch of the best weights, from 1; 0 before any
 * @param bestMetric their validation NDCG@100, or null before any
 * @param learningRate the schedule's state
 * @param stopping early stopping's state
 */
record TrainingState(
        int epoch,
        int batch,
        LossTerms.Sums sums,
        LossTerms.Sums encoderSums,
        List<SavedEpoch> history,
        int bestEpoch,
        Double bestMetric,
        Schedules.LearningRate.State learningRate,
        Schedules.Patience.State stopping) {

    /**
     * An {@link Epoch} in a file.
     *
     * @param number its number, from 1
     * @param validation null if it was not evaluated
     * @param encoder null if the model has no passes for the encoder alone
     */
    record SavedEpoch(
            @JsonProperty("epoch") int number,
            long steps,
            double beta,
            double learningRate,
            LossTerms train,
            ValidationResult validation,
            LossTerms encoder) {

        static SavedEpoch of(Epoch epoch) {
            return new SavedEpoch(
                    epoch.epoch(),
                    epoch.steps(),
                    epoch.beta(),
                    epoch.learningRate(),
                    epoch.train(),
                    epoch.evaluation().orElse(null),
                    epoch.encoder().orElse(null));
        }

        Epoch epoch() {
            return new Epoch(
                    number,
                    steps,
                    beta,
                    learningRate,
                    train,
                    Optional.ofNullable(validation),
                    Optional.ofNullable(encoder));
        }

        private boolean isWhole() {
            return steps >= 0 && train != null && (validation == null || validation.loss() != null);
        }
    }

    /** @throws IllegalArgumentException if no training can stand there, as a file may say */
    TrainingState {
        require(epoch >= 0 && batch >= 0 && sums != null && sums.users() >= 0, "no place in an epoch");
        encoderSums = encoderSums == null ? LossTerms.Sums.NONE : encoderSums;
        require(encoderSums.users() >= 0, "no place in an epoch");
        require(history != null && history.size() == epoch, "not one row for each finished epoch");
        for (int k = 0; k < epoch; k++) {
            SavedEpoch saved = history.get(k);
            require(saved != null && saved.isWhole() && saved.number == k + 1, "no row of epoch " + (k + 1));
        }
        require(bestEpoch >= 0 && bestEpoch <= epoch, "a best epoch that is not finished");
        require((bestMetric == null) == (bestEpoch == 0), "a best epoch without its metric");
        require(bestEpoch == 0 || history.get(bestEpoch - 1).validation != null, "a best epoch without its evaluation");
        require(
                learningRate != null && learningRate.reductions() >= 0 && learningRate.patience() != null,
                "no state of the learning rate");
        require(stopping != null && stopping.waited() >= 0, "no state of early stopping");
        history = List.copyOf(history);
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
