package multvae.training;

import java.util.List;
import multvae.evaluation.Evaluation;
import multvae.evaluation.Evaluator;
import multvae.evaluation.MetricAtK;
import multvae.evaluation.RankingMetric;
import multvae.model.LossTerms;
import multvae.model.ModelScorer;
import multvae.model.Network;
import multvae.model.Parameters;
import multvae.training.History.ValidationResult;

/**
 * The model on the validation users: NDCG@100, Recall@20, Recall@50 and the loss. It keeps a copy of the weights with the
 * best NDCG@100 so far; of two equal ones those of the earlier epoch.
 */
final class Validation implements AutoCloseable {

    static final MetricAtK NDCG_100 = RankingMetric.NDCG.at(100);
    static final MetricAtK RECALL_20 = RankingMetric.RECALL.at(20);
    static final MetricAtK RECALL_50 = RankingMetric.RECALL.at(50);

    private static final int MOST_SCORES = 1 << 29; // at a time, 2 GB

    private final ModelScorer scorer;
    private final Evaluator evaluator;
    private final Parameters parameters;
    private final Parameters best;
    private int bestEpoch;
    private double bestMetric = Double.NEGATIVE_INFINITY;
    private LossTerms.Sums sums = LossTerms.Sums.NONE;

    /** Users that a task's validation scores at a time: those of a step, but fewer if the catalogue is very large. */
    static int batchSize(TrainingTask task) {
        return Math.max(
                1,
                Math.min(
                        task.settings().batchSize(),
                        MOST_SCORES / task.architecture().items()));
    }

    /** @param parameters those of the network */
    Validation(Network network, Parameters parameters, TrainingData data, int batchSize) {
        this.evaluator = new Evaluator( // before what is to be closed: it refuses users without a held-out item
                data.validationFoldIn(), data.validationHeldOut(), List.of(NDCG_100, RECALL_20, RECALL_50), batchSize);
        this.scorer = new ModelScorer(network);
        this.parameters = parameters;
        this.best = parameters.zeros();
    }

    /**
     * Evaluates the parameters as they are, and copies them if they are the best so far.
     *
     * @param epoch from 1
     * @param beta of the last training step
     * @param where the last training step, for a message
     * @throws multvae.io.UserError if the loss of some users is not finite
     */
    ValidationResult evaluate(int epoch, double beta, String where) {
        sums = LossTerms.Sums.NONE;
        Evaluation evaluation = evaluator.evaluate((foldIn, from, to, scores) -> {
            LossTerms terms = scorer.evaluate(foldIn, from, to, scores);
            if (!Double.isFinite(terms.loss())) {
                throw TrainingStep.diverged("after " + where, "a validation loss of " + terms.loss(), terms);
            }
            sums = sums.plus(terms, to - from);
        });
        LossTerms means = sums.means();
        double ndcg = evaluation.mean(NDCG_100);
        boolean isBest = ndcg > bestMetric;
        if (isBest) {
            restored(epoch, ndcg);
            best.assign(parameters);
        }
        return new ValidationResult(
                LossTerms.of(means.nll(), beta, means.kl(), means.penalty()),
                ndcg,
                evaluation.mean(RECALL_20),
                evaluation.mean(RECALL_50),
                isBest);
    }

    /** The best weights so far; all zero before the first evaluation. */
    Parameters best() {
        return best;
    }

    /** The epoch that they are of, from 1; 0 before the first evaluation. */
    int bestEpoch() {
        return bestEpoch;
    }

    /** Their NDCG@100. */
    double bestMetric() {
        return bestMetric;
    }

    /** Says which epoch {@link #best()} was filled from. */
    void restored(int epoch, double metric) {
        bestEpoch = epoch;
        bestMetric = metric;
    }

    @Override
    public void close() {
        scorer.close();
        best.close();
    }
}
