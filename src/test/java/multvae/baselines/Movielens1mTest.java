package multvae.baselines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;
import multvae.config.PreprocessSettings;
import multvae.evaluation.Evaluation;
import multvae.evaluation.Evaluator;
import multvae.evaluation.MetricAtK;
import multvae.evaluation.RankingMetric;
import multvae.linear.FixedFactors;
import multvae.matrix.Part;
import multvae.ratings.Dataset;
import multvae.ratings.RatingsReader;
import multvae.split.Split;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Against a second implementation's figures on MovieLens 1M, 600 held-out users, in numpy from split to metrics:
 * src/test/python/movielens_1m.py. The settings are those of docs/measurements.md.
 */
final class Movielens1mTest {

    private static final List<MetricAtK> METRICS =
            List.of(RankingMetric.NDCG.at(100), RankingMetric.RECALL.at(20), RankingMetric.RECALL.at(50));

    private static Split split;
    private static Evaluator evaluator;

    @BeforeAll
    static void read() {
        String directory = System.getProperty("movielens.1m", "");
        assumeTrue(!directory.isBlank(), "set -Dmovielens.1m to the directory of MovieLens 1M's ratings.dat");
        split = Split.of(
                RatingsReader.read(
                        Path.of(directory, "ratings.dat"),
                        Dataset.named("ml-1m").orElseThrow().format(),
                        3.5),
                new PreprocessSettings(3.5, 5, 0, 600, 0.2, 98765));
        evaluator = new Evaluator(split.foldIn(Part.TEST), split.heldOut(Part.TEST), METRICS, 500);
    }

    private static void assertMeans(Evaluation evaluation, Offset<Double> tolerance, double... expected) {
        for (int m = 0; m < expected.length; m++) {
            assertThat(evaluation.mean(METRICS.get(m)))
                    .as(METRICS.get(m).name())
                    .isCloseTo(expected[m], tolerance);
        }
    }

    @Test
    void ease_with_lambda_200_has_the_known_figures() {
        try (Ease ease = new Ease(new CoOccurrence(split.train()), 200, FitProgress.NONE)) {
            assertMeans(evaluator.evaluate(ease), within(1e-4), 0.41585, 0.35150, 0.47016);
        }
    }

    @Test
    void edlae_with_lambda_200_and_dropout_a_half_has_the_known_figures() {
        try (Ease edlae = Ease.edlae(new CoOccurrence(split.train()), 200, 0.5, FitProgress.NONE)) {
            assertMeans(evaluator.evaluate(edlae), within(1e-4), 0.43032, 0.36214, 0.48394);
        }
    }

    /** From the same first vectors. With others numpy finds 0.4308 and 0.4317. */
    @Test
    @EnabledIfSystemProperty(
            named = "multvae.thorough",
            matches = "true",
            disabledReason = "takes 18 s: -Dmultvae.thorough=true or -Pthorough")
    void ials_with_64_dimensions_has_the_known_figures() {
        Ials.Settings settings = new Ials.Settings(64, 16, new FixedFactors.Objective(0.4, 0.005, 1), 98765);
        Ials ials = new Ials(split.train(), settings, FitProgress.NONE);
        assertMeans(evaluator.evaluate(ials), within(1e-4), 0.43184, 0.35713, 0.48746);
    }

    @Test
    void popularity_has_the_known_figures() {
        Evaluation evaluation = evaluator.evaluate(new Popularity(split.train().columnCounts()));
        assertMeans(evaluation, within(1e-4), 0.22349, 0.17602, 0.23719);
        // Of numpy as well, from the same matrices with ties to the lower item: the figures above break them otherwise.
        assertMeans(evaluation, within(1e-9), 0.2234616632626, 0.1759375649505, 0.2372220805355);
    }
}
