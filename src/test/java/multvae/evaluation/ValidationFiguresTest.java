package multvae.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import multvae.io.UserError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ValidationFiguresTest {

    @TempDir
    private Path directory;

    @Test
    void what_was_written_is_read() {
        ValidationFigures figures = new ValidationFigures(0.1 + 0.2, 0, 1);
        Path file = directory.resolve("validation.csv");
        figures.write(file);
        assertThat(ValidationFigures.read(file)).isEqualTo(figures);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.5", "-0.5", "NaN", "many", ""})
    void a_figure_that_is_none_is_quoted(String figure) throws IOException {
        Path file = directory.resolve("validation.csv");
        Files.writeString(
                file, "validation_ndcg_100,validation_recall_20,validation_recall_50\n0.5," + figure + ",0.5\n");
        assertThatThrownBy(() -> ValidationFigures.read(file))
                .isInstanceOf(UserError.class)
                .hasMessage(file + ":2: expected figures from 0 to 1, found \"" + figure + "\"; run the search again");
    }
}
