package multvae.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import multvae.config.ModelSettings.ItemLayers;
import multvae.config.Settings;
import multvae.evaluation.Evaluator;
import multvae.evaluation.RankingMetric;
import multvae.matrix.CsrMatrix;
import multvae.model.Initializer;
import multvae.model.ModelScorer;
import multvae.model.Network;
import multvae.model.Parameters;
import multvae.model.SeededRandomness;
import multvae.training.StepBenchmark;
import multvae.training.TrainingData;
import multvae.training.TrainingTask;
import multvae.weights.Architecture;

/**
 * What was measured, ready to be printed or written.
 *
 * @param what {@code train} or {@code evaluate}
 * @param users rows of the data
 * @param items its columns
 * @param events its non-zeros
 * @param itemLayers how the model was computed
 * @param milliseconds of each part, by name
 * @param usersPerSecond at the median
 * @param peakResidentBytes of the process, absent where the system does not tell
 */
public record Benchmark(
        String what,
        int users,
        int items,
        long events,
        String itemLayers,
        Map<String, Spread> milliseconds,
        double usersPerSecond,
        OptionalLong peakResidentBytes) {

    private static final double MEGABYTE = 1e6;

    /** A matrix of that shape in which nothing can be learnt. */
    public static CsrMatrix generated(int users, int items, long events) {
        return SyntheticData.matrix(users, items, events);
    }

    /** Training steps on these users, as configured. */
    public static Benchmark train(CsrMatrix train, Settings settings, int warmUp, int steps) throws IOException {
        TrainingTask task = new TrainingTask(
                new TrainingData(train, train, train),
                settings.model().architecture(train.columns()),
                settings.model().itemLayers(),
                settings.train(),
                new TreeMap<>());
        StepBenchmark.Times times = StepBenchmark.run(task, warmUp, steps);
        Map<String, Spread> parts = new LinkedHashMap<>();
        List<Double> all = new ArrayList<>();
        for (int i = 0; i < steps; i++) {
            all.add(times.waiting().get(i) + times.step().get(i));
        }
        parts.put("step", milliseconds(all));
        parts.put("waiting for a batch", milliseconds(times.waiting()));
        parts.put("filling a batch, on another thread", milliseconds(times.fill()));
        int batch = Math.min(settings.train().batchSize(), train.rows());
        return of(
                "train",
                train,
                settings.model().itemLayers(),
                parts,
                batch / Spread.of(all).median());
    }

    /** Evaluations of these held-out users by an untrained model: the configured metrics. */
    public static Benchmark evaluate(CsrMatrix foldIn, CsrMatrix heldOut, Settings settings, int warmUp, int times)
            throws IOException {
        Architecture architecture = settings.model().architecture(foldIn.columns());
        List<Double> seconds = new ArrayList<>();
        List<Double> scoring = new ArrayList<>();
        try (Parameters parameters = Initializer.initialize(architecture, new SeededRandomness(1));
                Network network = Network.of(settings.model().itemLayers(), architecture, parameters);
                ModelScorer scorer = new ModelScorer(network)) {
            Evaluator evaluator = new Evaluator(
                    foldIn,
                    heldOut,
                    settings.evaluate().metrics().stream()
                            .map(metric ->
                                    RankingMetric.valueOf(metric.name().name()).at(metric.k()))
                            .toList(),
                    settings.evaluate().batchSize());
            for (int i = -warmUp; i < times; i++) {
                long[] scoringNanos = {0};
                long start = System.nanoTime();
                evaluator.evaluate((known, from, to, scores) -> {
                    long begin = System.nanoTime();
                    scorer.score(known, from, to, scores);
                    scoringNanos[0] += System.nanoTime() - begin;
                });
                if (i >= 0) {
                    seconds.add((System.nanoTime() - start) / 1e9);
                    scoring.add(scoringNanos[0] / 1e9);
                }
            }
        }
        Map<String, Spread> parts = new LinkedHashMap<>();
        parts.put("evaluation", milliseconds(seconds));
        parts.put("of that, scoring", milliseconds(scoring));
        return of(
                "evaluate",
                foldIn,
                settings.model().itemLayers(),
                parts,
                foldIn.rows() / Spread.of(seconds).median());
    }

    private static Benchmark of(
            String what, CsrMatrix data, ItemLayers itemLayers, Map<String, Spread> parts, double usersPerSecond)
            throws IOException {
        return new Benchmark(
                what,
                data.rows(),
                data.columns(),
                data.nonZeros(),
                itemLayers.label(),
                parts,
                usersPerSecond,
                PeakMemory.bytes());
    }

    private static Spread milliseconds(List<Double> seconds) {
        Spread s = Spread.of(seconds);
        return new Spread(1000 * s.median(), 1000 * s.lowerQuartile(), 1000 * s.upperQuartile());
    }

    /** For people. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT, "%s: %,d users x %,d items, %,d events, %s", what, users, items, events, itemLayers));
        milliseconds.forEach((part, s) -> lines.add(String.format(
                Locale.ROOT,
                "  %-36s %9.2f ms   quartiles %.2f to %.2f",
                part,
                s.median(),
                s.lowerQuartile(),
                s.upperQuartile())));
        lines.add(String.format(Locale.ROOT, "  %-36s %9.0f", "users a second", usersPerSecond));
        peakResidentBytes.ifPresent(bytes ->
                lines.add(String.format(Locale.ROOT, "  %-36s %9.0f MB", "peak resident memory", bytes / MEGABYTE)));
        return lines;
    }

    /** For programs: plain values by name. */
    public Map<String, Object> values() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("what", what);
        values.put("users", users);
        values.put("items", items);
        values.put("events", events);
        values.put("itemLayers", itemLayers);
        values.put("milliseconds", milliseconds);
        values.put("usersPerSecond", usersPerSecond);
        peakResidentBytes.ifPresent(bytes -> values.put("peakResidentBytes", bytes));
        return values;
    }
}
