package multvae.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

final class ResultTableTest {

    private static String render(String json) throws JsonProcessingException {
        return ResultTable.render(new ObjectMapper().readTree(json));
    }

    @Test
    void models_are_rows_and_each_baseline_has_a_sentence() throws JsonProcessingException {
        String json =
                """
                {"model": "mult-vae",
                 "models": {
                  "mult-vae": {"NDCG@100": {"mean": 0.43256, "standardError": 0.00211},
                               "Recall@5": {"mean": 0.5, "standardError": 0.1}},
                  "ease": {"NDCG@100": {"mean": 0.42044, "standardError": 0.002},
                           "Recall@5": {"mean": 0.25, "standardError": 0}}},
                 "differences": {
                  "ease": {"NDCG@100": {"mean": 0.01212, "standardError": 0.00304}},
                  "item-knn": {"NDCG@100": {"mean": -0.0201, "standardError": 0.01}},
                  "popularity": {"NDCG@100": {"mean": -0.0199, "standardError": 0.01}}}}
                """;
        assertThat(render(json))
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
    void without_baselines_there_is_the_table_alone() throws JsonProcessingException {
        String json =
                """
                {"model": "mult-dae", "models": {"mult-dae": {"MRR@5": {"mean": 0.1, "standardError": 0.01}}},
                 "differences": {}}
                """;
        assertThat(render(json))
                .isEqualTo(
                        """
                        | model    | MRR@5            |
                        |----------|------------------|
                        | Mult-DAE | 0.1000 +- 0.0100 |
                        """);
    }
}
