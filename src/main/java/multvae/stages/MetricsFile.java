package multvae.stages;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import multvae.evaluation.Activity;
import multvae.evaluation.Bootstrap;
import multvae.evaluation.ConfidenceInterval;
import multvae.evaluation.DetailedEvaluation;
import multvae.evaluation.Evaluation;
import multvae.evaluation.ItemPopularity;
import multvae.evaluation.MetricAtK;
import multvae.evaluation.PairedDifference;
import multvae.evaluation.PopularityBucket;
import multvae.evaluation.Recommendations;
import multvae.evaluation.UserActivity;

/** metrics.json, as docs/formats.md describes it: what report and others read of an evaluation. */
final class MetricsFile {

    private final Map<String, DetailedEvaluation> evaluations;
    private final String model;
    private final Evaluation modelEvaluation;
    private final ItemPopularity popularity;
    private final UserActivity activity;

    /**
     * @param evaluations by name, the model's first, then the baselines'; all of the same users and metrics
     * @param popularity of the items
     * @param activity of the users
     */
    MetricsFile(Map<String, DetailedEvaluation> evaluations, ItemPopularity popularity, UserActivity activity) {
        this.evaluations = new LinkedHashMap<>(evaluations);
        this.model = evaluations.keySet().iterator().next();
        this.modelEvaluation = evaluations.get(model).all();
        this.popularity = popularity;
        this.activity = activity;
    }

    /** @param fingerprints of the manifests that the evaluated files are listed in, by stage */
    void write(Path file, Map<String, String> fingerprints, Bootstrap bootstrap) throws IOException {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("model", model);
        content.put("fingerprints", fingerprints);
        content.put("users", modelEvaluation.users());
        content.put("skippedUsers", modelEvaluation.skippedUsers());
        Iterator<ConfidenceInterval> intervals = intervals(bootstrap).iterator();
        content.put("models", forEach(evaluation -> means(evaluation.all(), intervals)));
        content.put("differences", differences(intervals));
        content.put("recommendations", recommendations());
        content.put("byPopularity", byPopularity());
        content.put("byActivity", byActivity());
        JsonFile.write(file, content);
    }

    /** Of every model's metrics, then of every baseline's differences, in the order in which they are written. */
    private List<ConfidenceInterval> intervals(Bootstrap bootstrap) {
        List<double[]> samples = new ArrayList<>();
        for (DetailedEvaluation evaluation : evaluations.values()) {
            modelEvaluation
                    .metrics()
                    .forEach(metric -> samples.add(evaluation.all().perUser(metric)));
        }
        for (String baseline : baselines()) {
            Evaluation other = evaluations.get(baseline).all();
            modelEvaluation
                    .metrics()
                    .forEach(metric -> samples.add(PairedDifference.perUser(modelEvaluation, other, metric)));
        }
        return bootstrap.intervals(samples);
    }

    private List<String> baselines() {
        return evaluations.keySet().stream().skip(1).toList();
    }

    private Map<String, Object> forEach(Function<DetailedEvaluation, Object> figures) {
        Map<String, Object> models = new LinkedHashMap<>();
        evaluations.forEach((name, evaluation) -> models.put(name, figures.apply(evaluation)));
        return models;
    }

    private static Map<String, Object> means(Evaluation evaluation, Iterator<ConfidenceInterval> intervals) {
        Map<String, Object> means = new LinkedHashMap<>();
        for (MetricAtK metric : evaluation.metrics()) {
            means.put(
                    metric.name(), figure(evaluation.mean(metric), evaluation.standardError(metric), intervals.next()));
        }
        return means;
    }

    private Map<String, Object> differences(Iterator<ConfidenceInterval> intervals) {
        Map<String, Object> differences = new LinkedHashMap<>();
        for (String baseline : baselines()) {
            Map<String, Object> means = new LinkedHashMap<>();
            for (MetricAtK metric : modelEvaluation.metrics()) {
                PairedDifference difference = PairedDifference.of(
                        modelEvaluation, evaluations.get(baseline).all(), metric);
                means.put(metric.name(), figure(difference.mean(), difference.standardError(), intervals.next()));
            }
            differences.put(baseline, means);
        }
        return differences;
    }

    private static Map<String, Object> figure(double mean, double standardError, ConfidenceInterval interval) {
        Map<String, Object> figure = figure(mean, standardError);
        figure.put("interval95", List.of(interval.low(), interval.high()));
        return figure;
    }

    private static Map<String, Object> figure(double mean, double standardError) {
        Map<String, Object> figure = new LinkedHashMap<>();
        figure.put("mean", mean);
        figure.put("standardError", standardError);
        return figure;
    }

    private Map<String, Object> recommendations() {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("k", evaluations.get(model).recommendations().k());
        content.put("items", popularity.items());
        content.put("models", forEach(evaluation -> {
            Recommendations recommendations = evaluation.recommendations();
            Map<String, Object> figures = new LinkedHashMap<>();
            figures.put("coverage", recommendations.coverage());
            figures.put("meanPopularity", recommendations.meanPopularity());
            Map<String, Object> shares = new LinkedHashMap<>();
            for (PopularityBucket bucket : PopularityBucket.values()) {
                shares.put(bucket.label(), recommendations.shares().get(bucket));
            }
            figures.put("shares", shares);
            return figures;
        }));
        return content;
    }

    private Map<String, Object> byPopularity() {
        Map<String, Object> content = new LinkedHashMap<>();
        for (PopularityBucket bucket : PopularityBucket.values()) {
            Map<String, Object> part = new LinkedHashMap<>();
            part.put("items", popularity.items(bucket));
            putModels(part, evaluation -> evaluation.of(bucket));
            content.put(bucket.label(), part);
        }
        return content;
    }

    private Map<String, Object> byActivity() {
        Map<String, Object> content = new LinkedHashMap<>();
        for (Activity third : Activity.values()) {
            Map<String, Object> part = new LinkedHashMap<>();
            part.put("foldInItems", List.of(activity.fewestItems(third), activity.mostItems(third)));
            putModels(part, evaluation -> evaluation.of(third));
            content.put(third.label(), part);
        }
        return content;
    }

    /** The users of a part and each model's figures for them; 0 and none where the part is empty. */
    private void putModels(Map<String, Object> part, Function<DetailedEvaluation, Optional<Evaluation>> select) {
        Map<String, Object> models = new LinkedHashMap<>();
        part.put(
                "users",
                select.apply(evaluations.get(model)).map(Evaluation::users).orElse(0));
        part.put("models", models);
        evaluations.forEach((name, evaluation) -> select.apply(evaluation).ifPresent(selected -> {
            Map<String, Object> means = new LinkedHashMap<>();
            for (MetricAtK metric : selected.metrics()) {
                means.put(metric.name(), figure(selected.mean(metric), selected.standardError(metric)));
            }
            models.put(name, means);
        }));
    }
}
