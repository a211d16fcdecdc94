package multvae.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import multvae.testing.SpecialFiles;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

final class FileLocksTest {

    @TempDir
    private Path root;

    private Path file;

    @BeforeEach
    void name() {
        file = root.resolve(".lock");
    }

    /** Another process: takes the lock, says whether it has it, and holds it until its input ends. */
    static final class Holder {
        public static void main(String[] arguments) throws IOException {
            Optional<FileChannel> lock = FileLocks.open(Path.of(arguments[0]));
            System.out.println(lock.isPresent() ? "held" : "refused");
            while (System.in.read() >= 0) {}
            if (lock.isPresent()) {
                lock.get().close();
            }
        }
    }

    private Process holder() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private boolean isRefused() throws IOException {
        Optional<FileChannel> lock = FileLocks.open(file);
        if (lock.isPresent()) {
            lock.get().close();
        }
        return lock.isEmpty();
    }

    @Test
    void the_file_is_created_and_can_be_written_by_its_holder() throws IOException {
        try (FileChannel lock = FileLocks.open(file).orElseThrow()) {
            lock.write(ByteBuffer.wrap(new byte[] {'7'}));
        }
        assertThat(file).hasContent("7");
    }

    @Test
    void what_the_file_holds_is_kept() throws IOException {
        Files.writeString(file, "process 7");
        assertThat(isRefused()).isFalse();
        assertThat(file).hasContent("process 7");
    }

    @Test
    void a_second_lock_in_the_same_process_is_refused_on_this_and_on_another_thread() throws IOException {
        try (FileChannel lock = FileLocks.open(file).orElseThrow()) {
            assertThat(lock.isOpen()).isTrue();
            assertThat(isRefused()).isTrue();
            assertThat(CompletableFuture.supplyAsync(() -> {
                                try {
                                    return isRefused();
                                } catch (IOException e) {
                                    throw new AssertionError(e);
                                }
                            })
                            .join())
                    .isTrue();
        }
    }

    @Test
    void a_closed_lock_can_be_taken_again_and_the_file_stays() throws IOException {
        for (int k = 0; k < 3; k++) {
            assertThat(isRefused()).isFalse();
            assertThat(file).exists();
        }
    }

    @Test
    void a_refusal_does_not_free_the_lock_that_is_held() throws Exception {
        // POSIX frees all locks of a process on a file when it closes any descriptor of it: the refusal closes one.
        try (FileChannel lock = FileLocks.open(file).orElseThrow()) {
            assertThat(lock.isOpen()).isTrue();
            assertThat(isRefused()).isTrue();
            Process other = holder();
            try (BufferedReader said = other.inputReader()) {
                assertThat(said.readLine()).isEqualTo("refused");
            } finally {
                end(other);
            }
        }
    }

    @Test
    void another_process_holds_it_until_it_is_killed() throws Exception {
        Process other = holder();
        try (BufferedReader said = other.inputReader()) {
            assertThat(said.readLine()).isEqualTo("held");
            assertThat(isRefused()).isTrue();
            other.destroyForcibly().waitFor();
            assertThat(isRefused()).isFalse();
        } finally {
            end(other);
        }
    }

    @Test
    void a_file_in_a_directory_that_is_missing_is_an_error() {
        assertThatThrownBy(() -> FileLocks.open(root.resolve("none/.lock"))).isInstanceOf(NoSuchFileException.class);
    }

    private static void end(Process process) throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** A link may lead to a file of the user's, which the holder would write to. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void a_link_and_what_is_no_file_are_not_locked() throws Exception {
        Path mine = Files.writeString(root.resolve("mine"), "precious");
        Path lock = root.resolve("lock");
        Files.createSymbolicLink(lock, mine);
        assertRefused(lock, "a link, a device, a pipe or a socket");
        assertThat(mine).hasContent("precious");
        for (SpecialFiles special : SpecialFiles.values()) {
            Files.delete(lock);
            special.make(lock);
            assertRefused(
                    lock, special == SpecialFiles.DIRECTORY ? "a directory" : "a link, a device, a pipe or a socket");
        }
        Files.delete(lock);
        Files.createSymbolicLink(lock, root.resolve("nothing"));
        assertRefused(lock, "a link, a device, a pipe or a socket");
        assertThat(root.resolve("nothing")).doesNotExist();
    }

    private static void assertRefused(Path lock, String found) {
        assertThatThrownBy(() -> assertTimeoutPreemptively(Duration.ofSeconds(20), () -> FileLocks.open(lock)))
                .isInstanceOf(UserError.class)
                .hasMessage(lock + ": expected a file or nothing, found " + found + "; move it away");
    }
}
