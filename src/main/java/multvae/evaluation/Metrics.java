package multvae.evaluation;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import multvae.evaluation.Bootstrap.Interval;
import multvae.evaluation.ItemPopularity.Bucket;
import multvae.evaluation.UserActivity.Span;
import multvae.evaluation.UserActivity.Third;
import multvae.io.Json;
import multvae.io.Require;
import multvae.io.TextFile;

/**
 * The result over the test users, and its file, metrics.json: what the report and others read of an evaluation. Figures are by
 * the name of the model, then by the name of the metric, each in the order in which they were evaluated.
 *
 * @param model the model's name; the other models are baselines
 * @param fingerprints of the manifests that list the evaluated files, by stage
 * @param users how many users count, from 1: those with a held-out item
 * @param skippedUsers those without
 * @param models of each model, ours first
 * @param differences ours minus each baseline, paired by user
 * @param recommendations what is recommended, right or wrong
 * @param byPopularity by the popularity of the held-out items
 * @param byActivity by the activity of the users
 */
public record Metrics(
        String model,
        Map<String, String> fingerprints,
        int users,
        int skippedUsers,
        Map<String, Map<String, Figure>> models,
        Map<String, Map<String, Figure>> differences,
        Recommendations recommendations,
        Map<Bucket, ItemSlice> byPopularity,
        Map<Third, UserSlice> byActivity) {

    private static final Pattern MODEL = Pattern.compile("[a-z0-9][a-z0-9-]{0,49}");

    /**
     * A mean over users with its confidence interval.
     *
     * @param mean the mean, of a difference perhaps below 0
     * @param standardError the standard deviation over users, with divisor n, over the root of n
     * @param interval95 the bootstrap's
     */
    public record Figure(double mean, double standardError, Interval interval95) {

        public Figure {
            Require.within(-1, 1, mean, "mean");
            Require.within(0, 1, standardError, "standardError");
            Require.present(interval95, "interval95");
        }
    }

    /**
     * What the models recommend.
     *
     * @param k how many of a user's best items are recommended; fewer if the user has fewer that are not folded in
     * @param items how many items there are
     * @param models of each model
     */
    public record Recommendations(int k, int items, Map<String, Recommended> models) {

        public Recommendations {
            Require.atLeast(1, k, "k");
            Require.atLeast(1, items, "items");
            models = ordered(models);
        }
    }

    /**
     * What a model recommends to all users who count, as one list.
     *
     * @param coverage the proportion of the items that are recommended to somebody
     * @param meanPopularity the mean number of train users of a recommended item, counted as often as it is recommended
     * @param shares the proportion of the recommendations that are of each bucket; they sum to 1, or are 0 if nothing is
     *     recommended
     */
    public record Recommended(double coverage, double meanPopularity, Map<Bucket, Double> shares) {

        public Recommended {
            Require.within(0, 1, coverage, "coverage");
            Require.within(0, Integer.MAX_VALUE, meanPopularity, "meanPopularity");
            shares = ordered(shares);
            for (Bucket bucket : Bucket.values()) {
                Require.within(0, 1, Require.present(shares.get(bucket), "share of " + bucket), "share of " + bucket);
            }
        }
    }

    /** The figures of a part of the items or users. */
    public sealed interface Slice {

        /** How many users count. */
        int users();

        /** Of each model; none if no user counts. */
        Map<String, Map<String, Figure>> models();
    }

    /**
     * As if only the held-out items of a bucket had been held out.
     *
     * @param items how many items are in the bucket
     */
    public record ItemSlice(int items, int users, Map<String, Map<String, Figure>> models) implements Slice {

        public ItemSlice {
            Require.atLeast(0, items, "items");
            Require.atLeast(0, users, "users");
            models = ordered(models);
        }
    }

    /**
     * Of a third of the users.
     *
     * @param foldInItems how many items a user of the third has folded in
     */
    public record UserSlice(Span foldInItems, int users, Map<String, Map<String, Figure>> models) implements Slice {

        public UserSlice {
            Require.present(foldInItems, "foldInItems");
            Require.atLeast(0, users, "users");
            models = ordered(models);
        }
    }

    public Metrics {
        Require.atLeast(1, users, "users");
        Require.atLeast(0, skippedUsers, "skippedUsers");
        Require.present(recommendations, "recommendations");
        fingerprints = ordered(fingerprints);
        models = ordered(models);
        differences = ordered(differences);
        byPopularity = ordered(byPopularity);
        byActivity = ordered(byActivity);
        models.keySet().forEach(Metrics::requireModel);
        if (!models.containsKey(model) || models.get(model).isEmpty()) {
            throw new IllegalArgumentException("no figures of " + model);
        }
        List<String> metrics = List.copyOf(models.get(model).keySet());
        metrics.forEach(metric -> Require.name(metric, "a metric"));
        Set<String> names = models.keySet();
        requireMetrics(metrics, names, models);
        requireMetrics(metrics, names, differences);
        requireSlices(metrics, names, byPopularity.values());
        requireSlices(metrics, names, byActivity.values());
        requireKnown(names, recommendations.models.keySet());
    }

    /** Lower-case, as configurations have it. So no two are alike in a table, where some have capitals. */
    static String requireModel(String name) {
        if (name == null || !MODEL.matcher(name).matches()) {
            throw new IllegalArgumentException("a model is " + (name == null ? "null" : TextFile.quote(name))
                    + ", must be a short name in lower case");
        }
        return name;
    }

    /** Every user is in a part, and there is a user. */
    private static void requireSlices(List<String> metrics, Set<String> names, Collection<? extends Slice> slices) {
        if (slices.stream().noneMatch(slice -> slice.users() > 0)) {
            throw new IllegalArgumentException("nobody is in a part of the users");
        }
        for (Slice slice : slices) {
            requireMetrics(metrics, names, slice.models());
            if (slice.users() > 0 && !slice.models().keySet().equals(names)) {
                throw new IllegalArgumentException(
                        "a part of the users has figures of " + slice.models().keySet() + ", not " + names);
            }
        }
    }

    private static void requireMetrics(
            List<String> metrics, Set<String> names, Map<String, ? extends Map<String, ?>> models) {
        requireKnown(names, models.keySet());
        models.forEach((name, figures) -> {
            if (!List.copyOf(figures.keySet()).equals(metrics)
                    || figures.values().stream().anyMatch(Objects::isNull)) {
                throw new IllegalArgumentException(
                        "figures of " + name + " are " + figures.keySet() + ", not " + metrics);
            }
        });
    }

    private static void requireKnown(Set<String> names, Set<String> models) {
        if (!names.containsAll(models)) {
            throw new IllegalArgumentException("figures are of " + models + ", the models are " + names);
        }
    }

    /** An unmodifiable copy that keeps the order, which {@link Map#copyOf} does not. */
    private static <K, V> Map<K, V> ordered(Map<K, V> map) {
        Map<K, V> copy = new LinkedHashMap<>(Require.present(map, "map"));
        copy.forEach((key, value) -> Require.present(value, String.valueOf(key)));
        return Collections.unmodifiableMap(copy);
    }

    /** The names of the metrics; the first one leads if only one is shown. */
    public List<String> metrics() {
        return List.copyOf(models.get(model).keySet());
    }

    /** Writes metrics.json: the same bytes for the same metrics. */
    public void write(Path file) {
        Json.write(file, this);
    }

    /**
     * Reads metrics.json.
     *
     * @throws multvae.io.UserError if it is not a file that {@link #write} wrote
     */
    public static Metrics read(Path file) {
        return Json.read(file, Metrics.class, "the metrics of an evaluation", "run evaluate again");
    }
}
