package multvae.training;

import multvae.model.LossTerms;

/**
 * An evaluation on the validation users.
 *
 * @param loss in evaluation mode, fold-in rows as input and target, means over the validation users
 * @param ndcg100 NDCG@100
 * @param recall20 Recall@20
 * @param recall50 Recall@50
 * @param best whether NDCG@100 is the highest so far
 */
public record ValidationResult(LossTerms loss, double ndcg100, double recall20, double recall50, boolean best) {}
