package multvae.training;

import java.util.List;
import multvae.model.LossTerms;
import multvae.training.History.Epoch;

/**
 * Where training stands, without its arrays.
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
        List<Epoch> history,
        int bestEpoch,
        Double bestMetric,
        Schedules.LearningRate.State learningRate,
        Schedules.Patience.State stopping) {

    /** @throws IllegalArgumentException if no training can stand there, as a file may say */
    TrainingState {
        require(epoch >= 0 && batch >= 0 && sums != null && sums.users() >= 0, "no place in an epoch");
        encoderSums = encoderSums == null ? LossTerms.Sums.NONE : encoderSums;
        require(encoderSums.users() >= 0, "no place in an epoch");
        require(history != null && history.size() == epoch, "not one row for each finished epoch");
        for (int k = 0; k < epoch; k++) {
            require(isWhole(history.get(k)) && history.get(k).epoch() == k + 1, "no row of epoch " + (k + 1));
        }
        require(bestEpoch >= 0 && bestEpoch <= epoch, "a best epoch that is not finished");
        require((bestMetric == null) == (bestEpoch == 0), "a best epoch without its metric");
        require(
                bestEpoch == 0 || history.get(bestEpoch - 1).validation() != null,
                "a best epoch without its evaluation");
        require(
                learningRate != null && learningRate.reductions() >= 0 && learningRate.patience() != null,
                "no state of the learning rate");
        require(stopping != null && stopping.waited() >= 0, "no state of early stopping");
        history = List.copyOf(history);
    }

    private static boolean isWhole(Epoch epoch) {
        return epoch != null
                && epoch.steps() >= 0
                && epoch.train() != null
                && (epoch.validation() == null || epoch.validation().loss() != null);
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
