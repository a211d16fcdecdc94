package multvae.model;

/**
 * What an epoch came to: a row of history.csv.
 *
 * @param epoch from 1
 * @param steps steps taken since the start of training
 * @param beta the weight of the KL term in the epoch's last step
 * @param train the loss in training, means over the train users
 * @param validation the loss in evaluation mode, fold-in rows as input and target, means over the validation users
 * @param ndcg100 validation NDCG@100
 * @param recall20 validation Recall@20
 * @param recall50 validation Recall@50
 * @param best whether NDCG@100 is the highest so far
 */
public record EpochResult(
        int epoch,
        long steps,
        double beta,
        LossTerms train,
        LossTerms validation,
        double ndcg100,
        double recall20,
        double recall50,
        boolean best) {}
