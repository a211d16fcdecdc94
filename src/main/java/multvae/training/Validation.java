package multvae.training;

import java.util.List;
import multvae.evaluation.Evaluation;
import multvae.evaluation.Evaluator;
import multvae.evaluation.MetricAtK;
import multvae.evaluation.RankingMetric;
import multvae.model.LossTerms;
import multvae.model.ModelScorer;

/** The model on the validation users: NDCG@100, Recall@20, Recall@50 and the loss. */
final class Validation {

    static final MetricAtK NDCG_100 = RankingMetric.NDCG.at(100);
    static final MetricAtK RECALL_20 = RankingMetric.RECALL.at(20);
    static final MetricAtK RECALL_50 = RankingMetric.RECALL.at(50);

    private final ModelScorer scorer;
    private final Evaluator evaluator;
    private LossSums sums = LossSums.NONE;

    Validation(ModelScorer scorer, TrainingData data, int batchSize) {
        this.scorer = scorer;
        this.evaluator = new Evaluator(
                data.validationFoldIn(), data.validationHeldOut(), List.of(NDCG_100, RECALL_20, RECALL_50), batchSize);
    }

    /**
     * Evaluates the parameters as they are.
     *
     * @param beta of the last training step
     * @param best the best weights so far, which are offered these
     * @param where the last training step, for a message
     * @throws multvae.io.UserError if the loss of some users is not finite
     */
    ValidationResult evaluate(int epoch, double beta, BestWeights best, String where) {
        sums = LossSums.NONE;
        Evaluation evaluation = evaluator.evaluate((foldIn, from, to, scores) -> {
            LossTerms terms = scorer.evaluate(foldIn, from, to, scores);
            if (!Double.isFinite(terms.loss())) {
                throw TrainingStep.diverged("after " + where, "a validation loss of " + terms.loss(), terms);
            }
            sums = sums.plus(terms, to - from);
        });
        LossTerms means = sums.means();
        double ndcg = evaluation.mean(NDCG_100);
        return new ValidationResult(
                LossTerms.of(means.nll(), beta, means.kl(), means.penalty()),
                ndcg,
                evaluation.mean(RECALL_20),
                evaluation.mean(RECALL_50),
                best.offer(epoch, ndcg));
    }
}
