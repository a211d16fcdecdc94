package multvae.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import multvae.io.UserError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HistoryTest {

    private static final String WRITTEN =
            """
            epoch,steps,beta,learning_rate,loss,nll,kl,penalty,validation_loss,validation_nll,validation_kl,\
            validation_ndcg_100,validation_recall_20,validation_recall_50
            1,5,0.1,0.001,600,590,10,0,,,,,,
            2,10,0.2,0.001,550,545,20,0,500,495,5,0.25,0.1,0.3
            3,15,0.2,1.0E-4,540,535,-1.5E-7,0,480,475,9,0.125,0.15,0.35
            """;

    @TempDir
    private Path directory;

    @Test
    void what_was_written_is_read() throws IOException {
        History history = History.read(Files.writeString(directory.resolve("history.csv"), WRITTEN));
        assertThat(history.epochs()).hasSize(3);
        assertThat(history.evaluated()).hasSize(2);
        assertThat(history.best().epoch()).isEqualTo(2);
        assertThat(history.epochs().get(1).validation().best()).isTrue();
        assertThat(history.epochs().get(2).validation().best()).isFalse();
        assertThat(history.epochs().get(2).learningRate()).isEqualTo(1e-4);
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    '2,10,'    | '3,10,'      | :3   | epoch 3 after 1
                    '2,10,'    | '-1,10,'     | :3   | epoch is "-1"
                    '2,10,'    | '2,4,'       | :3   | steps is 4, must be at least 5
                    ',0.2,0'   | ',1.5,0'     | :3   | beta is 1.5, must be from 0.0 to 1.0
                    ',550,'    | ',NaN,'      | :3   | loss is "NaN"
                    ',550,'    | ',1e400,'    | :3   | loss is Infinity
                    ',550,'    | ',0x10,'     | :3   | loss is "0x10"
                    ',550,'    | ','          | :3   | 13
                    ',0.25,'   | ',-0.25,'    | :3   | validation_ndcg_100 is -0.25
                    ',0.25,'   | ',,'         | :3   | validation_ndcg_100 is ""
                    '1,5,0.1'  | '2,5,0.1'    | :2   | epoch 2 after 0
                    """)
    void a_damaged_file_is_an_error_that_names_the_line(String what, String other, String line, String problem)
            throws IOException {
        assertThat(WRITTEN).contains(what);
        Path file = Files.writeString(directory.resolve("history.csv"), WRITTEN.replaceFirst(what, other));
        assertThatThrownBy(() -> History.read(file))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith(file + line + ": expected ")
                .hasMessageContaining("found " + problem)
                .hasMessageEndingWith("; run train again");
    }

    @Test
    void the_columns_of_the_encoders_passes_are_read_if_they_are_there() throws IOException {
        List<String> lines = WRITTEN.lines().toList();
        String wide = lines.get(0) + ",encoder_loss,encoder_nll,encoder_kl\n" + lines.get(1) + ",700,690,-3\n"
                + lines.get(2) + ",650,640,-4\n";
        Path file = Files.writeString(directory.resolve("history.csv"), wide);
        assertThat(History.read(file).epochs())
                .extracting(epoch -> epoch.encoder().orElseThrow().kl())
                .containsExactly(-3.0, -4.0);
        Files.writeString(file, wide.replace(",640,-4", ",640"));
        assertThatThrownBy(() -> History.read(file)).hasMessageStartingWith(file + ":3: expected 17 columns, found 16");
        Files.writeString(file, wide.replace(",640,-4", ",640,NaN"));
        assertThatThrownBy(() -> History.read(file)).hasMessageContaining("encoder_kl is \"NaN\"");
    }

    @Test
    void a_training_that_was_never_evaluated_has_no_best_epoch_and_is_none() throws IOException {
        String text = WRITTEN.lines().limit(2).reduce("", (all, line) -> all + line + "\n");
        Path file = Files.writeString(directory.resolve("history.csv"), text);
        assertThatThrownBy(() -> History.read(file))
                .hasMessage(file + ": expected an epoch that was evaluated on the validation users, found none; "
                        + "run train again");
    }

    /** The time is that of one pass: a best so far that is looked up again for each row takes minutes. */
    @Test
    void a_long_history_is_read_in_one_pass() throws IOException {
        StringBuilder text = new StringBuilder(WRITTEN);
        for (int epoch = 4; epoch <= 200_000; epoch++) {
            text.append(epoch).append(",15,0.2,1,1,1,1,0,1,1,1,0.125,0.1,0.1\n");
        }
        assertThat(History.read(Files.writeString(directory.resolve("history.csv"), text))
                        .best()
                        .epoch())
                .isEqualTo(2);
    }
}
