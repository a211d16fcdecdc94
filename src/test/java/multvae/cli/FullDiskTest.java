package multvae.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Scanner;
import multvae.testing.TrustTable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every command that writes, on a file system that is full, in a namespace of its own where the system lets a user make one.
 * The space is used up at many places of what the command writes: at none of them is anything lost.
 */
final class FullDiskTest {

    /** Of what a command writes: the disk is full after each of so many. */
    private static final int PARTS = TrustTable.count(2, 24);

    /** Until a command has succeeded twice; in a sample only one, with a few pages. */
    private static final int MOST_ATTEMPTS = TrustTable.count(1, 200);

    /**
     * Fills the disk up to some pages, runs the command, frees the space, and so on with more pages until the command has
     * succeeded twice or has been run often enough. The hashes are those of all that was there before, except for what has
     * the time or the place. Arguments: mount point, directory for what comes out, a finished run, name of the step, its
     * options, parts, most attempts, command. Code 99 is for a system that does not let it.
     */
    private static final String SCRIPT =
            """
            mount=$1; out=$2; finished=$3; step=$4; options=$5; parts=$6; most=$7; shift 7
            mount -t tmpfs -o size=96m tmpfs "$mount" || exit 99
            run="$mount/run"; made="$mount/made"
            hashes() {
                (cd "$mount" && find run -type f ! -path '*/.work/*' ! -name manifest.json ! -name timings.csv \
                    ! -name run.log ! -name resolved.conf ! -name .lock \
                    -exec sha256sum {} + | sort) > "$1"
            }
            cp -r "$finished" "$run"
            printf 'user,item\n' > "$mount/users.csv"
            awk -F, 'NR > 1 { print $1 "," $2 }' "$run/fetch/ratings.csv" >> "$mount/users.csv"
            command=$(echo "$options" | sed "s|RUN|$run|g; s|MADE|$made|g; s|USERS|$mount/users.csv|g; s|EMPTY|$out/empty.conf|g")
            hashes "$out/hashes-before"
            written=$step; [ -d "$run/$step" ] || written=train
            need=$(du -s --block-size=4096 "$run/$written" | cut -f1)
            passed=0; attempts=0; part=0; level=0
            [ "$most" -gt 1 ] || level=8
            while [ "$passed" -lt 2 ] && [ "$attempts" -lt "$most" ]; do
                attempts=$((attempts + 1))
                cat /dev/zero > "$mount/filler" 2> /dev/null
                truncate -s -$((level * 4096)) "$mount/filler"
                timeout 120 "$@" $command > "$out/full-$attempts" 2>&1; code=$?
                [ "$code" -ne 0 ] || passed=$((passed + 1))
                rm "$mount/filler"
                hashes "$out/hashes-full-$attempts"
                made_it=no; [ ! -e "$made" ] || made_it=yes
                echo "$attempts $level $code $made_it" >> "$out/outcomes"
                rm -rf "$made"
                if [ "$level" -lt 3 ]; then level=$((level + 1)); else
                    part=$((part + 1)); level=$((3 + part * need / parts)); fi
            done
            "$@" $command > "$out/freed" 2>&1; echo $? > "$out/freed-code"
            hashes "$out/hashes-freed"
            """;

    @TempDir
    private static Path directory;

    private static Path finished;
    private static int tried;
    private static int lost;
    private static int crashed;
    private static int hung;

    @BeforeAll
    static void require_namespaces_and_run_once() throws Exception {
        Path probe = Files.createDirectory(directory.resolve("probe"));
        boolean allowed;
        try {
            allowed = new ProcessBuilder(
                                    "unshare",
                                    "-Urm",
                                    "mount",
                                    "-t",
                                    "tmpfs",
                                    "-o",
                                    "size=1m",
                                    "tmpfs",
                                    probe.toString())
                            .redirectErrorStream(true)
                            .redirectOutput(directory.resolve("probe-output").toFile())
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            allowed = false; // no such program
        }
        assumeTrue(allowed, "this system lets no user mount a file system of limited size");
        finished = directory.resolve("finished");
        Program.Result result = Program.run(directory.resolve("output"), Program.tiny(finished));
        assertThat(result.exitCode()).as(result.output()).isZero();
    }

    @AfterAll
    static void tell() {
        if (tried > 0) {
            TrustTable.row("full disk in every stage, bundle and recommend", tried, lost, crashed, hung);
        }
    }

    private static List<String> stages() {
        return TrustTable.THOROUGH ? Program.STAGES : List.of("preprocess", "train");
    }

    @ParameterizedTest
    @MethodSource("stages")
    void a_full_disk_is_one_line_and_the_stage_keeps_what_it_had(String stage) throws Exception {
        fill(
                stage,
                "run --config EMPTY -Drun.directory=RUN " + String.join(" ", Program.TINY) + " --force --stage "
                        + stage);
    }

    private static List<String> commands() {
        List<String> commands = List.of("bundle --run RUN --to MADE", "recommend --run RUN --users USERS --out MADE");
        return TrustTable.THOROUGH ? commands : commands.subList(0, 1);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void a_full_disk_is_one_line_and_nothing_half_made_has_the_name_asked_for(String command) throws Exception {
        fill(command.substring(0, command.indexOf(' ')), command);
    }

    private static void fill(String step, String options) throws Exception {
        Path out = Files.createDirectory(directory.resolve(step));
        Path mount = Files.createDirectory(out.resolve("mount"));
        Path script = Files.writeString(out.resolve("script"), SCRIPT);
        Files.writeString(out.resolve("empty.conf"), "");
        List<String> command = new ArrayList<>(List.of("unshare", "-Urm", "sh", script.toString()));
        command.addAll(List.of(mount.toString(), out.toString(), finished.toString(), step, options));
        command.addAll(List.of(String.valueOf(PARTS), String.valueOf(MOST_ATTEMPTS)));
        command.addAll(Program.java());
        int exitCode = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(out.resolve("script-output").toFile())
                .start()
                .waitFor();
        assertThat(exitCode).as(Files.readString(out.resolve("script-output"))).isZero();

        List<String> outcomes = Files.readAllLines(out.resolve("outcomes"));
        assertThat(outcomes.get(0)).contains(" 2 ");
        if (TrustTable.THOROUGH) {
            assertThat(outcomes.get(outcomes.size() - 1)).contains(" 0 "); // all that is written has met a full disk
        }
        for (String outcome : outcomes) {
            Scanner fields = new Scanner(outcome);
            check(
                    out,
                    fields.next(),
                    fields.next(),
                    fields.nextInt(),
                    fields.next().equals("yes"));
        }
        assertThat(out.resolve("freed-code"))
                .as(Files.readString(out.resolve("freed")))
                .hasContent("0");
        assertThat(out.resolve("hashes-freed")).hasSameTextualContentAs(out.resolve("hashes-before"));
    }

    private static void check(Path out, String attempt, String level, int code, boolean made) throws IOException {
        tried++;
        String output = Files.readString(out.resolve("full-" + attempt));
        boolean same = Files.readString(out.resolve("hashes-full-" + attempt))
                .equals(Files.readString(out.resolve("hashes-before")));
        hung += code == Program.Result.HUNG ? 1 : 0;
        crashed += code != 0 && code != Failures.USER_ERROR && code != Program.Result.HUNG ? 1 : 0;
        lost += same ? 0 : 1;
        assertThat(code).as("%s pages: %s", level, output).isIn(0, Failures.USER_ERROR);
        assertThat(out.resolve("hashes-full-" + attempt))
                .as("%s pages: %s", level, output)
                .hasSameTextualContentAs(out.resolve("hashes-before"));
        if (code != 0) {
            assertThat(made).as("%s pages: %s", level, output).isFalse();
            assertThat(output).doesNotContain("\tat ");
            assertThat(output.lines().filter(line -> line.contains(": expected ")))
                    .as(output)
                    .singleElement()
                    .asString()
                    .matches(".*, found (none left; free some|No space left on device; ).*");
        }
    }
}
