package multvae.inspect;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import multvae.evaluation.Evaluation.Summary;
import multvae.evaluation.PerUser;
import multvae.io.FileHash;
import multvae.io.Plural;
import multvae.io.UserError;
import multvae.matrix.ItemIndex;
import multvae.run.Artifacts;
import multvae.run.Manifest;
import multvae.run.RunLayout;

/**
 * What differs between two runs: what the stages were made from, what they made, and the metrics, paired by user.
 *
 * <p>Only runs that were evaluated on the same users, with the same fold-in and held-out items, are paired. Those of two data sets may
 * have users of the same numbers, who are strangers; and a user who is shown other items is another test.
 */
public final class Comparison implements View {

    /** What evaluate read that decides what a user's metrics are of. */
    private static final Map<RunLayout.Artifact, String> TESTED = new LinkedHashMap<>();

    static {
        TESTED.put(RunLayout.USERS, "other users");
        TESTED.put(RunLayout.ITEMS, "other items");
        TESTED.put(RunLayout.TEST_FOLD_IN, "other fold-in items of the test users");
        TESTED.put(RunLayout.TEST_HELD_OUT, "other held-out items of the test users");
    }

    /** A value that differs; null if a run does not have it. */
    private record Difference(Object first, Object second) {
        @Override
        public String toString() {
            return first + " -> " + second;
        }
    }

    private record UserOfModel(String model, String userId) {}

    /** The same user's rows of two runs. */
    private record Pair(PerUser.Row first, PerUser.Row second) {}

    /** {@code unpaired} says why there are no metrics, a phrase for each reason; it is empty if there are. */
    private record Data(
            Map<String, Difference> configuration,
            Map<String, Difference> files,
            Map<String, Difference> versions,
            Map<String, Map<String, Summary>> metrics,
            List<String> unpaired) {}

    private final Map<String, Difference> configuration = new TreeMap<>();
    private final Map<String, Difference> files = new TreeMap<>();
    private final Map<String, Difference> versions = new TreeMap<>();
    private final Map<String, Map<String, Summary>> metrics;
    private final List<String> unpaired;

    public Comparison(Artifacts first, Artifacts second) throws IOException {
        for (String stage : RunLayout.STAGES) {
            Optional<Manifest> a = first.manifest(stage);
            Optional<Manifest> b = second.manifest(stage);
            differences("", a.map(Manifest::slice), b.map(Manifest::slice), configuration);
            differences(stage + "/", a.map(Comparison::hashes), b.map(Comparison::hashes), files);
            differences(stage + " ", a.map(Comparison::versions), b.map(Comparison::versions), versions);
        }
        this.unpaired = unpaired(first, second);
        this.metrics = unpaired.isEmpty() ? paired(Results.of(first), Results.of(second)) : Map.of();
    }

    private static List<String> unpaired(Artifacts first, Artifacts second) throws IOException {
        Optional<Manifest> a = first.manifest(RunLayout.EVALUATE);
        Optional<Manifest> b = second.manifest(RunLayout.EVALUATE);
        if (a.isEmpty() || b.isEmpty()) {
            return List.of((a.isEmpty() ? first : second).root() + " has no result");
        }
        List<String> reasons = new ArrayList<>();
        for (Map.Entry<RunLayout.Artifact, String> tested : TESTED.entrySet()) {
            String name = tested.getKey().name();
            FileHash of = a.get().inputs().get(name);
            boolean same = of != null && of.equals(b.get().inputs().get(name));
            if (!same && !(tested.getKey().equals(RunLayout.ITEMS) && haveSameItems(first, second))) {
                reasons.add(tested.getValue() + " (" + name + ")");
            }
        }
        return reasons;
    }

    /** Whether what differs in the items is at most their titles and genres, which no metric depends on. */
    private static boolean haveSameItems(Artifacts first, Artifacts second) throws IOException {
        Optional<List<String>> ids = testedItems(first);
        return ids.isPresent() && ids.equals(testedItems(second));
    }

    /** The ids of the items that the result is of; empty if those that are there are others. */
    private static Optional<List<String>> testedItems(Artifacts run) throws IOException {
        Optional<FileHash> there = run.manifest(RunLayout.PREPROCESS)
                .map(preprocess -> preprocess.outputs().get(RunLayout.ITEMS.file()));
        Optional<FileHash> tested = run.manifest(RunLayout.EVALUATE)
                .map(evaluate -> evaluate.inputs().get(RunLayout.ITEMS.name()));
        if (there.isEmpty() || !there.equals(tested)) {
            return Optional.empty();
        }
        ItemIndex items = ItemIndex.read(run.file(RunLayout.ITEMS));
        return Optional.of(
                IntStream.range(0, items.size()).mapToObj(items::itemId).toList());
    }

    /** The outputs' hashes, and those of files from outside of the run. */
    private static Map<String, Object> hashes(Manifest manifest) {
        Map<String, Object> hashes = new TreeMap<>();
        manifest.outputs().forEach((name, hash) -> hashes.put(name, hash.describe()));
        for (Map.Entry<String, FileHash> input : manifest.inputs().entrySet()) {
            if (!input.getKey().contains("/")) {
                hashes.put(input.getKey() + " (input)", input.getValue().describe());
            }
        }
        return hashes;
    }

    private static Map<String, Object> versions(Manifest manifest) {
        Map<String, Object> versions = new TreeMap<>(manifest.environment());
        versions.put("stage version", manifest.version());
        return versions;
    }

    private static void differences(
            String prefix,
            Optional<? extends Map<String, Object>> first,
            Optional<? extends Map<String, Object>> second,
            Map<String, Difference> differences) {
        Map<String, Object> a = first.isPresent() ? first.get() : Map.of();
        Map<String, Object> b = second.isPresent() ? second.get() : Map.of();
        TreeSet<String> keys = new TreeSet<>(a.keySet());
        keys.addAll(b.keySet());
        for (String key : keys) {
            if (!Objects.equals(a.get(key), b.get(key))) {
                differences.put(prefix + key, new Difference(a.get(key), b.get(key)));
            }
        }
    }

    /** The results of a run's users, by model. */
    private record Results(Path file, PerUser perUser) {

        static Results of(Artifacts run) throws IOException {
            Path file = run.file(RunLayout.PER_USER);
            return new Results(file, PerUser.read(file));
        }

        Map<UserOfModel, PerUser.Row> byUser() {
            Map<UserOfModel, PerUser.Row> rows = new LinkedHashMap<>();
            for (PerUser.Row row : perUser.rows()) {
                if (rows.put(new UserOfModel(row.model(), row.userId()), row) != null) {
                    throw new UserError(
                            file.toString(),
                            "each user once with each model",
                            "user " + row.userId() + " twice with " + row.model(),
                            "run evaluate again");
                }
            }
            return rows;
        }
    }

    /** The second minus the first, for each model and metric that both have, over the users that both have. */
    private static Map<String, Map<String, Summary>> paired(Results first, Results second) {
        Map<UserOfModel, PerUser.Row> before = first.byUser();
        Map<String, List<Pair>> pairs = new LinkedHashMap<>();
        second.byUser().forEach((user, row) -> {
            PerUser.Row other = before.get(user);
            if (other != null) {
                pairs.computeIfAbsent(row.model(), model -> new ArrayList<>()).add(new Pair(other, row));
            }
        });
        PerUser a = first.perUser();
        PerUser b = second.perUser();
        Map<String, Map<String, Summary>> paired = new LinkedHashMap<>();
        pairs.forEach((model, rows) -> {
            Map<String, Summary> byMetric = new LinkedHashMap<>();
            for (String metric : b.metrics()) {
                if (a.metrics().contains(metric)) {
                    byMetric.put(
                            metric,
                            Summary.ofDifferences(
                                    column(rows, pair -> b.value(pair.second(), metric)),
                                    column(rows, pair -> a.value(pair.first(), metric))));
                }
            }
            paired.put(model, byMetric);
        });
        return paired;
    }

    private static double[] column(List<Pair> rows, ToDoubleFunction<Pair> value) {
        return rows.stream().mapToDouble(value).toArray();
    }

    @Override
    public Object data() {
        return new Data(configuration, files, versions, metrics, unpaired);
    }

    @Override
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        section(lines, "configuration", configuration);
        lines.add(
                unpaired.isEmpty()
                        ? "metrics, the second run minus the first, paired by user"
                                + (metrics.isEmpty() ? ": none" : ", +- the standard error:")
                        : "metrics: none paired, " + String.join(", ", unpaired));
        metrics(lines);
        section(lines, "files", files); // last, as they are long and say little
        section(lines, "versions", versions);
        return lines;
    }

    /** A line for each metric of a model, but one for all models whose metrics are the same for every user, as a baseline's often are. */
    private void metrics(List<String> lines) {
        List<String> same = new ArrayList<>();
        metrics.forEach((model, byMetric) -> {
            if (!byMetric.isEmpty() && byMetric.values().stream().allMatch(Comparison::isZero)) {
                same.add(model);
                return;
            }
            byMetric.forEach((metric, difference) -> lines.add(String.format(
                    Locale.ROOT,
                    "  %-12s %-14s %+.4f +- %.4f  (%s)",
                    model,
                    metric,
                    difference.mean(),
                    difference.standardError(),
                    Plural.of(difference.users(), "user"))));
        });
        if (!same.isEmpty()) {
            lines.add("  " + String.join(", ", same) + ": the same");
        }
    }

    /** Of every user: numbers whose mean and whose deviation are zero are all zero. */
    private static boolean isZero(Summary difference) {
        return difference.mean() == 0 && difference.standardError() == 0;
    }

    private static void section(List<String> lines, String name, Map<String, Difference> differences) {
        lines.add(name + ":" + (differences.isEmpty() ? " the same" : ""));
        differences.forEach((key, difference) -> lines.add("  " + key + " " + difference));
    }
}
