package multvae.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import multvae.training.StopRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the file system throws, as the line that a user gets. */
final class FailuresTest {

    @TempDir
    private Path directory;

    @Test
    void a_file_that_vanished_is_named() {
        Path file = directory.resolve("vanished");
        assertThat(Failures.userError(catchThrowable(() -> Files.size(file))).orElseThrow())
                .hasMessage(file + ": expected a file, found none that can be opened; leave the run directory alone and"
                        + " run again");
        assertThat(Failures.userError(catchThrowable(() -> new FileInputStream(file.toFile()).close()))
                        .orElseThrow())
                .hasMessageStartingWith(file + " (No such file or directory): expected a file");
    }

    /** As a name with other letters is, in a locale without them. */
    @Test
    void what_is_no_path_here_is_no_bug() {
        Throwable thrown = new ExceptionInInitializerError(new InvalidPathException("runs/\u00FC", "unmappable"));
        assertThat(Failures.userError(thrown).orElseThrow())
                .hasMessage(
                        "runs/\u00FC: expected a path that this system can have, found unmappable; correct it; if it has"
                                + " letters beyond ASCII, set a locale that has them: export LC_ALL=C.UTF-8");
    }

    @Test
    void a_file_where_a_directory_should_be_is_named() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "x");
        assertThat(Failures.userError(catchThrowable(() -> Files.createDirectories(file)))
                        .orElseThrow())
                .hasMessage(file + ": expected a directory or nothing, found a file of that name; move it away");
    }

    @Test
    void a_read_only_file_system_is_no_bug() {
        assertThat(Failures.userError(new FileSystemException("/run/x", null, "Read-only file system"))
                        .orElseThrow())
                .hasMessage(
                        "/run/x: expected a working file system, found Read-only file system; fix it and run again");
    }

    @Test
    void a_full_disk_is_known_through_the_exceptions_around_it() {
        Throwable thrown =
                new IllegalStateException(new UncheckedIOException(new IOException("No space left on device")));
        assertThat(Failures.userError(thrown).orElseThrow())
                .hasMessage("the run directory: expected space on the disk, found none left;"
                        + " free some and run the same command again");
    }

    @Test
    void what_no_user_can_cause_is_a_bug() {
        assertThat(Failures.userError(new IllegalStateException("x"))).isEmpty();
        assertThat(Failures.userError(new IOException("unexpected"))).isEmpty();
    }

    @Test
    void a_directory_that_cannot_be_written_is_one_line_and_exit_code_2() throws IOException {
        assumeFalse(System.getProperty("user.name").equals("root"), "root may write everywhere");
        Path run = Files.createDirectory(
                directory.resolve("run"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r-xr-xr-x")));
        assertThat(Commands.execute(new StopRequest(), Program.tiny(run).toArray(String[]::new)))
                .isEqualTo(Failures.USER_ERROR);
    }
}
