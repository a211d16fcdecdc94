package multvae.evaluation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.Function;
import multvae.evaluation.Bootstrap.Interval;
import multvae.evaluation.Evaluation.Summary;
import multvae.evaluation.ItemPopularity.Bucket;
import multvae.evaluation.Metrics.Figure;
import multvae.evaluation.Metrics.ItemSlice;
import multvae.evaluation.Metrics.Recommendations;
import multvae.evaluation.Metrics.Recommended;
import multvae.evaluation.Metrics.UserSlice;
import multvae.evaluation.UserActivity.Third;
import multvae.io.UserError;
import multvae.matrix.CsrMatrix;

/**
 * As {@link Evaluator}, and beyond it: the metrics by the popularity of what is held out, the metrics by the activity of the
 * users, and what is recommended. Each user is ranked once.
 */
public final class DetailedEvaluator {

    /**
     * An evaluation in detail.
     *
     * @param all of all held-out items
     * @param byPopularity as if only the held-out items of a bucket had been held out: the ranking is the same, but other
     *     held-out items are no hits and do not count. A bucket of which no user has an item is missing
     * @param activity the thirds of the users
     * @param recommended what is recommended, right or wrong
     */
    public record Result(
            Evaluation all, Map<Bucket, Evaluation> byPopularity, UserActivity activity, Recommended recommended) {

        public Result {
            byPopularity = Collections.unmodifiableMap(new EnumMap<>(byPopularity));
        }

        /** Of the users of a third; nothing if nobody is in it. */
        public Optional<Evaluation> of(Third third) {
            return all.restrictedTo(row -> activity.of(row) == third);
        }
    }

    private final HeldOut all;
    private final Map<Bucket, HeldOut> byPopularity = new EnumMap<>(Bucket.class);
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
     * @throws UserError if no user has a held-out item, or a batch's scores do not fit an array
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
        for (Bucket bucket : Bucket.values()) {
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

    /**
     * What the results of some models take of Java's heap until {@link #metrics} has taken them together, bytes at the most: each value
     * of all items, of the buckets, and of a third of the users, which all of them may be in.
     *
     * @param models how many
     * @param metrics how many
     * @param users who count
     * @param resamples of the bootstrap
     */
    public static long heap(int models, int metrics, int users, int resamples) {
        int copies = 1 + Bucket.values().length + 1;
        return (long) Double.BYTES * models * metrics * users * copies
                + Bootstrap.heap(models * metrics, users, resamples);
    }

    /**
     * Evaluates a scorer. A held-out item that the user has folded in as well cannot be a hit, but counts as held out.
     *
     * @throws IllegalStateException if a score is NaN
     */
    public Result evaluate(Scorer scorer) {
        double[][] values = all.newValues();
        Map<Bucket, double[][]> valuesOf = new EnumMap<>(Bucket.class);
        byPopularity.forEach((bucket, part) -> valuesOf.put(bucket, part.newValues()));
        AtomicIntegerArray times = new AtomicIntegerArray(popularity.items());
        ranker.rank(scorer, all.rows(), (row, ranking) -> {
            all.measure(row, ranking, values);
            byPopularity.forEach((bucket, part) -> part.measure(row, ranking, valuesOf.get(bucket)));
            for (int position = 0; position < Math.min(recommended, ranking.size()); position++) {
                times.incrementAndGet(ranking.item(position));
            }
        });
        Map<Bucket, Evaluation> evaluations = new EnumMap<>(Bucket.class);
        byPopularity.forEach((bucket, part) -> evaluations.put(bucket, part.evaluation(valuesOf.get(bucket))));
        return new Result(all.evaluation(values), evaluations, activity, recommended(times));
    }

    /**
     * Sums up what is recommended; all 0 if nothing is, because everybody has seen everything.
     *
     * @param times how often each item is recommended, [items]
     */
    private Recommended recommended(AtomicIntegerArray times) {
        long recommendations = 0;
        long users = 0;
        int distinct = 0;
        Map<Bucket, Long> byBucket = new EnumMap<>(Bucket.class);
        for (int item = 0; item < times.length(); item++) {
            recommendations += times.get(item);
            users += (long) times.get(item) * popularity.users(item);
            distinct += times.get(item) > 0 ? 1 : 0;
            byBucket.merge(popularity.bucket(item), (long) times.get(item), Long::sum);
        }
        double divisor = Math.max(1, recommendations);
        Map<Bucket, Double> shares = new EnumMap<>(Bucket.class);
        for (Bucket bucket : Bucket.values()) {
            shares.put(bucket, byBucket.getOrDefault(bucket, 0L) / divisor);
        }
        return new Recommended((double) distinct / times.length(), users / divisor, shares);
    }

    /**
     * Takes results together, with the intervals of their means and the differences between them.
     *
     * @param results by name, the model's first, then the baselines'; all of this evaluator
     * @param fingerprints of the manifests that list the evaluated files, by stage
     */
    public Metrics metrics(Map<String, Result> results, Bootstrap bootstrap, Map<String, String> fingerprints) {
        String model = results.keySet().iterator().next();
        Evaluation ours = results.get(model).all();
        List<String> baselines = results.keySet().stream().skip(1).toList();
        Map<String, Function<MetricAtK, double[]>> differences = new LinkedHashMap<>();
        baselines.forEach(name -> differences.put(
                name, metric -> ours.differences(results.get(name).all(), metric)));
        Map<String, Recommended> recommendations = new LinkedHashMap<>();
        results.forEach((name, result) -> recommendations.put(name, result.recommended()));
        return new Metrics(
                model,
                fingerprints,
                ours.users(),
                ours.skippedUsers(),
                figures(ours.metrics(), ofUsers(parts(results, Result::all)), bootstrap),
                figures(ours.metrics(), differences, bootstrap),
                new Recommendations(recommended, popularity.items(), recommendations),
                itemSlices(results, ours.metrics(), bootstrap),
                userSlices(results, ours.metrics(), bootstrap));
    }

    private Map<Bucket, ItemSlice> itemSlices(
            Map<String, Result> results, List<MetricAtK> metrics, Bootstrap bootstrap) {
        Map<Bucket, ItemSlice> slices = new EnumMap<>(Bucket.class);
        for (Bucket bucket : Bucket.values()) {
            Map<String, Evaluation> parts =
                    parts(results, result -> result.byPopularity().get(bucket));
            slices.put(
                    bucket,
                    new ItemSlice(popularity.items(bucket), users(parts), figures(metrics, ofUsers(parts), bootstrap)));
        }
        return slices;
    }

    private Map<Third, UserSlice> userSlices(
            Map<String, Result> results, List<MetricAtK> metrics, Bootstrap bootstrap) {
        Map<Third, UserSlice> slices = new EnumMap<>(Third.class);
        for (Third third : Third.values()) {
            Map<String, Evaluation> parts =
                    parts(results, result -> result.of(third).orElse(null));
            slices.put(
                    third,
                    new UserSlice(
                            activity.foldInItems(third), users(parts), figures(metrics, ofUsers(parts), bootstrap)));
        }
        return slices;
    }

    /**
     * By the names of models, then of metrics; the means' intervals come of the same draws.
     *
     * @param values by the names of models: a metric's value for each user, the same users for all
     */
    private static Map<String, Map<String, Figure>> figures(
            List<MetricAtK> metrics, Map<String, Function<MetricAtK, double[]>> values, Bootstrap bootstrap) {
        List<double[]> samples = new ArrayList<>();
        values.values().forEach(own -> metrics.forEach(metric -> samples.add(own.apply(metric))));
        if (samples.isEmpty()) {
            return Map.of();
        }
        Iterator<double[]> sample = samples.iterator();
        Iterator<Interval> interval = bootstrap.intervals(samples).iterator();
        Map<String, Map<String, Figure>> models = new LinkedHashMap<>();
        for (String name : values.keySet()) {
            Map<String, Figure> figures = new LinkedHashMap<>();
            for (MetricAtK metric : metrics) {
                Summary summary = Summary.of(sample.next());
                figures.put(metric.name(), new Figure(summary.mean(), summary.standardError(), interval.next()));
            }
            models.put(name, figures);
        }
        return models;
    }

    private static Map<String, Function<MetricAtK, double[]>> ofUsers(Map<String, Evaluation> evaluations) {
        Map<String, Function<MetricAtK, double[]>> values = new LinkedHashMap<>();
        evaluations.forEach((name, evaluation) -> values.put(name, evaluation::values));
        return values;
    }

    /** By model; those without users left out. */
    private static Map<String, Evaluation> parts(Map<String, Result> results, Function<Result, Evaluation> part) {
        Map<String, Evaluation> parts = new LinkedHashMap<>();
        results.forEach((name, result) -> parts.computeIfAbsent(name, key -> part.apply(result)));
        return parts;
    }

    private static int users(Map<String, Evaluation> parts) {
        return parts.values().stream().mapToInt(Evaluation::users).findFirst().orElse(0);
    }
}
