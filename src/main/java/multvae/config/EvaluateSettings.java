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
import multvae.evaluation.MetricAtK;
import multvae.evaluation.RankingMetric;
import multvae.linear.FixedFactors.Objective;
import multvae.linear.ItemFactors;

/**
 * How held-out users are scored, and what the model is compared with.
 *
 * @param batchSize users scored at once, 1 to 1,000,000; it changes memory, speed and the last bits of the model's scores
 * @param metrics at least one, each once, with a cutoff of 1 to 999,999; the first one is shown if only one is
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
        List<MetricAtK> metrics,
        int recommendations,
        List<Baseline> baselines,
        ItemKnnSettings itemKnn,
        EaseSettings ease,
        EdlaeSettings edlae,
        IalsSettings ials,
        BootstrapSettings bootstrap) {

    private static final Pattern WRITTEN_METRIC = Pattern.compile("([^@]+)@([1-9][0-9]{0,5})");
    private static final ValueType<RankingMetric> METRIC_NAME = ValueType.constant(RankingMetric.class);

    /** A metric with its cutoff, written {@code recall-all@20}. */
    private static final ValueType<MetricAtK> METRIC = new ValueType<>(
            value -> "a metric and its cutoff, ndcg@100 for instance, the metric one of "
                    + Arrays.stream(RankingMetric.values())
                            .map(EvaluateSettings::written)
                            .collect(Collectors.joining(", ")),
            value -> metric(value, (name, k) -> METRIC_NAME.read().apply(name).map(known -> known.at(k))),
            metric -> written(metric.metric()) + "@" + metric.k(),
            value -> metric(value, (name, k) -> METRIC_NAME.meant().apply(name).map(known -> known + "@" + k)));

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

    private static String written(RankingMetric metric) {
        return ValueType.name(metric);
    }

    /** What a value means whose name and cutoff are apart; nothing if it is not written as a name, @ and a cutoff. */
    private static <T> Optional<T> metric(ConfigValue value, BiFunction<ConfigValue, Integer, Optional<T>> meaning) {
        Matcher parts = WRITTEN_METRIC.matcher(ValueType.text(value).orElse(""));
        return parts.matches()
                ? meaning.apply(ConfigValueFactory.fromAnyRef(parts.group(1)), Integer.valueOf(parts.group(2)))
                : Optional.empty();
    }

    static EvaluateSettings read(Section evaluate) {
        return new EvaluateSettings(
                evaluate.get("batchSize", ValueType.integer(1, 1_000_000)),
                evaluate.distinctList("metrics", METRIC, false),
                evaluate.get("recommendations", ValueType.integer(1)),
                evaluate.distinctList("baselines", ValueType.constant(Baseline.class), true),
                ItemKnnSettings.read(evaluate.section("itemKnn")),
                EaseSettings.read(evaluate.section("ease")),
                EdlaeSettings.read(evaluate.section("edlae")),
                IalsSettings.read(evaluate.section("ials")),
                BootstrapSettings.read(evaluate.section("bootstrap")));
    }
}
