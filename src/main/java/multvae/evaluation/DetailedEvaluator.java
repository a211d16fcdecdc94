package multvae.evaluation;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import multvae.io.UserError;
import multvae.matrix.CsrMatrix;

/** As {@link Evaluator}, with the details of {@link DetailedEvaluation}; each user is ranked once. */
public final class DetailedEvaluator {

    private final HeldOut all;
    private final Map<PopularityBucket, HeldOut> byPopularity = new EnumMap<>(PopularityBucket.class);
    private final ItemPopularity popularity;
    private final UserActivity activity;
    private final int recommended;
    private final Ranker ranker;

    /**
     * @param foldIn what a scorer may know of the users, [users, items]
     * @param heldOut what it has to find, [users, items]; users with an empty row are skipped and counted
     * @param popularity of the same items
     * @param metrics at least one, each once
     * @param recommended how many of a user's best items count as recommended, from 1
     * @param batchSize users scored at once, from 1
     * @throws UserError where no user has a held-out item, or a batch's scores do not fit an array
     */
    public DetailedEvaluator(
            CsrMatrix foldIn,
            CsrMatrix heldOut,
            ItemPopularity popularity,
            List<MetricAtK> metrics,
            int recommended,
            int batchSize) {
        Evaluator.requireUsers(foldIn, heldOut);
        if (popularity.items() != foldIn.columns()) {
            throw new IllegalArgumentException(
                    "fold-in has " + foldIn.columns() + " items, the popularity is of " + popularity.items());
        }
        if (recommended < 1) {
            throw new IllegalArgumentException("recommended is " + recommended + ", must be at least 1");
        }
        this.all = new HeldOut(heldOut, metrics);
        for (PopularityBucket bucket : PopularityBucket.values()) {
            HeldOut part = new HeldOut(popularity.only(bucket, heldOut), metrics);
            if (part.rows().length > 0) {
                byPopularity.put(bucket, part);
            }
        }
        this.popularity = popularity;
        this.activity = new UserActivity(foldIn, all.rows());
        this.recommended = recommended;
        this.ranker = new Ranker(foldIn, Math.max(recommended, all.longestCutoff()), batchSize);
    }

    /** The thirds of the users who count. */
    public UserActivity activity() {
        return activity;
    }

    /**
     * Evaluates a scorer. A held-out item that the user has folded in as well cannot be a hit, but counts as held out.
     *
     * @throws IllegalStateException where a score is NaN
     */
    public DetailedEvaluation evaluate(Scorer scorer) {
        double[][] values = all.newValues();
        Map<PopularityBucket, double[][]> valuesOf = new EnumMap<>(PopularityBucket.class);
        byPopularity.forEach((bucket, part) -> valuesOf.put(bucket, part.newValues()));
        AtomicIntegerArray times = new AtomicIntegerArray(popularity.items());
        ranker.rank(scorer, all.rows(), ranking -> {
            all.measure(ranking, values);
            byPopularity.forEach((bucket, part) -> part.measure(ranking, valuesOf.get(bucket)));
            for (int position = 0; position < Math.min(recommended, ranking.ranked()); position++) {
                times.incrementAndGet(ranking.item(position));
            }
        });
        Map<PopularityBucket, Evaluation> evaluations = new EnumMap<>(PopularityBucket.class);
        byPopularity.forEach((bucket, part) -> evaluations.put(bucket, part.evaluation(valuesOf.get(bucket))));
        int[] counts = IntStream.range(0, times.length()).map(times::get).toArray();
        return new DetailedEvaluation(
                all.evaluation(values), evaluations, activity, Recommendations.of(recommended, counts, popularity));
    }
}
