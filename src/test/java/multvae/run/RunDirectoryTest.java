package multvae.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import multvae.io.FileHash;
import multvae.io.UserError;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a kill between any two steps of publishing leaves on disk, made by hand, and what recovery makes of it. */
final class RunDirectoryTest {

    private static final String FINGERPRINT = "0123456789abcdef0123456789abcdef";

    @TempDir
    private Path root;

    private RunDirectory run;

    @BeforeEach
    void open() {
        run = new RunDirectory(root);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void a_place_that_takes_no_directory_is_told_with_its_reason() {
        assertThatThrownBy(() -> new RunDirectory(Path.of("/proc/x/y")).create())
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith(
                        "run.directory: expected a directory that can be made, found /proc/x/y, where none can be (")
                .hasMessageEndingWith("); choose another one");
    }

    @Test
    void a_kill_before_the_first_rename_publishes_what_was_complete() throws IOException {
        complete(root.resolve("train"), "old");
        complete(work(), "new");
        assertThat(run.recover("train")).singleElement().asString().startsWith("train: was complete");
        assertOnlyLeft("new");
    }

    @Test
    void a_kill_between_the_renames_publishes_what_was_complete() throws IOException {
        complete(previous(), "old");
        complete(work(), "new");
        assertThat(run.recover("train")).hasSize(1);
        assertOnlyLeft("new");
    }

    @Test
    void a_kill_before_the_previous_outputs_were_deleted_deletes_them() throws IOException {
        complete(root.resolve("train"), "new");
        complete(previous(), "old");
        assertThat(run.recover("train")).isEmpty();
        assertOnlyLeft("new");
    }

    @Test
    void previous_outputs_come_back_where_there_are_no_others() throws IOException {
        complete(previous(), "old");
        assertThat(run.recover("train")).singleElement().asString().contains("are back");
        assertOnlyLeft("old");
    }

    @Test
    void an_attempt_without_a_whole_manifest_is_left_for_its_stage_and_replaces_nothing() throws IOException {
        complete(root.resolve("train"), "old");
        complete(work(), "new");
        Files.writeString(work().resolve(RunLayout.MANIFEST), "{\"format\" : 1,");
        assertThat(run.recover("train")).isEmpty();
        assertThat(root.resolve("train/out.txt")).hasContent("old");
        assertThat(run.startWork("train", FINGERPRINT, false)).isEqualTo(work());
        assertThat(work()).isDirectoryContaining("glob:**/out.txt").isDirectoryNotContaining("glob:**/manifest.json");
    }

    @Test
    void a_newer_versions_attempt_is_not_published() throws IOException {
        complete(work(), "new");
        Path manifest = work().resolve(RunLayout.MANIFEST);
        Files.writeString(manifest, Files.readString(manifest).replace("\"format\" : 1", "\"format\" : 2"));
        assertThat(run.recover("train")).isEmpty();
        assertThat(root.resolve("train")).doesNotExist();
    }

    @Test
    void another_stages_attempt_is_not_touched() throws IOException {
        Path other = root.resolve(".work/train-model-0123456789abcdef");
        complete(other, "other");
        assertThat(run.recover("train")).isEmpty();
        run.dropLeftovers("train", FINGERPRINT, false);
        assertThat(other).exists();
    }

    @Test
    void a_file_where_a_stages_directory_should_be_is_refused_and_kept() throws IOException {
        Files.writeString(root.resolve("train"), "mine");
        assertThatThrownBy(() -> run.startWork("train", FINGERPRINT, true))
                .isInstanceOf(UserError.class)
                .hasMessage(root.resolve("train") + ": expected a directory or nothing, found a file; move it away");
        assertThat(root.resolve("train")).hasContent("mine");
    }

    private Path work() {
        return root.resolve(".work/train-0123456789abcdef");
    }

    private Path previous() {
        return root.resolve(".work/train-previous");
    }

    private static void complete(Path directory, String text) throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("out.txt"), text);
        TreeMap<String, FileHash> outputs = new TreeMap<>(Map.of("out.txt", FileHash.of(directory.resolve("out.txt"))));
        String fingerprint = Manifest.fingerprint("train", 1, new TreeMap<>(), new TreeMap<>());
        new Manifest(
                        "train",
                        1,
                        fingerprint,
                        new TreeMap<>(),
                        new TreeMap<>(),
                        outputs,
                        Map.of(),
                        "2026-01-01T00:00:00Z",
                        1.5)
                .write(directory);
    }

    private void assertOnlyLeft(String text) throws IOException {
        assertThat(root.resolve("train/out.txt")).hasContent(text);
        assertThat(Manifest.read(root.resolve("train")).outputs().get("out.txt"))
                .isEqualTo(FileHash.of(root.resolve("train/out.txt")));
        try (Stream<Path> left = Files.list(root.resolve(".work"))) {
            assertThat(left.toList()).isEqualTo(List.of());
        }
    }

    /** No hash covers it, and it decides where files are read. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "/etc\nfetch\n",
                "../x/..\nfetch\n",
                "runs\nfetch\n",
                "..\n../../fetch\n",
                "..\nfetch\nall\n",
                "..\0\nfetch\n",
                "../..\u001b[2J\nfetch\n"
            })
    void the_file_of_a_branch_leads_nowhere_but_upwards(String text) throws IOException {
        Path file = Files.writeString(Files.createDirectories(root).resolve(RunLayout.SHARED), text);
        assertThatThrownBy(() -> RunDirectory.at(root))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith(
                        file + ": expected the way up to a run's directory, such as ../.., then names of stages")
                .message()
                .doesNotContainPattern("\\p{Cntrl}");
    }

    /** No hash covers it: a link in a stranger's directory may lead to any file. */
    @Test
    void nothing_of_the_file_that_a_link_for_the_file_of_a_branch_leads_to_is_printed() throws IOException {
        Path secret = Files.writeString(root.resolveSibling("secret-" + root.getFileName()), "swordfish\n");
        Path file = Files.createDirectories(root).resolve(RunLayout.SHARED);
        Files.createSymbolicLink(file, secret);
        assertThatThrownBy(() -> RunDirectory.at(root))
                .isInstanceOf(UserError.class)
                .hasMessage(file + ": expected the way up to a run's directory, such as ../.., then names of stages, "
                        + "found another text; run the sweep again");
    }

    @Test
    void the_file_of_a_branch_is_a_small_file() throws IOException {
        Path file = Files.createDirectories(root).resolve(RunLayout.SHARED);
        Files.writeString(file, "..\n" + "fetch\n".repeat(1000));
        assertThatThrownBy(() -> RunDirectory.at(root))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith(file + ": expected a file of at most 4,096 bytes, found 6,003 bytes");
        Files.delete(file);
        Files.createDirectory(file);
        assertThatThrownBy(() -> RunDirectory.at(root))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith(file + ": expected a file, found a directory");
    }

    @Test
    void a_branch_reads_the_shared_stages_of_its_run() throws IOException {
        RunDirectory branch = new RunDirectory(root).branch("sweep/a=1", Set.of(RunLayout.FETCH));
        RunDirectory read = RunDirectory.at(branch.root());
        assertThat(read.of(RunLayout.FETCH)).isEqualTo(root.resolve(RunLayout.FETCH));
        assertThat(read.of(RunLayout.TRAIN)).isEqualTo(branch.root().resolve(RunLayout.TRAIN));
    }
}
