package multvae.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The program as a process of its own: exit codes, what it prints, what it leaves. */
final class MainProcessTest {

    private record Result(int exitCode, String output) {}

    @TempDir
    private Path directory;

    @Test
    void the_bundled_sample_goes_from_data_to_a_table_and_a_second_run_skips_it_all() throws Exception {
        Result first = run("-Dtrain.epochs=1", "-Dmodel.pDims=[8,16]");
        assertThat(first.exitCode()).as(first.output()).isZero();
        assertThat(first.output())
                .contains("| Mult-VAE ", "| popularity ", "| item-kNN ", "| EASE ", "Artifacts: ")
                .containsPattern("- Mult-VAE .* NDCG@100");
        JsonNode metrics = new ObjectMapper()
                .readTree(runDirectory().resolve("evaluate/metrics.json").toFile());
        assertThat(metrics.get("users").intValue() + metrics.get("skippedUsers").intValue())
                .isEqualTo(100);

        Result second = run("-Dtrain.epochs=1", "-Dmodel.pDims=[8,16]");
        assertThat(second.exitCode()).isZero();
        assertThat(second.output().lines().filter(line -> line.endsWith(": fresh, skipped")))
                .hasSize(5);

        Result other = run("-Dtrain.epochs=2", "-Dmodel.pDims=[8,16]");
        assertThat(other.output()).contains("preprocess: fresh, skipped", "train: running (train.epochs 1 -> 2)");
    }

    @ParameterizedTest(name = "SIG{0}")
    @CsvSource({"TERM, 143", "INT, 130"})
    void an_interrupted_training_says_so_and_ends_with_the_same_bytes_when_run_again(String signal, int exitCode)
            throws Exception {
        String[] settings = {
            "-Dtrain.epochs=25",
            "-Dmodel.pDims=[8,16]",
            "-Dtrain.checkpointEvery=1000",
            "-Devaluate.baselines=popularity"
        };
        Process process = start(settings);
        Path log = runDirectory().resolve("run.log");
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
        while (!(Files.exists(log) && Files.readString(log).contains("valid loss"))) {
            assertThat(System.nanoTime())
                    .as("the first epoch within two minutes")
                    .isLessThan(deadline);
            Thread.sleep(20);
        }
        assumeFalse(
                signal.equals("INT") && ignoresInterrupts(process),
                "SIGINT is ignored: the tests run in the background");
        new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid()))
                .start()
                .waitFor();
        Result interrupted = result(process);
        assertThat(interrupted.exitCode()).as(interrupted.output()).isEqualTo(exitCode);
        assertThat(interrupted.output())
                .contains("interrupted: finished stages are kept", "a checkpoint is written")
                .doesNotContain("Exception");
        assertThat(runDirectory().resolve("train")).doesNotExist();

        Result again = run(settings);
        assertThat(again.exitCode()).as(again.output()).isZero();
        assertThat(again.output()).contains("fetch: fresh, skipped", "preprocess: fresh, skipped", "going on from");
        Path resumed = directory.resolve("resumed");
        Files.move(runDirectory(), resumed);
        run(settings);
        for (String file : List.of("train/model.fb", "train/history.csv", "evaluate/metrics.json")) {
            assertThat(resumed.resolve(file))
                    .hasSameBinaryContentAs(runDirectory().resolve(file));
        }
    }

    /** As a shell without job control sets it for what it starts in the background; Linux tells. */
    private static boolean ignoresInterrupts(Process process) throws IOException {
        Path status = Path.of("/proc", String.valueOf(process.pid()), "status");
        if (!Files.isReadable(status)) {
            return false;
        }
        try (Stream<String> lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("SigIgn:"))
                    .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 2) != 0);
        }
    }

    @Test
    void wrong_input_is_one_line_and_exit_code_2() throws Exception {
        Result result = run("-Dtrain.epoch=1");
        assertThat(result.exitCode()).isEqualTo(ExitCode.USER_ERROR);
        assertThat(result.output().strip().lines()).hasSize(1);
        assertThat(result.output()).contains("train.epoch").contains("train.epochs");
    }

    @Test
    void an_unknown_option_is_one_line_and_exit_code_2() throws Exception {
        Result result = run("--no-such-option");
        assertThat(result.exitCode()).isEqualTo(ExitCode.USER_ERROR);
        assertThat(result.output().strip().lines()).hasSize(1);
    }

    private Path runDirectory() {
        return directory.resolve("run");
    }

    private Result run(String... arguments) throws IOException, InterruptedException {
        return result(start(arguments));
    }

    private Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-cp",
                System.getProperty("java.class.path"),
                "multvae.cli.Main",
                "run",
                "--config",
                "conf/quickstart.conf",
                "-Drun.directory=" + runDirectory()));
        Collections.addAll(command, arguments);
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("output").toFile())
                .start();
    }

    private Result result(Process process) throws IOException, InterruptedException {
        int exitCode = process.waitFor();
        return new Result(exitCode, Files.readString(directory.resolve("output"), StandardCharsets.UTF_8));
    }
}
