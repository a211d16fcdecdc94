package multvae.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import multvae.testing.TrustTable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The program as a process of its own: exit codes, what it prints, what it leaves. */
final class MainProcessTest {

    private static final String[] INTERRUPTED = {
        "-Dtrain.epochs=10", "-Dmodel.pDims=[8,16]", "-Dtrain.checkpointEvery=1000", "-Devaluate.baselines=popularity"
    };

    /** A run with the same settings that nothing interrupts. */
    @TempDir
    private static Path whole;

    @TempDir
    private Path directory;

    @BeforeAll
    static void run_without_an_interruption() throws IOException, InterruptedException {
        Program.Result result = Program.run(whole.resolve("output"), arguments(whole.resolve("run"), INTERRUPTED));
        assertThat(result.exitCode()).as(result.output()).isZero();
    }

    @Test
    void the_bundled_sample_goes_from_data_to_a_table_and_a_second_run_skips_it_all() throws Exception {
        Program.Result first = run("-Dtrain.epochs=1", "-Dmodel.pDims=[8,16]");
        assertThat(first.exitCode()).as(first.output()).isZero();
        assertThat(first.output())
                .contains("| Mult-VAE ", "| popularity ", "| item-kNN ", "| EASE ", "Artifacts: ")
                .containsPattern("- Mult-VAE .* NDCG@100");
        JsonNode metrics = new ObjectMapper()
                .readTree(runDirectory().resolve("evaluate/metrics.json").toFile());
        assertThat(metrics.get("users").intValue() + metrics.get("skippedUsers").intValue())
                .isEqualTo(100);

        Program.Result second = run("-Dtrain.epochs=1", "-Dmodel.pDims=[8,16]");
        assertThat(second.exitCode()).isZero();
        assertThat(second.output().lines().filter(line -> line.endsWith(": fresh, skipped")))
                .hasSize(5);

        Program.Result other = run("-Dtrain.epochs=2", "-Dmodel.pDims=[8,16]", "-Devaluate.baselines=popularity");
        assertThat(other.output()).contains("preprocess: fresh, skipped", "train: running (train.epochs 1 -> 2)");
    }

    @Test
    void a_number_of_threads_that_the_process_was_not_started_with_is_one_line() throws Exception {
        Program.Result result =
                Program.run(directory.resolve("output"), List.of("inspect", "-Dthreads=9999", directory.toString()));
        assertThat(result.lines()).singleElement().asString().startsWith("-Dthreads: expected Java and the native");
        assertThat(result.exitCode()).isEqualTo(Failures.USER_ERROR);
    }

    private static List<Arguments> signals() {
        Arguments term = Arguments.of("TERM", 143);
        return TrustTable.THOROUGH ? List.of(term, Arguments.of("INT", 130)) : List.of(term);
    }

    @ParameterizedTest(name = "SIG{0}")
    @MethodSource("signals")
    void an_interrupted_training_says_so_and_ends_with_the_same_bytes_when_run_again(String signal, int exitCode)
            throws Exception {
        try (Program program = start(INTERRUPTED)) {
            program.await("valid loss");
            assumeFalse(
                    signal.equals("INT") && ignoresInterrupts(program.pid()),
                    "SIGINT is ignored: the tests run in the background");
            program.signal(signal);
            Program.Result interrupted = program.result();
            assertThat(interrupted.exitCode()).as(interrupted.output()).isEqualTo(exitCode);
            assertThat(interrupted.output())
                    .contains("interrupted: finished stages are kept", "a checkpoint is written")
                    .doesNotContain("Exception");
        }
        assertThat(Files.readString(runDirectory().resolve("run.log")))
                .containsPattern("(?m)^\\S+ WARN  \\S+ interrupted: finished stages are kept; the same command resumes")
                .containsPattern("(?m)^\\S+ WARN  \\S+ train: stopped in epoch [0-9]+, a checkpoint is written$");
        assertThat(runDirectory().resolve("train")).doesNotExist();

        Program.Result again = run(INTERRUPTED);
        assertThat(again.exitCode()).as(again.output()).isZero();
        assertThat(again.output()).contains("fetch: fresh, skipped", "preprocess: fresh, skipped", "resuming from");
        for (String file :
                List.of("train/model.fb", "train/weights.safetensors", "train/history.csv", "evaluate/metrics.json")) {
            assertThat(runDirectory().resolve(file))
                    .hasSameBinaryContentAs(whole.resolve("run").resolve(file));
        }
    }

    /** As a shell without job control sets it for what it starts in the background; Linux tells. */
    private static boolean ignoresInterrupts(long pid) throws IOException {
        Path status = Path.of("/proc", String.valueOf(pid), "status");
        if (!Files.isReadable(status)) {
            return false;
        }
        try (Stream<String> lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("SigIgn:"))
                    .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 2) != 0);
        }
    }

    /** Starting it takes seconds, and only training and the baselines need it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "inspect RUN",
                "inspect RUN train",
                "diff RUN RUN",
                "completion bash",
                "recommend --run RUN --likes 1",
                "run FRESH"
            })
    void what_trains_nothing_loads_no_class_of_nd4j(String command) throws Exception {
        List<String> arguments = new ArrayList<>();
        for (String word : command.split(" ", -1)) {
            if (word.equals("FRESH")) {
                List<String> all = arguments(whole.resolve("run"), INTERRUPTED);
                arguments.addAll(all.subList(1, all.size()));
            } else {
                arguments.add(word.replace("RUN", whole.resolve("run").toString()));
            }
        }
        Program.Result result =
                Program.runLimited(directory.resolve("output"), "true", List.of("-Xlog:class+load"), arguments);
        assertThat(result.exitCode()).as(result.lastLine()).isZero();
        assertThat(result.lines())
                .anyMatch(line -> line.contains("multvae.cli.Commands source:"))
                .noneMatch(line -> line.contains(" org.nd4j.") || line.contains(" org.bytedeco."))
                .noneMatch(line -> line.contains(": running ("));
    }

    @Test
    void wrong_input_is_one_line_and_exit_code_2() throws Exception {
        Program.Result result = run("-Dtrain.epoch=1");
        assertThat(result.exitCode()).isEqualTo(Failures.USER_ERROR);
        assertThat(result.output().strip().lines()).hasSize(1);
        assertThat(result.output()).contains("train.epoch").contains("train.epochs");
    }

    @Test
    void mavens_properties_mean_the_same_as_arguments() throws Exception {
        Program.Result plan = Program.run(
                directory.resolve("output"),
                List.of("run", "-Dconfig=conf/quickstart.conf", "-Dplan=true", "-Drun.directory=" + runDirectory()));
        assertThat(plan.exitCode()).as(plan.output()).isZero();
        assertThat(plan.lines()).hasSize(5).allMatch(line -> line.contains("stale"));
        assertThat(Program.run(
                                directory.resolve("output"),
                                List.of(
                                        "run",
                                        "-Dconfig=conf/quickstart.conf",
                                        "-Dplan",
                                        "-Dforce",
                                        "-Dstage=fetch, preprocess ",
                                        "-Drun.directory=" + runDirectory()))
                        .lines())
                .filteredOn(line -> line.endsWith("stale, forced"))
                .hasSize(2);
        assertThat(run("-Dforce=yes").lines())
                .containsExactly("Invalid value for option '--force': 'yes' is not a boolean; see multvae run --help");
        assertThat(runDirectory()).doesNotExist();
    }

    @Test
    void a_full_disk_under_standard_output_is_told() throws Exception {
        assumeTrue(Files.exists(Path.of("/dev/full")), "no /dev/full");
        List<String> command = new ArrayList<>(List.of("sh", "-c", "\"$@\" > /dev/full", "sh"));
        command.addAll(Program.java());
        command.addAll(List.of("inspect", whole.resolve("run").toString()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isEqualTo(Failures.USER_ERROR);
        assertThat(output.lines())
                .containsExactly(
                        "standard output: expected all of it to be written, " + "found a full disk; free some space");
    }

    @Test
    void without_a_command_properties_ask_for_a_run_and_nothing_shows_the_most_used_commands() throws Exception {
        assertThat(Program.run(
                                directory.resolve("output"),
                                List.of(
                                        "-Dconfig=conf/quickstart.conf",
                                        "-Dplan",
                                        "-Drun.directory=" + directory.resolve("none")))
                        .lines())
                .hasSize(5);
        Program.Result misspelt =
                Program.run(directory.resolve("output"), List.of("-Dconfig=conf/quickstart.conf", "-Dtrain.epoch=1"));
        assertThat(misspelt.exitCode()).isEqualTo(Failures.USER_ERROR);
        assertThat(misspelt.lastLine()).startsWith("-Dtrain.epoch: expected a known key");

        Program.Result overview = Program.run(directory.resolve("output"), List.of());
        assertThat(overview.exitCode()).isEqualTo(Failures.USER_ERROR);
        assertThat(overview.lines())
                .hasSize(12)
                .anyMatch(line -> line.strip().equals("./multvae run conf/quickstart.conf"))
                .anyMatch(line -> line.contains("./multvae --help"));
    }

    private static List<String> printing() {
        return TrustTable.THOROUGH
                ? List.of(
                        "inspect RUN items --json",
                        "inspect RUN items",
                        "--help",
                        "completion bash",
                        "plan conf/quickstart.conf")
                : List.of("inspect RUN items --json", "--help");
    }

    @ParameterizedTest
    @MethodSource("printing")
    void a_reader_that_has_ended_ends_the_program_without_a_word(String arguments) throws Exception {
        List<String> command =
                new ArrayList<>(List.of("bash", "-c", "set -o pipefail; \"$@\" | exec 0<&-", "bash")); // reads nothing
        command.addAll(Program.java());
        command.addAll(List.of(
                arguments.replace("RUN", whole.resolve("run").toString()).split(" ", -1)));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isEqualTo(141);
        assertThat(output).isEmpty();
    }

    @Test
    void the_version_is_the_poms() throws Exception {
        Matcher version = Pattern.compile("<artifactId>multvae</artifactId>\\s*<version>([^<]+)</version>")
                .matcher(Files.readString(Path.of("pom.xml")));
        assertThat(version.find()).isTrue();
        Program.Result result = Program.run(directory.resolve("output"), List.of("--version"));
        assertThat(result.exitCode()).isZero();
        assertThat(result.lines()).containsExactly("multvae " + version.group(1));
        assertThat(Program.run(directory.resolve("output"), List.of("run", "--version")))
                .isEqualTo(result);
    }

    @Test
    void an_unknown_option_is_one_line_and_exit_code_2() throws Exception {
        Program.Result result = run("--no-such-option");
        assertThat(result.exitCode()).isEqualTo(Failures.USER_ERROR);
        assertThat(result.output().strip().lines()).hasSize(1);
    }

    private Path runDirectory() {
        return directory.resolve("run");
    }

    private Program.Result run(String... more) throws IOException, InterruptedException {
        return start(more).result();
    }

    private Program start(String... more) throws IOException {
        return Program.start(directory.resolve("output"), arguments(runDirectory(), more));
    }

    private static List<String> arguments(Path run, String... more) {
        List<String> arguments =
                new ArrayList<>(List.of("run", "--config", "conf/quickstart.conf", "-Drun.directory=" + run));
        Collections.addAll(arguments, more);
        return arguments;
    }
}
