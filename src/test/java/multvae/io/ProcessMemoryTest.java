package multvae.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProcessMemoryTest {

    private static final long MB = 1 << 20;

    @TempDir
    private Path directory;

    @Test
    void a_heap_that_is_too_small_is_told_with_one_that_suffices() {
        // (100 MB + 24,000,000) * 1.25 = 153.6 MB; 1.1 times it, rounded up to 16 MB
        assertThatThrownBy(() -> ProcessMemory.requireHeap("here", 100 * MB, "or lower x", 128 * MB, 128 * MB))
                .isInstanceOf(UserError.class)
                .hasMessage("here: expected 154 MB of Java's heap, found 128 MB;"
                        + " raise it with -Xmx176m after java or in JAVA_TOOL_OPTIONS, or lower x");
        assertThatThrownBy(() -> ProcessMemory.requireHeap("here", 100 * MB, "or lower x", 128 * MB, 192 * MB))
                .hasMessageContaining("found 128 MB for what lives long; raise it with -Xmx256m");
        assertThatCode(() -> ProcessMemory.requireHeap("here", 100 * MB, "or lower x", 176 * MB, 256 * MB))
                .doesNotThrowAnyException();
        assertThatCode(() -> ProcessMemory.requireHeap("here", 0, "")).doesNotThrowAnyException();
    }

    @Test
    void too_few_addresses_are_told_with_a_limit_that_suffices() {
        assertThatThrownBy(() -> ProcessMemory.requireAddressSpace("here", 500 * MB, 3000 * MB, 2600 * MB))
                .isInstanceOf(UserError.class)
                .hasMessage(
                        "here: expected 500 MB of address space, found 400 MB of the 3,000 MB that ulimit -v allows;"
                                + " raise it to ulimit -v 4200000 or to unlimited, or lower -Xmx");
        assertThatCode(() -> ProcessMemory.requireAddressSpace("here", 500 * MB, 3100 * MB, 2600 * MB))
                .doesNotThrowAnyException();
    }

    @Test
    void a_limit_of_javacpp_leaves_what_is_not_used_and_none_leaves_all() {
        assertThat(ProcessMemory.left(10, 4)).isEqualTo(6);
        assertThat(ProcessMemory.left(10, 12)).isZero();
        assertThat(ProcessMemory.left(0, 4)).isEqualTo(Long.MAX_VALUE);
        assertThat(ProcessMemory.left(-1, 4)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void a_write_that_fails_names_its_file() {
        Path file = directory.resolve("file");
        assertThatThrownBy(() -> NamedFile.during(file, () -> {
                    throw new IOException("No space left on device");
                }))
                .isInstanceOf(FileSystemException.class)
                .hasMessage(file + ": No space left on device");
        Path missing = directory.resolve("missing/file");
        assertThatThrownBy(() -> NamedFile.during(file, () -> Files.writeString(missing, "x")))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessage(missing.toString());
        assertThat(file).doesNotExist();
    }
}
