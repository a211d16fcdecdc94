package multvae.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import multvae.io.FileHash;
import multvae.run.Manifest;
import multvae.run.RunLayout;
import multvae.testing.TrustTable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The program killed with SIGKILL at random moments of every stage and of {@code bundle}, half of the time while it replaces
 * what a finished run left, and run again to its end: the artifacts are those of a run that nothing disturbed, byte for byte.
 */
final class KilledRunTest {

    private static final int KILLS = TrustTable.count(2, 170);
    private static final int BUNDLE_KILLS = TrustTable.count(1, 30);
    private static final long SEED = 20180423;
    private static final double LATEST = 1.2; // past a stage's usual time: while it hashes, flushes and moves
    private static final double BUNDLE_SECONDS = 3; // from the start of the process, which takes most of it

    @TempDir
    private static Path directory;

    private static Path undisturbed;
    /** In report.html and in report.md. */
    private static final Pattern CLOCK =
            Pattern.compile("<dt>(trained|time|users per second)</dt>|^    (trained|time|users per second): ");

    private static SortedMap<String, Object> expected;
    private static final Map<String, Double> SECONDS = new HashMap<>();

    private static int tried;
    private static int kept;
    private static int crashed;
    private static int hung;

    @BeforeAll
    static void run_undisturbed() throws Exception {
        undisturbed = directory.resolve("undisturbed");
        Program.Result result = Program.run(directory.resolve("output"), Program.tiny(undisturbed));
        assertThat(result.exitCode()).as(result.output()).isZero();
        expected = artifacts(undisturbed);
        for (String stage : Program.STAGES) {
            SECONDS.put(stage, Manifest.read(undisturbed.resolve(stage)).seconds());
        }
    }

    @AfterAll
    static void tell() {
        TrustTable.row("SIGKILL in every stage and in bundle", tried, tried - kept - crashed - hung, crashed, hung);
    }

    /** @param fraction of the stage's undisturbed time, after its start */
    record Kill(int number, String stage, double fraction, boolean overFinishedRun) {}

    static Stream<Kill> kills() {
        Random random = new Random(SEED);
        String[] stages = {"train", "preprocess", "evaluate", "fetch", "report"};
        return IntStream.range(0, KILLS)
                .mapToObj(k -> new Kill(k, stages[k % stages.length], random.nextDouble() * LATEST, k % 2 == 0));
    }

    @ParameterizedTest
    @MethodSource("kills")
    void a_run_that_was_killed_ends_with_the_same_artifacts(Kill kill) throws Exception {
        tried++;
        Path run = Files.createDirectory(directory.resolve("run-" + kill.number()));
        Path output = directory.resolve("output");
        List<String> first = new ArrayList<>(Program.tiny(run));
        for (String stage : Program.STAGES.subList(0, Program.STAGES.indexOf(kill.stage()))) {
            copy(undisturbed.resolve(stage), run.resolve(stage));
        }
        if (kill.overFinishedRun()) {
            for (String stage : Program.STAGES.subList(Program.STAGES.indexOf(kill.stage()), Program.STAGES.size())) {
                copy(undisturbed.resolve(stage), run.resolve(stage));
            }
            first.addAll(List.of("--force", "--stage", kill.stage()));
        }
        try (Program program = Program.start(output, first)) {
            program.await(kill.stage() + ": running");
            Thread.sleep(Math.round(kill.fraction() * SECONDS.get(kill.stage()) * 1000));
            program.kill();
        }
        assertNothingHalfWritten(run, kill.overFinishedRun());

        ended(Program.run(output, Program.tiny(run)));
        assertThat(artifacts(run)).isEqualTo(expected);
        if (Files.exists(run.resolve(".work"))) {
            assertThat(run.resolve(".work")).isEmptyDirectory();
        }
        kept++;
    }

    static Stream<Kill> bundleKills() {
        Random random = new Random(SEED);
        return IntStream.range(0, BUNDLE_KILLS).mapToObj(k -> new Kill(k, "bundle", random.nextDouble(), true));
    }

    @ParameterizedTest
    @MethodSource("bundleKills")
    void a_bundle_that_was_killed_is_complete_or_not_there_and_the_next_one_removes_its_litter(Kill kill)
            throws Exception {
        tried++;
        Path shelf = directory.resolve("shelf-" + kill.number());
        Path output = directory.resolve("output");
        List<String> bundle = List.of(
                "bundle",
                "--run",
                undisturbed.toString(),
                "--to",
                shelf.resolve("it").toString());
        try (Program program = Program.start(output, bundle)) {
            Thread.sleep(Math.round(kill.fraction() * BUNDLE_SECONDS * 1000));
            program.kill();
        }
        boolean complete = Files.exists(shelf.resolve("it"));
        List<String> again = complete
                ? List.of(
                        "bundle",
                        "--run",
                        shelf.resolve("it").toString(),
                        "--to",
                        shelf.resolve("copy").toString())
                : bundle;
        ended(Program.run(output, again));
        assertThat(shelf.toFile().list())
                .containsExactlyInAnyOrder(complete ? new String[] {"it", "copy"} : new String[] {"it"});
        kept++;
    }

    private static void ended(Program.Result result) {
        crashed += result.exitCode() == Failures.BUG || result.exitCode() > Program.Result.HUNG ? 1 : 0;
        hung += result.exitCode() == Program.Result.HUNG ? 1 : 0;
        assertThat(result.exitCode()).as(result.output()).isZero();
    }

    @Test
    void a_second_process_is_refused_with_the_firsts_pid_and_a_dead_ones_lock_is_free() throws Exception {
        Path run = directory.resolve("locked");
        try (Program first = Program.start(directory.resolve("first"), Program.tiny(run, "-Dtrain.epochs=100000"))) {
            first.await("train: running");
            Program.Result second = Program.run(directory.resolve("second"), Program.tiny(run));
            first.kill();
            assertThat(second.exitCode()).isEqualTo(Failures.USER_ERROR);
            assertThat(second.lines())
                    .singleElement()
                    .asString()
                    .matches(".*: expected a run directory that no other" + " process uses, found process "
                            + first.pid() + ", started \\d{4}-\\d\\d-\\d\\dT[^;]*; wait for it .*");
        }
        assertThat(Program.run(directory.resolve("second"), Program.tiny(run)).exitCode())
                .isZero();
    }

    private static void assertNothingHalfWritten(Path run, boolean finishedBefore) throws IOException {
        for (String stage : Program.STAGES) {
            Path at = run.resolve(stage);
            if (Files.exists(at)) {
                for (Map.Entry<String, FileHash> output :
                        Manifest.read(at).outputs().entrySet()) {
                    assertThat(FileHash.of(at.resolve(output.getKey()))).isEqualTo(output.getValue());
                }
            } else if (finishedBefore) { // between the renames
                assertThat(run.resolve(".work").resolve(stage + "-previous/manifest.json"))
                        .exists();
            }
        }
    }

    /**
     * What the manifests of a finished run say of the outputs, once the files have been found to be that; of the report,
     * which says when and how fast it was trained, all but that.
     */
    private static SortedMap<String, Object> artifacts(Path run) throws IOException {
        SortedMap<String, Object> artifacts = new TreeMap<>();
        for (String stage : Program.STAGES) {
            for (Map.Entry<String, FileHash> output :
                    Manifest.read(run.resolve(stage)).outputs().entrySet()) {
                Path file = run.resolve(stage).resolve(output.getKey());
                assertThat(FileHash.of(file)).as("%s", file).isEqualTo(output.getValue());
                artifacts.put(
                        stage + "/" + output.getKey(),
                        stage.equals(RunLayout.REPORT) ? withoutClock(Files.readString(file)) : output.getValue());
            }
        }
        return artifacts;
    }

    private static List<String> withoutClock(String report) {
        return report.replaceAll("Trained on \\d{4}-\\d\\d-\\d\\d", "")
                .lines()
                .filter(line -> !CLOCK.matcher(line).find())
                .toList();
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> paths = Files.walk(from)) {
            for (Path path : paths.toList()) {
                Files.copy(path, to.resolve(from.relativize(path).toString()));
            }
        }
    }
}
