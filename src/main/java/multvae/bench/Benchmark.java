package multvae.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import multvae.config.ModelSettings.ItemLayers;
import multvae.config.Settings;
import multvae.evaluation.Evaluator;
import multvae.matrix.CsrMatrix;
import multvae.model.Half;
import multvae.model.ModelScorer;
import multvae.model.Network;
import multvae.model.Parameters;
import multvae.model.Randomness;
import multvae.training.StepBenchmark;
import multvae.training.StepBenchmark.StepTime;
import multvae.training.TrainingData;
import multvae.training.TrainingTask;
import multvae.weights.Architecture;
import org.apache.commons.statistics.descriptive.Quantile;
import org.apache.commons.statistics.descriptive.Quantile.EstimationMethod;

/**
 * What was measured, ready to be printed or written.
 *
 * @param what {@code train} or {@code evaluate}
 * @param users rows of the data
 * @param items its columns
 * @param events its non-zeros
 * @param itemLayers how the model was computed
 * @param milliseconds of each part, by name, the whole first
 * @param usersPerSecond at the median
 * @param peakResidentBytes the most memory that the process has had resident; null if the system does not tell
 */
public record Benchmark(
        String what,
        int users,
        int items,
        long events,
        String itemLayers,
        Map<String, Quartiles> milliseconds,
        double usersPerSecond,
        Long peakResidentBytes) {

    private static final double MEGABYTE = 1e6;

    /** Only Linux has it. */
    private static final Path STATUS = Path.of("/proc/self/status");

    private static final String PEAK = "VmHWM:";

    /**
     * The quartiles of some measurements, linear between the two nearest: numpy's default.
     *
     * @param median half of them are below
     * @param lowerQuartile a quarter of them is below
     * @param upperQuartile three quarters of them are below
     */
    public record Quartiles(double median, double lowerQuartile, double upperQuartile) {

        private static final Quantile LINEAR = Quantile.withDefaults().with(EstimationMethod.HF7);

        /**
         * The quartiles, in milliseconds.
         *
         * @param seconds at least one
         */
        static Quartiles ofSeconds(List<Double> seconds) {
            double[] milliseconds = seconds.stream().mapToDouble(s -> 1000 * s).toArray();
            double[] quartiles = LINEAR.evaluate(milliseconds, 0.25, 0.5, 0.75);
            return new Quartiles(quartiles[1], quartiles[0], quartiles[2]);
        }
    }

    /** Training steps on these users, as configured. */
    public static Benchmark train(CsrMatrix train, Settings settings, int warmUp, int steps) throws IOException {
        TrainingTask task = new TrainingTask(
                new TrainingData(train, train, train),
                Optional.empty(),
                settings.model().architecture(train.columns()),
                settings.model().itemLayers(),
                settings.train(),
                new TreeMap<>());
        List<StepTime> times = StepBenchmark.run(task, warmUp, steps);
        Map<String, Quartiles> parts = new LinkedHashMap<>();
        parts.put("step", quartiles(times, StepTime::whole));
        for (Half half : List.of(Half.ENCODER, Half.DECODER)) {
            List<StepTime> ofHalf =
                    times.stream().filter(time -> time.half() == half).toList();
            if (!ofHalf.isEmpty()) {
                parts.put(
                        "step that updates the " + half.name().toLowerCase(Locale.ROOT),
                        quartiles(ofHalf, StepTime::whole));
            }
        }
        if (times.stream().noneMatch(time -> Double.isNaN(time.processor()))) {
            parts.put("processor time of a step, all threads", quartiles(times, StepTime::processor));
        }
        parts.put("waiting for a batch", quartiles(times, StepTime::waiting));
        parts.put("filling a batch, on another thread", quartiles(times, StepTime::fill));
        int usersPerStep = Math.min(settings.train().batchSize(), train.rows());
        return of("train", train, settings.model().itemLayers(), parts, usersPerStep);
    }

    private static Quartiles quartiles(List<StepTime> times, Function<StepTime, Double> seconds) {
        return Quartiles.ofSeconds(times.stream().map(seconds).toList());
    }

    /** Evaluations of these held-out users by an untrained model: the configured metrics. */
    public static Benchmark evaluate(HeldOutUsers users, Settings settings, int warmUp, int times) throws IOException {
        CsrMatrix foldIn = users.foldIn();
        Architecture architecture = settings.model().architecture(foldIn.columns());
        List<Double> seconds = new ArrayList<>();
        List<Double> scoring = new ArrayList<>();
        try (Parameters parameters = Parameters.initial(architecture, new Randomness.Seeded(1));
                Network network = Network.of(settings.model().itemLayers(), architecture, parameters);
                ModelScorer scorer = new ModelScorer(network)) {
            Evaluator evaluator = new Evaluator(
                    foldIn,
                    users.heldOut(),
                    settings.evaluate().metrics(),
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
        Map<String, Quartiles> parts = new LinkedHashMap<>();
        parts.put("evaluation", Quartiles.ofSeconds(seconds));
        parts.put("of that, scoring", Quartiles.ofSeconds(scoring));
        return of("evaluate", foldIn, settings.model().itemLayers(), parts, foldIn.rows());
    }

    private static Benchmark of(
            String what, CsrMatrix data, ItemLayers itemLayers, Map<String, Quartiles> parts, int usersEachTime)
            throws IOException {
        double whole = parts.values().iterator().next().median();
        return new Benchmark(
                what,
                data.rows(),
                data.columns(),
                data.nonZeros(),
                itemLayers.label(),
                parts,
                1000 * usersEachTime / whole,
                peakResidentBytes(STATUS));
    }

    static Long peakResidentBytes(Path status) throws IOException {
        if (!Files.isReadable(status)) {
            return null;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith(PEAK))
                .map(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElse(null);
    }

    /** For people, one figure per line. */
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
        lines.add(String.format(Locale.ROOT, "  %-36s %9.0f", "users per second", usersPerSecond));
        if (peakResidentBytes != null) {
            lines.add(String.format(
                    Locale.ROOT, "  %-36s %9.0f MB", "peak resident memory", peakResidentBytes / MEGABYTE));
        }
        return lines;
    }
}
