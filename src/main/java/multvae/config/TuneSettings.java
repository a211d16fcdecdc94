package multvae.config;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import multvae.config.EvaluateSettings.Baseline;

/**
 * What the tune command searches.
 *
 * @param trials how many settings are drawn for each model, 1 to 10,000
 * @param eta of so many trials one is trained on, from 2
 * @param rungs how often trials are compared, from 1: after the last one's epochs over eta, twice over eta, and so on
 * @param seed of the draws
 * @param space the keys that are drawn, each once
 */
public record TuneSettings(int trials, int eta, int rungs, long seed, List<Dimension> space) {

    private static final int MOST_TRIALS = 10_000;
    private static final int MOST_ETA = 100;
    private static final int MOST_RUNGS = 10;

    /** How a key's value is drawn. */
    public enum Distribution {
        /** A number between two ends. */
        UNIFORM,
        /** A number whose logarithm is uniform. */
        LOG_UNIFORM,
        /** A whole number between two ends, which are drawn too. */
        INTEGER,
        /** A whole number whose logarithm is uniform. */
        LOG_INTEGER,
        /** One of some values, each as likely. */
        CHOICE;

        /** As it is written in a configuration. */
        String label() {
            return ValueType.name(this);
        }

        /** Whether equal factors are as likely, not equal differences. */
        public boolean isLogarithmic() {
            return this == LOG_UNIFORM || this == LOG_INTEGER;
        }

        /** Whether only whole numbers are drawn. */
        public boolean isWhole() {
            return this == INTEGER || this == LOG_INTEGER;
        }
    }

    /**
     * A key that is drawn, written {@code train.learningRate = log-uniform 1e-4 1e-2} or {@code train.batchSize = choice 100, 250}.
     *
     * @param key one of model's, of train's, or of a baseline's
     * @param distribution how
     * @param low the lower end; 0 for a choice
     * @param high the upper end, above it; 0 for a choice
     * @param choices each as it would be written in a configuration; none without a choice
     */
    public record Dimension(String key, Distribution distribution, double low, double high, List<String> choices) {

        private static final String SPACE = "tune.space";
        private static final Pattern WRITTEN =
                Pattern.compile("\\s*([A-Za-z.]+)\\s*=\\s*([a-zA-Z-]*)[\\s,]*(.*)", Pattern.DOTALL);
        private static final Pattern ENDS = Pattern.compile("(\\S+?)(?:\\s*,\\s*|\\s+)(\\S+)\\s*");
        private static final double LARGEST_WHOLE = 1e9;

        /** Keys of train that a search cannot vary, and why not. */
        private static final List<String> FIXED = Stream.concat(
                        TrainSettings.WITHOUT_EFFECT.stream(),
                        Stream.of(
                                "train.epochs",
                                "train.evaluateEvery",
                                TrainSettings.FINAL_FIT,
                                TrainSettings.SEED,
                                TrainSettings.STATISTICS))
                .toList();

        public Dimension {
            choices = List.copyOf(choices);
        }

        /** The baseline that the key belongs to; none for a key of the model. */
        public Optional<Baseline> baseline() {
            return baseline(key);
        }

        private static Optional<Baseline> baseline(String key) {
            return Arrays.stream(Baseline.values())
                    .filter(baseline -> Reference.isAtOrBelow(key, baseline.section()))
                    .findFirst();
        }

        /** The values that stand for all: both ends, or every choice. */
        public List<String> extremes() {
            return distribution == Distribution.CHOICE ? choices : List.of(text(low), text(high));
        }

        private String written() {
            return key + " = " + distribution.label() + " "
                    + String.join(distribution == Distribution.CHOICE ? ", " : " ", extremes());
        }

        private String text(double end) {
            return distribution.isWhole() ? String.valueOf((long) end) : String.valueOf(end);
        }

        private static boolean mayVary(String key) {
            boolean ofTheModel = Reference.isAtOrBelow(key, "model") || Reference.isAtOrBelow(key, "train");
            return ofTheModel ? !FIXED.contains(key) : baseline(key).isPresent();
        }

        static ValueType<Dimension> valueType() {
            List<String> keys =
                    Reference.load().keys().stream().filter(Dimension::mayVary).toList();
            return new ValueType<>(
                    value -> Written.of(value.unwrapped()).expected(keys),
                    value -> Written.of(value.unwrapped()).dimension(keys),
                    Dimension::written,
                    value -> Written.of(value.unwrapped()).meant(keys));
        }

        /** The parts of a text, right or not. */
        private record Written(String key, String how, String rest) {

            static Written of(Object value) {
                Matcher parts = WRITTEN.matcher(value instanceof String text ? text : "");
                return parts.matches()
                        ? new Written(
                                parts.group(1), parts.group(2), parts.group(3).strip())
                        : new Written("", "", "");
            }

            private Optional<Distribution> distribution() {
                return Arrays.stream(Distribution.values())
                        .filter(known -> known.label().equals(how))
                        .findFirst();
            }

            private Optional<Dimension> dimension(List<String> keys) {
                return distribution().filter(known -> keys.contains(key)).flatMap(known -> {
                    if (known == Distribution.CHOICE) {
                        return SweepSettings.Axis.values(SPACE, key, rest)
                                .map(choices -> new Dimension(key, known, 0, 0, choices));
                    }
                    Matcher ends = ENDS.matcher(rest);
                    if (!ends.matches()) {
                        return Optional.empty();
                    }
                    double low = number(ends.group(1));
                    double high = number(ends.group(2));
                    boolean whole =
                            low == Math.rint(low) && high == Math.rint(high) && Math.max(-low, high) <= LARGEST_WHOLE;
                    boolean right = (whole || !known.isWhole())
                            && (!known.isLogarithmic() || (low > 0 && Double.isFinite(high / low)));
                    return low < high && Double.isFinite(high - low) && right
                            ? Optional.of(new Dimension(key, known, low, high, List.of()))
                            : Optional.empty();
                });
            }

            /** NaN for what is none. */
            private static double number(String text) {
                try {
                    return text.matches("[-+.0-9eE]+") ? Double.parseDouble(text) + 0.0 : Double.NaN;
                } catch (NumberFormatException e) {
                    return Double.NaN;
                }
            }

            private String expected(List<String> keys) {
                if (FIXED.contains(key)) {
                    return "a key that makes another model of the same training, not " + key;
                }
                if (!keys.contains(key)) {
                    return "a key of model, train or a baseline and how it is drawn, such as train.learningRate ="
                            + " log-uniform 1e-4 1e-2";
                }
                return distribution()
                        .map(known -> switch (known) {
                            case UNIFORM -> "uniform and two numbers, the lower one first";
                            case LOG_UNIFORM ->
                                "log-uniform and two numbers above 0, the lower one first, the other at most 1e308 times"
                                        + " as large";
                            case INTEGER -> "integer and two whole numbers up to 1000000000, the lower one first";
                            case LOG_INTEGER ->
                                "log-integer and two whole numbers from 1 to 1000000000, the lower one first";
                            case CHOICE -> "choice and different values, such as choice 100, 250, 500";
                        })
                        .orElse(key
                                + " = uniform, log-uniform, integer or log-integer and two ends, or choice and values");
            }

            private Optional<String> meant(List<String> keys) {
                Optional<String> near = keys.contains(key) || FIXED.contains(key) || key.isEmpty()
                        ? Optional.of(key).filter(keys::contains)
                        : Spelling.nearestKey(key, keys);
                Optional<String> nearHow = distribution()
                        .map(Distribution::label)
                        .or(() -> Spelling.nearest(
                                how,
                                Arrays.stream(Distribution.values())
                                        .map(Distribution::label)
                                        .toList()));
                return near.flatMap(known -> nearHow.map(label -> new Written(known, label, rest)))
                        .filter(other ->
                                !other.equals(this) && other.dimension(keys).isPresent())
                        .map(other -> other.key + " = " + other.how + " " + other.rest);
            }
        }
    }

    static TuneSettings read(Section tune) {
        return new TuneSettings(
                tune.get("trials", ValueType.integer(1, MOST_TRIALS)),
                tune.get("eta", ValueType.integer(2, MOST_ETA)),
                tune.get("rungs", ValueType.integer(1, MOST_RUNGS)),
                tune.get("seed", ValueType.longInteger(Long.MIN_VALUE, Long.MAX_VALUE)),
                tune.distinctList("space", Dimension.valueType(), false));
    }
}
