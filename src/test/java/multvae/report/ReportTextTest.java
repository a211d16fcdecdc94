package multvae.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReportTextTest {

    @TempDir
    private Path directory;

    /** Not the run's three epochs of two users over 12.5 seconds, which may be those of the last epoch alone. */
    @Test
    void users_per_second_are_those_of_the_epochs_whose_times_are_known() throws IOException {
        assertThat(ReportText.facts(Runs.ofThreeEpochs(directory)))
                .containsEntry("time", "12.5 s since its last start")
                .containsEntry("users per second", "1,250, validation included");
    }
}
