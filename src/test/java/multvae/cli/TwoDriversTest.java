package multvae.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import multvae.run.RunDirectory;
import multvae.run.RunLock;
import multvae.training.StopRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two drivers of Spark cannot use one run directory: the second ends before it starts Spark. */
final class TwoDriversTest {

    @TempDir
    private Path directory;

    @Test
    void the_second_driver_ends_with_one_line() throws IOException {
        Path run = directory.resolve("run");
        Path conf = Files.writeString(directory.resolve("c.conf"), "");
        try (ErrorLog log = new ErrorLog();
                RunLock first = RunLock.take(new RunDirectory(run))) {
            assertThat(first).isNotNull();
            int exitCode = Commands.execute(
                    new StopRequest(),
                    "run",
                    "--config",
                    conf.toString(),
                    "-Drun.directory=" + run,
                    "-Ddata.dataset=ml-latest-small",
                    "-Dengine=spark",
                    "-Dcluster.master=local[2]");
            assertThat(exitCode).isEqualTo(Failures.USER_ERROR);
            assertThat(log.errors())
                    .startsWith(run + ": expected a run directory that no other process uses, found process ")
                    .endsWith("; wait for it to end, or choose another run.directory");
        }
        assertThat(run.resolve("fetch")).doesNotExist();
    }
}
