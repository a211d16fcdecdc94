package multvae.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A run on a file system that is full, in a namespace of its own where the system lets a user make one. */
final class FullDiskTest {

    private static final boolean THOROUGH = Boolean.getBoolean("multvae.thorough");

    /** One page is enough for resolved.conf, and not for the files of any stage. */
    private static final int SURELY_TOO_FEW_PAGES = 1;

    /**
     * For each stage: fills the disk up to some pages, runs everything up to the stage, frees the space, runs it again.
     * Arguments: mount point, directory for what comes out, free pages, command.
     */
    private static final String SCRIPT =
            """
            mount=$1; out=$2; pages=$3; shift 3
            mount -t tmpfs -o size=64m tmpfs "$mount" || exit 99
            mkdir "$mount/run"
            hashes() { (cd "$mount/run" && find $before -type f -exec sha256sum {} + | sort) > "$1"; }
            before=; selected=
            for stage in fetch preprocess train evaluate report; do
                selected=$selected${selected:+,}$stage
                [ -z "$before" ] || hashes "$out/$stage-hashes-before"
                cat /dev/zero > "$mount/filler" 2> /dev/null
                truncate -s -$((pages * 4096)) "$mount/filler"
                "$@" --stage "$selected" > "$out/$stage-full" 2>&1; echo $? > "$out/$stage-full-code"
                [ -z "$before" ] || hashes "$out/$stage-hashes-full"
                rm "$mount/filler"
                "$@" --stage "$selected" > "$out/$stage-freed" 2>&1; echo $? > "$out/$stage-freed-code"
                before="$before $stage"
            done
            """;

    @TempDir
    private static Path directory;

    @BeforeAll
    static void require_namespaces() throws Exception {
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
    }

    static IntStream freePages() {
        return THOROUGH ? IntStream.rangeClosed(0, 5) : IntStream.of(SURELY_TOO_FEW_PAGES);
    }

    @ParameterizedTest
    @MethodSource("freePages")
    void a_full_disk_is_one_line_and_costs_nothing_that_was_finished(int freePages) throws Exception {
        Path out = Files.createDirectory(directory.resolve("pages-" + freePages));
        Path mount = Files.createDirectory(out.resolve("mount"));
        Path script = Files.writeString(out.resolve("script"), SCRIPT);
        List<String> command = new ArrayList<>(List.of("unshare", "-Urm", "sh", script.toString()));
        command.addAll(List.of(mount.toString(), out.toString(), String.valueOf(freePages)));
        command.addAll(Program.java());
        Path config = Files.writeString(out.resolve("empty.conf"), "");
        command.addAll(List.of("run", "--config", config.toString(), "-Drun.directory=" + mount.resolve("run")));
        command.addAll(Program.TINY);
        int exitCode = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(out.resolve("script-output").toFile())
                .start()
                .waitFor();
        assertThat(exitCode).as(Files.readString(out.resolve("script-output"))).isZero();
        for (String stage : Program.STAGES) {
            checkOutcome(out, stage, freePages);
        }
    }

    private static void checkOutcome(Path out, String stage, int freePages) throws IOException {
        String output = Files.readString(out.resolve(stage + "-full"));
        String code = Files.readString(out.resolve(stage + "-full-code")).strip();
        if (freePages <= SURELY_TOO_FEW_PAGES) {
            assertThat(code).as(output).isEqualTo("2");
        }
        if (!code.equals("0")) {
            assertThat(code).as(output).isEqualTo("2");
            assertThat(output).doesNotContain("\tat ");
            assertThat(output.lines().filter(line -> line.contains(": expected ")))
                    .as(output)
                    .singleElement()
                    .asString()
                    .matches(".*, found (none left; free some|No space left on device; ).*");
        }
        if (!stage.equals("fetch")) {
            assertThat(out.resolve(stage + "-hashes-full"))
                    .hasSameTextualContentAs(out.resolve(stage + "-hashes-before"));
        }
        assertThat(out.resolve(stage + "-freed-code"))
                .as(Files.readString(out.resolve(stage + "-freed")))
                .hasContent("0");
    }
}
