package multvae.training;

import java.util.List;

/**
 * Where training stands, but for its arrays.
 *
 * @param epoch the epoch to go on in, from 0
 * @param batch the batch of that epoch to go on with, from 0
 * @param sums of that epoch's batches so far
 * @param history the finished epochs
 * @param bestEpoch the epoch of the best weights, from 1; 0 before any
 * @param bestMetric their validation NDCG@100, or null before any
 * @param learningRate the schedule's state
 * @param stopping early stopping's state
 */
record TrainingState(
        int epoch,
        int batch,
        LossSums sums,
        List<EpochResult> history,
        int bestEpoch,
        Double bestMetric,
        LearningRate.State learningRate,
        Patience.State stopping) {}
