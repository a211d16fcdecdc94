package multvae.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import multvae.run.RunDirectory;
import multvae.run.RunLock;
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

    /** Spark begins one beside the first with {@code spark.speculation}. Without a run's data it ends with a line. */
    @Test
    void a_second_attempt_at_a_training_waits_for_the_first() throws Exception {
        Path branch = directory.resolve("sweep/trial");
        String settings = Preprocessed.settings("local", 1, Map.of("data.dataset", "ml-latest-small"))
                .render();
        TrainTask task = new TrainTask(directory.toString(), "sweep/trial", settings, 1, Map.of(), false);
        FutureTask<Attempt<String>> second = new FutureTask<>(task::train);
        try (RunLock first = RunLock.take(new RunDirectory(branch))) {
            new Thread(second).start();
            Thread.sleep(1000);
            assertThat(second.isDone()).isFalse();
            assertThat(branch.resolve("resolved.conf")).doesNotExist();
        }
        assertThat(second.get(1, TimeUnit.MINUTES).error()).isPresent();
        assertThat(branch.resolve("resolved.conf")).exists();
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
