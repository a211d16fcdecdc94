package multvae.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import multvae.evaluation.Bootstrap;
import multvae.evaluation.ItemPopularity.Bucket;
import multvae.evaluation.Metrics;
import multvae.evaluation.Metrics.Figure;
import multvae.evaluation.Metrics.ItemSlice;
import multvae.evaluation.Metrics.UserSlice;
import multvae.evaluation.UserActivity.Span;
import multvae.evaluation.UserActivity.Third;
import multvae.training.History;
import org.junit.jupiter.api.Test;

final class ResultTableTest {

    private static String render(
            String model, Map<String, Map<String, Figure>> models, Map<String, Map<String, Figure>> differences) {
        return ResultTable.render(metrics(model, models, differences));
    }

    private static Metrics metrics(
            String model, Map<String, Map<String, Figure>> models, Map<String, Map<String, Figure>> differences) {
        return new Metrics(
                model,
                Map.of(),
                20,
                0,
                models,
                differences,
                new Metrics.Recommendations(1, 1, Map.of()),
                Map.of(Bucket.HEAD, new ItemSlice(1, 1, models)),
                Map.of(Third.LOW, new UserSlice(new Span(1, 1), 1, models)));
    }

    private static Map<String, Figure> figures(Figure ndcg, Figure recall) {
        Map<String, Figure> figures = new LinkedHashMap<>();
        figures.put("NDCG@100", ndcg);
        figures.put("Recall@5", recall);
        return figures;
    }

    private static Figure figure(double mean, double low, double high) {
        return new Figure(mean, 0.9, new Bootstrap.Interval(low, high));
    }

    @Test
    void models_are_rows_and_each_baseline_has_a_sentence() {
        Map<String, Map<String, Figure>> models = new LinkedHashMap<>();
        models.put("mult-vae", figures(figure(0.43256, 0.43, 0.4342), figure(0.5, 0.4, 0.6)));
        models.put("ease", figures(figure(0.42044, 0.418, 0.422), figure(0.25, 0.25, 0.25)));
        models.put("item-knn", figures(figure(0.4, 0.398, 0.402), figure(0.5, 0.5, 0.5)));
        models.put("popularity", figures(figure(0.4, 0.398, 0.402), figure(0.5, 0.5, 0.5)));
        Map<String, Map<String, Figure>> differences = new LinkedHashMap<>();
        Figure none = figure(0, 0, 0);
        differences.put("ease", figures(figure(0.01212, 0.009, 0.0151), none));
        differences.put("item-knn", figures(figure(-0.0283, -0.059, -0.0006), none));
        differences.put("popularity", figures(figure(-0.0199, -0.04, 0), none));
        assertThat(render("mult-vae", models, differences))
                .isEqualTo(
                        """
                        | model      | NDCG@100         | Recall@5         |
                        |------------|------------------|------------------|
                        | Mult-VAE   | 0.4326 +- 0.0021 | 0.5000 +- 0.1000 |
                        | EASE       | 0.4204 +- 0.0020 | 0.2500 +- 0.0000 |
                        | item-kNN   | 0.4000 +- 0.0020 | 0.5000 +- 0.0000 |
                        | popularity | 0.4000 +- 0.0020 | 0.5000 +- 0.0000 |

                        - Mult-VAE beats EASE by 0.0121 NDCG@100 (95 % interval: 0.0090 to 0.0151)
                        - Mult-VAE trails item-kNN by 0.0283 NDCG@100 (95 % interval: 0.0006 to 0.0590)
                        - Mult-VAE and popularity differ by -0.0199 NDCG@100: the 95 % interval, -0.0400 to 0.0000, includes zero

                        +-: half of the width of the 95 % bootstrap interval.
                        """);
    }

    @Test
    void what_it_means_comes_below_in_plain_characters() {
        Map<String, Map<String, Figure>> models = new LinkedHashMap<>();
        models.put("mult-vae", Map.of("NDCG@100", figure(0.4, 0.39, 0.41)));
        models.put("ease", Map.of("NDCG@100", figure(0.395, 0.38, 0.4)));
        Metrics metrics = metrics("mult-vae", models, Map.of("ease", Map.of("NDCG@100", figure(0.005, -0.003, 0.013))));
        assertThat(ResultTable.renderWithVerdict(metrics, new FinishedTraining(new History(List.of()), 0)))
                .isEqualTo(ResultTable.render(metrics)
                        + "\nNo clear winner: Mult-VAE and EASE cannot be told apart on this data, so prefer EASE,"
                        + " the simpler one. The 95 % interval of their difference in NDCG@100, -0.0030 to"
                        + " +0.0130, includes zero. With 20 test users, differences below about 0.0080 do not"
                        + " show.\n");
    }

    @Test
    void without_baselines_there_is_the_table_alone() {
        assertThat(render("mult-dae", Map.of("mult-dae", Map.of("MRR@5", figure(0.1, 0.09, 0.11))), Map.of()))
                .isEqualTo(
                        """
                        | model    | MRR@5            |
                        |----------|------------------|
                        | Mult-DAE | 0.1000 +- 0.0100 |

                        +-: half of the width of the 95 % bootstrap interval.
                        """);
    }
}
