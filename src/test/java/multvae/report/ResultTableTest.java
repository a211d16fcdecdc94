package multvae.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import multvae.evaluation.Bootstrap;
import multvae.evaluation.Metrics;
import multvae.evaluation.Metrics.Figure;
import org.junit.jupiter.api.Test;

final class ResultTableTest {

    private static String render(
            String model, Map<String, Map<String, Figure>> models, Map<String, Map<String, Figure>> differences) {
        return ResultTable.render(new Metrics(
                model,
                Map.of(),
                1,
                0,
                models,
                differences,
                new Metrics.Recommendations(1, 1, Map.of()),
                Map.of(),
                Map.of()));
    }

    private static Map<String, Figure> figures(double ndcg, double ndcgError, double recall, double recallError) {
        Map<String, Figure> figures = new LinkedHashMap<>();
        figures.put("NDCG@100", figure(ndcg, ndcgError));
        figures.put("Recall@5", figure(recall, recallError));
        return figures;
    }

    private static Figure figure(double mean, double standardError) {
        return new Figure(mean, standardError, new Bootstrap.Interval(0, 1));
    }

    @Test
    void models_are_rows_and_each_baseline_has_a_sentence() {
        Map<String, Map<String, Figure>> models = new LinkedHashMap<>();
        models.put("mult-vae", figures(0.43256, 0.00211, 0.5, 0.1));
        models.put("ease", figures(0.42044, 0.002, 0.25, 0));
        Map<String, Map<String, Figure>> differences = new LinkedHashMap<>();
        differences.put("ease", figures(0.01212, 0.00304, 0.25, 0));
        differences.put("item-knn", figures(-0.0201, 0.01, 0, 0));
        differences.put("popularity", figures(-0.0199, 0.01, 0, 0));
        assertThat(render("mult-vae", models, differences))
                .isEqualTo(
                        """
                        | model    | NDCG@100         | Recall@5         |
                        |----------|------------------|------------------|
                        | Mult-VAE | 0.4326 +- 0.0021 | 0.5000 +- 0.1000 |
                        | EASE     | 0.4204 +- 0.0020 | 0.2500 +- 0.0000 |

                        - Mult-VAE beats EASE by 0.0121 +- 0.0030 NDCG@100
                        - Mult-VAE trails item-kNN by 0.0201 +- 0.0100 NDCG@100
                        - Mult-VAE and popularity differ by -0.0199 +- 0.0100 NDCG@100, not more than two standard errors
                        """);
    }

    @Test
    void without_baselines_there_is_the_table_alone() {
        assertThat(render("mult-dae", Map.of("mult-dae", Map.of("MRR@5", figure(0.1, 0.01))), Map.of()))
                .isEqualTo(
                        """
                        | model    | MRR@5            |
                        |----------|------------------|
                        | Mult-DAE | 0.1000 +- 0.0100 |
                        """);
    }
}
