package multvae.evaluation;

import static multvae.evaluation.Rows.matrix;
import static multvae.evaluation.Rows.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import multvae.io.UserError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PerUserTest {

    @TempDir
    private Path directory;

    /** Users 70, 71 and 72 hold out item 0, nothing and item 1. The model ranks 1 0; the other 0 1. */
    private static void write(Path file) {
        DetailedEvaluator evaluator = new DetailedEvaluator(
                matrix(2, row(), row(), row()),
                matrix(2, row(0), row(), row(1)),
                new ItemPopularity(new int[] {1, 1}),
                List.of(RankingMetric.MRR.at(2), RankingMetric.HIT_RATE.at(1)),
                1,
                3);
        Map<String, DetailedEvaluator.Result> results = new LinkedHashMap<>();
        results.put("model", evaluator.evaluate((foldIn, from, to, out) -> {
            for (int user = from; user < to; user++) {
                out[2 * (user - from) + 1] = 1;
            }
        }));
        results.put("other", evaluator.evaluate((foldIn, from, to, out) -> Arrays.fill(out, 0)));
        PerUser.write(file, results, row -> String.valueOf(70 + row));
    }

    @Test
    void there_is_a_row_for_each_model_and_each_user_who_counts() {
        Path file = directory.resolve("per-user.csv");
        write(file);
        assertThat(file)
                .hasContent(
                        """
                        userId,model,MRR@2,HitRate@1
                        70,model,0.5,0.0
                        72,model,1.0,1.0
                        70,other,1.0,1.0
                        72,other,0.5,0.0
                        """);
        PerUser read = PerUser.read(file);
        assertThat(read.metrics()).containsExactly("MRR@2", "HitRate@1");
        assertThat(read.rows())
                .containsExactly(
                        new PerUser.Row("70", "model", List.of(0.5, 0.0)),
                        new PerUser.Row("72", "model", List.of(1.0, 1.0)),
                        new PerUser.Row("70", "other", List.of(1.0, 1.0)),
                        new PerUser.Row("72", "other", List.of(0.5, 0.0)));
        assertThat(read.value(read.rows().get(3), "MRR@2")).isEqualTo(0.5);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ''                                   | ''   | an empty file
                    'user,model,MRR@2'                   | :1   | the header userId,model and metrics
                    'userId,model'                       | :1   | the header userId,model and metrics
                    'userId,model,MRR@2;7,m'             | :2   | 3 columns
                    'userId,model,MRR@2;7,m,1;8,m,many'  | :3   | no number from 0 to 1
                    'userId,model,MRR@2;7,m,NaN'         | :2   | no number from 0 to 1
                    'userId,model,MRR@2;7,m,1e400'       | :2   | no number from 0 to 1
                    'userId,model,MRR@2;7,m,-0.5'        | :2   | no number from 0 to 1
                    'userId,model,MRR@2;7,M,1'           | :2   | a short name in lower case
                    'userId,model,MRR@2,MRR@2'           | :1   | each once
                    'userId,model,MRR@2;,m,1'            | :2   | the id of a user
                    'userId,model,MRR@2;7,"m,1'          | :2   | quotes as in RFC 4180
                    """)
    void a_damaged_file_is_a_users_error_that_names_the_line(String text, String line, String problem)
            throws IOException {
        Path file = Files.writeString(directory.resolve("per-user.csv"), text.replace(';', '\n'));
        assertThatThrownBy(() -> PerUser.read(file))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith(file + line + ": expected ")
                .hasMessageContaining(problem)
                .hasMessageEndingWith("; run evaluate again");
    }
}
