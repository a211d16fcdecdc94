package multvae.training;

import multvae.model.LossTerms;

/**
 * What an epoch came to: a row of history.csv.
 *
 * @param epoch from 1
 * @param steps steps taken since the start of training
 * @param beta the weight of the KL term in the epoch's last step
 * @param learningRate Adam's step size in the epoch
 * @param train the loss in training, means over the train users
 * @param validation the evaluation after it, or null where it was not evaluated
 */
public record EpochResult(
        int epoch, long steps, double beta, double learningRate, LossTerms train, ValidationResult validation) {}
