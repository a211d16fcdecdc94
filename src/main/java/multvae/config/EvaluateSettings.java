package multvae.config;

import java.util.List;

/**
 * How held-out users are scored, and what the model is compared with.
 *
 * @param batchSize users scored at once, 1 to 1,000,000; a matter of memory and speed, not of the result
 * @param metrics at least one, each once; the first one leads where only one is shown
 * @param recommendations how many of a user's best items count as recommended, for coverage and popularity, from 1
 * @param baselines each once, or none
 * @param itemKnn the baseline of that name
 * @param ease the baseline of that name
 * @param bootstrap the confidence intervals
 */
public record EvaluateSettings(
        int batchSize,
        List<MetricSetting> metrics,
        int recommendations,
        List<Baseline> baselines,
        ItemKnnSettings itemKnn,
        EaseSettings ease,
        BootstrapSettings bootstrap) {

    static EvaluateSettings read(Section evaluate) {
        return new EvaluateSettings(
                evaluate.get("batchSize", ValueType.integer(1, 1_000_000)),
                evaluate.distinctList("metrics", MetricSetting.kind(), false),
                evaluate.get("recommendations", ValueType.integer(1)),
                evaluate.distinctList("baselines", ValueType.constant(Baseline.class), true),
                ItemKnnSettings.read(evaluate.section("itemKnn")),
                EaseSettings.read(evaluate.section("ease")),
                BootstrapSettings.read(evaluate.section("bootstrap")));
    }
}
