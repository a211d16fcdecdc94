package multvae.config;

import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import multvae.linear.FixedFactors.Objective;
import multvae.linear.ItemFactors;

/**
 * How held-out users are scored, and what the model is compared with.
 *
 * @param batchSize users scored at once, 1 to 1,000,000; it changes memory, speed and the last bits of the model's scores
 * @param metrics at least one, each once; the first one is shown if only one is
 * @param recommendations how many of a user's best items count as recommended, for coverage and popularity, from 1
 * @param baselines each once, or none
 * @param itemKnn the baseline of that name
 * @param ease the baseline of that name
 * @param edlae the baseline of that name
 * @param ials the baseline of that name
 * @param bootstrap the confidence intervals
 */
public record EvaluateSettings(
        int batchSize,
        List<MetricSetting> metrics,
        int recommendations,
        List<Baseline> baselines,
        ItemKnnSettings itemKnn,
        EaseSettings ease,
        EdlaeSettings edlae,
        IalsSettings ials,
        BootstrapSettings bootstrap) {

    /** The ranking metrics that {@code evaluate.metrics} may name: {@code recall-all@20} is RECALL_ALL with the cutoff 20. */
    public enum MetricName {
        NDCG,
        RECALL,
        RECALL_ALL,
        PRECISION,
        MAP,
        MRR,
        HIT_RATE
    }

    /**
     * A ranking metric and its cutoff, written {@code ndcg@100}.
     *
     * @param name which metric
     * @param k how many of the best items count, 1 to 999,999
     */
    public record MetricSetting(MetricName name, int k) {

        private static final Pattern WRITTEN = Pattern.compile("([^@]+)@([1-9][0-9]{0,5})");
        private static final ValueType<MetricName> NAME = ValueType.constant(MetricName.class);

        static ValueType<MetricSetting> valueType() {
            String names = Arrays.stream(MetricName.values())
                    .map(name -> NAME.plain().apply(name).toString())
                    .collect(Collectors.joining(", "));
            return new ValueType<>(
                    value -> "a metric and its cutoff, ndcg@100 for instance, the metric one of " + names,
                    value -> parse(
                            value, (name, k) -> NAME.read().apply(name).map(known -> new MetricSetting(known, k))),
                    setting -> NAME.plain().apply(setting.name) + "@" + setting.k,
                    value -> parse(value, (name, k) -> NAME.meant().apply(name).map(known -> known + "@" + k)));
        }

        private static <T> Optional<T> parse(ConfigValue value, BiFunction<ConfigValue, Integer, Optional<T>> meaning) {
            Matcher written = WRITTEN.matcher(ValueType.text(value).orElse(""));
            return written.matches()
                    ? meaning.apply(ConfigValueFactory.fromAnyRef(written.group(1)), Integer.valueOf(written.group(2)))
                    : Optional.empty();
        }
    }

    /** What a model is compared with. */
    public enum Baseline {
        POPULARITY,
        ITEM_KNN,
        EASE,
        EDLAE,
        IALS;

        /** As it is written in configurations and files: {@code item-knn}. */
        public String label() {
            return ValueType.name(this);
        }

        /** What its keys begin with: {@code evaluate.itemKnn}. */
        public String section() {
            return "evaluate." + (this == ITEM_KNN ? "itemKnn" : label());
        }
    }

    /**
     * The item-kNN baseline.
     *
     * @param neighbours items that an item's score is summed over, the most similar ones, from 1
     * @param shrinkage what is added to the similarity's divisor, from 0
     * @param asymmetry the exponent of the item's own size in the divisor, in [0, 1]; 0.5 is the cosine
     * @param userDamping how much less an active user counts: as 1 over the user's number of items to this power, from 0
     */
    public record ItemKnnSettings(int neighbours, double shrinkage, double asymmetry, double userDamping) {

        static ItemKnnSettings read(Section itemKnn) {
            return new ItemKnnSettings(
                    itemKnn.get("neighbours", ValueType.integer(1)),
                    itemKnn.get("shrinkage", ValueType.number(Interval.closed(0, 1e6))),
                    itemKnn.get("asymmetry", ValueType.number(Interval.closed(0, 1))),
                    itemKnn.get("userDamping", ValueType.number(Interval.closed(0, 10))));
        }
    }

    /**
     * The EASE baseline.
     *
     * @param lambda the weight of the squared weights, above 0
     */
    public record EaseSettings(double lambda) {

        static EaseSettings read(Section ease) {
            return new EaseSettings(ease.get("lambda", ValueType.number(Interval.positiveFloat())));
        }
    }

    /**
     * The EDLAE baseline.
     *
     * @param lambda the weight of the squared weights, above 0
     * @param dropout the probability with which an item of the input is dropped, in [0, 1)
     */
    public record EdlaeSettings(double lambda, double dropout) {

        static EdlaeSettings read(Section edlae) {
            return new EdlaeSettings(
                    edlae.get("lambda", ValueType.number(Interval.positiveFloat())),
                    edlae.get("dropout", ValueType.number(Interval.closedOpen(0, 1))));
        }
    }

    /**
     * The iALS baseline.
     *
     * @param dimension of the vectors of users and items, 1 to {@link ItemFactors#MOST_DIMENSIONS}
     * @param epochs how often the vectors of users and then of items are solved, from 1
     * @param objective what is minimised
     * @param seed of the first vectors
     */
    public record IalsSettings(int dimension, int epochs, Objective objective, long seed) {

        static IalsSettings read(Section ials) {
            return new IalsSettings(
                    ials.get("dimension", ValueType.integer(1, ItemFactors.MOST_DIMENSIONS)),
                    ials.get("epochs", ValueType.integer(1)),
                    new Objective(
                            ials.get(
                                    "unobservedWeight",
                                    ValueType.number(Interval.openClosed(0, Objective.MOST_UNOBSERVED_WEIGHT))),
                            ials.get("regularisation", ValueType.number(Interval.positiveFloat())),
                            ials.get("exponent", ValueType.number(Interval.closed(0, Objective.MOST_EXPONENT)))),
                    ials.get("seed", ValueType.longInteger(Long.MIN_VALUE, Long.MAX_VALUE)));
        }
    }

    /**
     * The confidence intervals.
     *
     * @param resamples how many times the users are drawn, 1 to 1,000,000
     * @param seed of the draws
     */
    public record BootstrapSettings(int resamples, long seed) {

        static BootstrapSettings read(Section bootstrap) {
            return new BootstrapSettings(
                    bootstrap.get("resamples", ValueType.integer(1, 1_000_000)),
                    bootstrap.get("seed", ValueType.longInteger(Long.MIN_VALUE, Long.MAX_VALUE)));
        }
    }

    /** The same evaluation of the model alone. */
    EvaluateSettings withoutBaselines() {
        return new EvaluateSettings(
                batchSize, metrics, recommendations, List.of(), itemKnn, ease, edlae, ials, bootstrap);
    }

    static EvaluateSettings read(Section evaluate) {
        return new EvaluateSettings(
                evaluate.get("batchSize", ValueType.integer(1, 1_000_000)),
                evaluate.distinctList("metrics", MetricSetting.valueType(), false),
                evaluate.get("recommendations", ValueType.integer(1)),
                evaluate.distinctList("baselines", ValueType.constant(Baseline.class), true),
                ItemKnnSettings.read(evaluate.section("itemKnn")),
                EaseSettings.read(evaluate.section("ease")),
                EdlaeSettings.read(evaluate.section("edlae")),
                IalsSettings.read(evaluate.section("ials")),
                BootstrapSettings.read(evaluate.section("bootstrap")));
    }
}
