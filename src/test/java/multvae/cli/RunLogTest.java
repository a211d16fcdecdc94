package multvae.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import multvae.io.UserError;
import multvae.run.RunDirectory;
import multvae.training.StopRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What run.log says of a run that fails. */
final class RunLogTest {

    @TempDir
    private Path directory;

    private int execute(String command, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(Program.tiny(directory.resolve("run"), more));
        arguments.set(0, command);
        return Commands.execute(new StopRequest(), arguments.toArray(String[]::new));
    }

    private String log() throws IOException {
        return Files.readString(directory.resolve("run/run.log"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "sweep"})
    void a_mistake_of_the_users_stands_in_it(String command) throws IOException {
        Path ratings = Files.writeString(directory.resolve("ratings.csv"), "userId,movieId,rating\n1,2,4\n1,2,5\n");
        assertThat(execute(command, "-Ddata.ratings=" + ratings, "-Dsweep.grid=[\"train.seed = 1, 2\"]"))
                .isEqualTo(2);
        assertThat(log())
                .containsPattern("(?m)^\\S+ ERROR \\S+ " + ratings + ":3: expected one rating of a user for an item, ")
                .doesNotContain("\tat ");
    }

    /** A file of a stranger's may have any name, and its columns any header. */
    @Test
    void the_name_of_a_file_begins_no_line_of_its_own() throws IOException {
        Path tables = Files.createDirectory(directory.resolve("tables"));
        Files.writeString(tables.resolve("a\nERROR forged.csv"), "user,item,\"x\ny\"\n1,2,3\n1,3,3\n2,2,3\n2,3,3\n");
        execute("run", "-Ddata.ratings=" + tables);
        assertThat(log())
                .contains("a?ERROR forged.csv: user = user, item = item")
                .contains("not read: \"x?y\"");
        assertThat(log().lines()).noneMatch(line -> line.startsWith("ERROR"));
    }

    @Test
    void the_cause_of_a_users_error_stands_in_it_with_its_trace() throws IOException {
        assertThat(execute(
                        "run",
                        "-Ddata.dataset=ml-100k",
                        "-Ddata.archives=" + directory,
                        "-Ddata.url=http://127.0.0.1:1"))
                .isEqualTo(2);
        assertThat(log())
                .containsPattern("(?m)^\\S+ ERROR \\S+ http://127\\.0\\.0\\.1:1/ml-100k\\.zip: expected a server ")
                .containsPattern("(?m)^java\\.net\\.ConnectException.*\n\tat ");
    }

    @Test
    void a_bug_stands_in_it_with_its_trace_and_ends_with_1() throws IOException {
        assertBug("java.lang.IllegalStateException: of ours", () -> {
            throw new IllegalStateException("of ours");
        });
        assertBug("java.lang.StackOverflowError: of ours", () -> {
            throw new StackOverflowError("of ours");
        });
    }

    @Test
    void a_lack_of_memory_stands_in_it_with_its_trace_and_ends_with_2() throws IOException {
        int exitCode = RunLog.during(new RunDirectory(directory.resolve("run")), () -> {
            throw new OutOfMemoryError("Java heap space");
        });
        assertThat(exitCode).isEqualTo(2);
        assertThat(log())
                .containsPattern("(?m)^\\S+ ERROR \\S+ Java's heap: expected enough memory, found none left .*-Xmx")
                .contains("\njava.lang.OutOfMemoryError: Java heap space\n\tat ");
    }

    private void assertBug(String line, RunLog.Work work) throws IOException {
        assertThat(RunLog.during(new RunDirectory(directory.resolve("run")), work))
                .isEqualTo(1);
        assertThat(log())
                .containsPattern("(?m)^\\S+ ERROR \\S+ A bug in multvae: please report its stack trace .*\n"
                        + Pattern.quote(line) + "\n\tat ");
    }

    @Test
    void a_full_disk_behind_other_exceptions_stands_in_it_with_all_of_them() throws IOException {
        int exitCode = RunLog.during(new RunDirectory(directory.resolve("run")), () -> {
            throw new IllegalStateException("while writing", new IOException("No space left on device"));
        });
        assertThat(exitCode).isEqualTo(2);
        assertThat(log())
                .containsPattern(
                        "(?m)^\\S+ ERROR \\S+ the run directory: expected space on the disk, found none left; ")
                .contains(
                        "\njava.lang.IllegalStateException: while writing\n\tat ",
                        "\nCaused by: java.io.IOException: No space left on device\n");
    }

    @Test
    void a_log_that_is_a_link_is_refused_and_what_it_leads_to_is_not_touched() throws IOException {
        Path other = Files.writeString(directory.resolve("other"), "mine\n");
        Files.createDirectories(directory.resolve("run"));
        Files.createSymbolicLink(directory.resolve("run/run.log"), other);
        assertThatThrownBy(() -> RunLog.during(new RunDirectory(directory.resolve("run")), () -> {}))
                .isInstanceOf(UserError.class)
                .hasMessage(directory.resolve("run/run.log")
                        + ": expected a file or nothing, found a link, a directory or a device; remove or rename it");
        assertThat(other).hasContent("mine\n");
    }

    @Test
    void lines_that_cannot_be_written_are_missed_aloud_and_the_run_goes_on() throws Exception {
        assumeTrue(Files.exists(Path.of("/proc/self/limits")), "no limits as Linux has them");
        List<String> arguments = Program.tiny(directory.resolve("run"), "--stage", "fetch");
        Files.createDirectories(directory.resolve("run"));
        Files.write(directory.resolve("run/run.log"), new byte[8000 << 10]); // larger than any file of fetch
        Program.Result result = Program.runLimited(directory.resolve("output"), "ulimit -f 8000", List.of(), arguments);
        assertThat(result.exitCode()).as(result.output()).isZero();
        assertThat(result.output()).contains("run.log: lines of the log are missing: File too large");
        assertThat(directory.resolve("run/fetch/manifest.json")).exists();
    }
}
