package multvae.model;

import java.util.List;
import java.util.function.Consumer;
import multvae.evaluation.Evaluation;
import multvae.evaluation.Evaluator;
import multvae.evaluation.MetricAtK;
import multvae.evaluation.RankingMetric;
import org.nd4j.autodiff.listeners.At;
import org.nd4j.autodiff.listeners.BaseListener;
import org.nd4j.autodiff.listeners.ListenerResponse;
import org.nd4j.autodiff.listeners.Operation;
import org.nd4j.autodiff.listeners.records.LossCurve;
import org.nd4j.autodiff.samediff.SameDiff;

/** Evaluates the model on the validation users after every epoch, and keeps the best weights. */
final class Validation extends BaseListener {

    static final MetricAtK NDCG_100 = RankingMetric.NDCG.at(100);
    static final MetricAtK RECALL_20 = RankingMetric.RECALL.at(20);
    static final MetricAtK RECALL_50 = RankingMetric.RECALL.at(50);

    private final ModelScorer scorer;
    private final Evaluator evaluator;
    private final KlAnnealing annealing;
    private final LossMeter meter;
    private final BestWeights bestWeights;
    private final Consumer<EpochResult> results;

    Validation(
            ModelScorer scorer,
            TrainingData data,
            int batchSize,
            KlAnnealing annealing,
            LossMeter meter,
            BestWeights bestWeights,
            Consumer<EpochResult> results) {
        this.scorer = scorer;
        this.evaluator = new Evaluator(
                data.validationFoldIn(), data.validationHeldOut(), List.of(NDCG_100, RECALL_20, RECALL_50), batchSize);
        this.annealing = annealing;
        this.meter = meter;
        this.bestWeights = bestWeights;
        this.results = results;
    }

    @Override
    public boolean isActive(Operation operation) {
        return operation == Operation.TRAINING;
    }

    @Override
    public ListenerResponse epochEnd(SameDiff sd, At at, LossCurve lossCurve, long epochTimeMillis) {
        Evaluation evaluation = evaluator.evaluate(scorer);
        double ndcg100 = evaluation.mean(NDCG_100);
        results.accept(new EpochResult(
                at.epoch() + 1,
                at.iteration() + 1L,
                annealing.beta(),
                meter.epoch(),
                scorer.takeLoss(annealing.beta()),
                ndcg100,
                evaluation.mean(RECALL_20),
                evaluation.mean(RECALL_50),
                bestWeights.offer(at.epoch(), ndcg100)));
        return ListenerResponse.CONTINUE;
    }
}
