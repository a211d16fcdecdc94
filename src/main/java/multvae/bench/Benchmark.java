package multvae.bench;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import multvae.config.Settings;
import multvae.evaluation.Evaluator;
import multvae.evaluation.MetricAtK;
import multvae.io.UserError;
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
import org.apache.commons.statistics.descriptive.Quantile;

/**
 * What was measured, ready to be printed or written as JSON.
 *
 * @param what {@code train} or {@code evaluate}
 * @param users rows of the data
 * @param items its columns
 * @param events its non-zeros
 * @param itemLayers how the first and the last layer were computed
 * @param milliseconds of each part
 * @param usersPerSecond at the median
 * @param peakResidentBytes the most memory that the process had resident so far; null if the system does not say
 */
public record Benchmark(
        String what,
        int users,
        int items,
        long events,
        String itemLayers,
        Milliseconds milliseconds,
        double usersPerSecond,
        @JsonInclude(JsonInclude.Include.NON_NULL) Long peakResidentBytes) {

    private static final double MEGABYTE = 1e6;
    private static final Path STATUS = Path.of("/proc/self/status"); // only Linux has it
    private static final String PEAK = "VmHWM:";
    private static final long MAX_PARAMETERS = Integer.MAX_VALUE / Float.BYTES;

    /** The times of the parts of what was measured. */
    public sealed interface Milliseconds {

        /** One line per part, for people. */
        List<String> lines();
    }

    /**
     * Of a training step.
     *
     * @param step from one batch to the next
     * @param waiting of that, for a batch that is not filled yet
     * @param fill the work on a batch that is done beside the steps
     */
    public record TrainingTimes(
            @JsonProperty(STEP) Spread step, @JsonProperty(WAITING) Spread waiting, @JsonProperty(FILL) Spread fill)
            implements Milliseconds {

        private static final String STEP = "step";
        private static final String WAITING = "waiting for a batch";
        private static final String FILL = "filling a batch, on another thread";

        @Override
        public List<String> lines() {
            return List.of(step.line(STEP), waiting.line(WAITING), fill.line(FILL));
        }
    }

    /**
     * Of an evaluation.
     *
     * @param evaluation the whole of it
     * @param scoring of that, the model's part
     */
    public record EvaluationTimes(@JsonProperty(EVALUATION) Spread evaluation, @JsonProperty(SCORING) Spread scoring)
            implements Milliseconds {

        private static final String EVALUATION = "evaluation";
        private static final String SCORING = "of that, scoring";

        @Override
        public List<String> lines() {
            return List.of(evaluation.line(EVALUATION), scoring.line(SCORING));
        }
    }

    /**
     * The quartiles of some measurements, interpolated linearly as numpy's quantile does.
     *
     * @param median half of them are below
     * @param lowerQuartile a quarter is below
     * @param upperQuartile a quarter is above
     */
    public record Spread(double median, double lowerQuartile, double upperQuartile) {

        /** Hyndman and Fan's type 7 (Sample Quantiles in Statistical Packages, 1996). */
        private static final Quantile LINEAR = Quantile.withDefaults().with(Quantile.EstimationMethod.HF7);

        /**
         * In the values' unit.
         *
         * @param values at least one
         */
        static Spread of(List<Double> values) {
            double[] quartiles = LINEAR.evaluate(
                    values.stream().mapToDouble(Double::doubleValue).toArray(), 0.25, 0.5, 0.75);
            return new Spread(quartiles[1], quartiles[0], quartiles[2]);
        }

        private static Spread milliseconds(List<Double> seconds) {
            return of(seconds.stream().map(s -> 1000 * s).toList());
        }

        private String line(String part) {
            return String.format(
                    Locale.ROOT,
                    "  %-36s %9.2f ms   quartiles %.2f to %.2f",
                    part,
                    median,
                    lowerQuartile,
                    upperQuartile);
        }
    }

    /** Training steps on these users, as configured. */
    public static Benchmark train(CsrMatrix train, Settings settings, int warmUp, int steps) throws IOException {
        TrainingTask task = new TrainingTask(
                new TrainingData(train, train, train),
                Architecture.of(train.columns(), settings.model()),
                settings.model().itemLayers(),
                settings.train(),
                new TreeMap<>());
        StepBenchmark.Times times = StepBenchmark.run(task, warmUp, steps);
        List<Double> all = new ArrayList<>();
        for (int i = 0; i < steps; i++) {
            all.add(times.waiting().get(i) + times.step().get(i));
        }
        Milliseconds parts = new TrainingTimes(
                Spread.milliseconds(all), Spread.milliseconds(times.waiting()), Spread.milliseconds(times.fill()));
        int batch = Math.min(settings.train().batchSize(), train.rows());
        return of("train", train, settings, parts, batch / Spread.of(all).median());
    }

    /**
     * Evaluations of these held-out users by an untrained model: the configured metrics.
     *
     * @throws UserError if the model has more parameters than an array holds, or no user has a held-out item
     */
    public static Benchmark evaluate(CsrMatrix foldIn, CsrMatrix heldOut, Settings settings, int warmUp, int times)
            throws IOException {
        Architecture architecture = Architecture.of(foldIn.columns(), settings.model());
        if (architecture.parameterCount() > MAX_PARAMETERS) {
            throw new UserError(
                    "model",
                    "at most " + MAX_PARAMETERS + " parameters",
                    String.valueOf(architecture.parameterCount()),
                    "take fewer items or smaller layers");
        }
        List<Double> seconds = new ArrayList<>();
        List<Double> scoring = new ArrayList<>();
        try (Parameters parameters = Initializer.initialize(architecture, new SeededRandomness(1));
                Network network = Network.of(settings.model().itemLayers(), architecture, parameters);
                ModelScorer scorer = new ModelScorer(network)) {
            Evaluator evaluator = new Evaluator(
                    foldIn,
                    heldOut,
                    settings.evaluate().metrics().stream().map(MetricAtK::of).toList(),
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
        Milliseconds parts = new EvaluationTimes(Spread.milliseconds(seconds), Spread.milliseconds(scoring));
        return of(
                "evaluate",
                foldIn,
                settings,
                parts,
                foldIn.rows() / Spread.of(seconds).median());
    }

    private static Benchmark of(
            String what, CsrMatrix data, Settings settings, Milliseconds parts, double usersPerSecond)
            throws IOException {
        return new Benchmark(
                what,
                data.rows(),
                data.columns(),
                data.nonZeros(),
                settings.model().itemLayers().label(),
                parts,
                usersPerSecond,
                peakMemory());
    }

    private static Long peakMemory() throws IOException {
        if (!Files.isReadable(STATUS)) {
            return null;
        }
        return Files.readAllLines(STATUS).stream()
                .filter(line -> line.startsWith(PEAK))
                .map(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElse(null);
    }

    /** For people. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT, "%s: %,d users x %,d items, %,d events, %s", what, users, items, events, itemLayers));
        lines.addAll(milliseconds.lines());
        lines.add(String.format(Locale.ROOT, "  %-36s %9.0f", "users per second", usersPerSecond));
        if (peakResidentBytes != null) {
            lines.add(String.format(
                    Locale.ROOT, "  %-36s %9.0f MB", "peak resident memory", peakResidentBytes / MEGABYTE));
        }
        return lines;
    }
}
