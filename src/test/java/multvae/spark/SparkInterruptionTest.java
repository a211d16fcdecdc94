package multvae.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

final class SparkInterruptionTest {

    private static final int ROWS = 1_000_000;

    @TempDir
    private Path directory;

    /** Spark stops its own jobs as the process ends, and says that with an exception. */
    @Test
    @DisabledOnOs(OS.WINDOWS) // which has no SIGTERM
    void a_signal_ends_a_job_with_a_line_and_no_stack_trace() throws Exception {
        Path run = directory.resolve("run");
        Path log = directory.resolve("out.log");
        Process process = start(run, log);
        try {
            while (process.isAlive() && !Files.readString(log).contains("column 1")) { // what it reads, on executors
                Thread.sleep(5);
            }
            process.destroy();
            assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        String printed = Files.readString(log);
        assertThat(process.exitValue()).as(printed).isEqualTo(143);
        assertThat(printed)
                .contains("interrupted: finished stages are kept; the same command resumes from there")
                .doesNotContain("\tat ", "bug");
        assertThat(run.resolve("fetch")).isDirectory();
        assertThat(run.resolve("preprocess")).doesNotExist();
    }

    private Process start(Path run, Path log) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int row = 0; row < ROWS; row++) {
            text.append(row / 50).append(',').append(row * 7 % 1000).append('\n');
        }
        Path ratings = Files.writeString(directory.resolve("ratings.csv"), text);
        List<String> command = new ArrayList<>(StandaloneCluster.java());
        command.addAll(List.of(
                "-Dspark.ui.enabled=false",
                "multvae.cli.Main",
                "run",
                "-Ddata.ratings=" + ratings,
                "-Dstage=fetch,preprocess",
                "-Dengine=spark",
                "-Dcluster.master=local[2]",
                "-Drun.directory=" + run));
        File output = log.toFile();
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output)
                .start();
    }
}
