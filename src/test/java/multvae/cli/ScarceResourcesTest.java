package multvae.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The program with little memory, few addresses and small files: one line that says what to raise, and what it says works. */
@Timeout(value = 5, unit = TimeUnit.MINUTES) // a process that does not end
final class ScarceResourcesTest {

    private static final boolean THOROUGH = Boolean.getBoolean("multvae.thorough");

    private static final List<String> FILES =
            List.of("train/model.fb", "train/weights.safetensors", "train/history.csv", "evaluate/metrics.json");

    /** A run that nothing is missing for. */
    private static Path whole;

    @TempDir
    private static Path shared;

    @TempDir
    private Path directory;

    @BeforeAll
    static void run_with_enough() throws Exception {
        assumeTrue(Files.exists(Path.of("/proc/self/limits")), "no limits as Linux has them");
        whole = shared.resolve("whole");
        Program.Result result = Program.run(shared.resolve("output"), Program.tiny(whole));
        assertThat(result.exitCode()).as(result.output()).isZero();
    }

    @Test
    @EnabledIfSystemProperty(
            named = "multvae.thorough",
            matches = "true",
            disabledReason = "starts more than thirty processes: -Dmultvae.thorough=true or -Pthorough")
    void too_few_addresses_are_a_line_and_the_limit_that_it_names_suffices() throws Exception {
        String enough = null;
        for (int kilobytes = 2_800_000; kilobytes <= 4_400_000; kilobytes += 50_000) {
            Program.Result result =
                    limited("ulimit -v " + kilobytes, List.of(), Program.tiny(directory.resolve("few")));
            if (result.exitCode() == 1 && isOfTheJvm(result)) {
                continue; // before the program begins, or where the JVM itself allocates
            }
            assertThat(result.exitCode()).as(kilobytes + ": " + result.output()).isIn(0, Failures.USER_ERROR);
            if (result.exitCode() != 0) {
                enough = named(result, "raise it to (ulimit -v [0-9]+) or to unlimited");
            }
        }
        assertThat(enough).isNotNull();
        Program.Result result = limited(enough, List.of(), Program.tiny(directory.resolve("enough")));
        assertThat(result.exitCode()).as(enough + ": " + result.output()).isZero();
    }

    private static boolean isOfTheJvm(Program.Result result) {
        return result.output()
                .matches("(?s).*(insufficient memory for the Java Runtime Environment|during initialization of VM"
                        + "|A JNI error has occurred|Could not create the Java Virtual Machine).*");
    }

    private static List<String> heapsForTraining() {
        return THOROUGH ? List.of("-Xmx24m", "-Xmx28m -XX:+UseSerialGC") : List.of("-Xmx24m");
    }

    @ParameterizedTest
    @MethodSource("heapsForTraining")
    void a_heap_that_training_does_not_fit_is_a_line_before_it_and_the_heap_that_it_names_suffices(String jvm)
            throws Exception {
        Path run = directory.resolve("run");
        Program.Result result = limited("true", List.of(jvm.split(" ")), Program.tiny(run));
        assertThat(result.output()).contains("train: running").doesNotContain("epoch 1/2");
        List<String> enough = new ArrayList<>(List.of(jvm.split(" ")));
        enough.set(0, named(result, "found [0-9]+ MB[^;]*; raise it with (-Xmx[0-9]+m)"));
        Program.Result again = limited("true", enough, Program.tiny(run));
        assertThat(again.exitCode()).as(enough + ": " + again.output()).isZero();
        assertSameFiles(run);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-XX:+UseG1GC", "-XX:+UseSerialGC"})
    @EnabledIfSystemProperty(
            named = "multvae.thorough",
            matches = "true",
            disabledReason = "starts four processes: -Dmultvae.thorough=true or -Pthorough")
    void the_heap_that_is_named_for_a_larger_model_suffices(String collector) throws Exception {
        List<String> arguments = Program.tiny(
                directory.resolve("run"),
                "-Dmodel.pDims=[40,400]",
                "-Dtrain.epochs=1",
                "-Devaluate.baselines=item-knn");
        Program.Result result = limited("true", List.of("-Xmx64m", collector), arguments);
        String enough = named(result, "raise it with (-Xmx[0-9]+m)");
        Program.Result again = limited("true", List.of(enough, collector), arguments);
        assertThat(again.exitCode()).as(enough + ": " + again.output()).isZero();
    }

    private static List<String> heapsForCommands() {
        return THOROUGH ? List.of("-Xmx6m", "-Xmx9m", "-Xmx12m", "-Xmx14m") : List.of("-Xmx9m");
    }

    @ParameterizedTest
    @MethodSource("heapsForCommands")
    void no_memory_is_a_line_in_every_command(String heap) throws Exception {
        Path bundle = directory.resolve("bundle");
        for (List<String> arguments : List.of(
                Program.tiny(directory.resolve("run"), "--stage", "fetch,preprocess"),
                List.of("inspect", whole.toString()),
                List.of("recommend", "--run", whole.toString(), "--likes", "1,2,3"),
                List.of("bundle", "--run", whole.toString(), "--to", bundle.toString()))) {
            Program.Result result = limited("true", List.of(heap), arguments);
            if (result.exitCode() != 0) {
                named(result, "raise it with (-Xmx)");
            }
        }
    }

    private static List<Integer> fileSizes() {
        return THOROUGH ? List.of(40, 200) : List.of(40); // a checkpoint, and model.fb
    }

    @ParameterizedTest
    @MethodSource("fileSizes")
    void a_file_that_may_not_grow_is_named_and_the_same_command_ends_with_the_same_bytes(int kilobytes)
            throws Exception {
        Path run = directory.resolve("run");
        Program.Result result = limited(
                "true", List.of(), Program.tiny(run, "--stage", "fetch,preprocess")); // their files are the larger ones
        assertThat(result.exitCode()).as(result.output()).isZero();

        result = limited("ulimit -f " + kilobytes, List.of(), Program.tiny(run));
        String file =
                named(result, "(?m)^(" + Pattern.quote(run.toString()) + "\\S*): expected .*found File too large; ");
        assertThat(Path.of(file).getParent()).exists();

        result = limited("true", List.of(), Program.tiny(run));
        assertThat(result.exitCode()).as(result.output()).isZero();
        assertSameFiles(run);
    }

    private Program.Result limited(String ulimit, List<String> jvm, List<String> arguments) throws Exception {
        return Program.runLimited(directory.resolve("output"), ulimit, jvm, arguments);
    }

    /** What the one line of a user error names. */
    private static String named(Program.Result result, String regex) {
        assertThat(result.exitCode()).as(result.output()).isEqualTo(Failures.USER_ERROR);
        assertThat(result.output()).doesNotContain("\tat ", "Exception");
        assertThat(result.lines())
                .filteredOn(line -> line.contains(": expected "))
                .hasSize(1);
        Matcher matcher = Pattern.compile(regex).matcher(result.output());
        assertThat(matcher.find()).as(result.output()).isTrue();
        return matcher.group(1);
    }

    private static void assertSameFiles(Path run) throws IOException {
        for (String file : FILES) {
            assertThat(run.resolve(file)).hasSameBinaryContentAs(whole.resolve(file));
        }
    }
}
