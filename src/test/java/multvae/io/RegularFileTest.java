package multvae.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import multvae.testing.SpecialFiles;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisabledOnOs(OS.WINDOWS)
final class RegularFileTest {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** Every way in which this package reads a file. */
    private static final Map<String, Reading> READINGS = Map.of(
            "json", file -> Json.read(file, List.class, "a list", "do something"),
            "sealed json", file -> SealedJson.read(file, 1, 100, List.class, format -> new UserError("", "", "", "")),
            "hash", FileHash::of,
            "safetensors", file -> SafetensorsReader.open(file, "do something").close(),
            "records", file -> CsvRecords.read(file, List.of("a"), "do something", (row, where) -> {}),
            "text", file -> TextFile.open(file).close(),
            "table",
                    file -> TextFile.openTable(file, StandardCharsets.UTF_8, 100)
                            .close());

    private interface Reading {
        void read(Path file) throws Exception;
    }

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void choose_a_file() {
        file = directory.resolve("file");
    }

    @ParameterizedTest
    @EnumSource
    void what_is_no_file_is_refused_at_once_by_every_reader(SpecialFiles special) throws Exception {
        special.make(file);
        for (Map.Entry<String, Reading> reading : READINGS.entrySet()) {
            assertThatThrownBy(() -> assertTimeoutPreemptively(
                            Duration.ofSeconds(20), () -> reading.getValue().read(file)))
                    .as(reading.getKey())
                    .isNotInstanceOf(AssertionError.class) // it did not wait
                    .hasMessageContaining(special.words());
        }
    }

    @Test
    void the_message_says_what_to_do() throws Exception {
        SpecialFiles.PIPE.make(file);
        assertThatThrownBy(() -> Json.read(file, List.class, "a list", "do something"))
                .isInstanceOf(UserError.class)
                .hasMessage(file + ": expected a file, found a device, a pipe or a socket; copy it into a file first");
    }

    @Test
    void a_link_to_itself_and_a_name_below_a_file_are_nothing() throws IOException {
        Files.createSymbolicLink(file, file);
        Path below = Files.writeString(directory.resolve("other"), "").resolve("name");
        for (Path nothing : List.of(file, below)) {
            assertThatThrownBy(() -> Json.read(nothing, List.class, "a list", "do something"))
                    .isInstanceOf(UserError.class)
                    .hasMessage(nothing + ": expected a file, found nothing; check the path");
        }
    }

    @Test
    void a_link_to_a_file_is_followed() throws IOException {
        Files.writeString(directory.resolve("target"), "[1]");
        Files.createSymbolicLink(file, directory.resolve("target"));
        assertThat(Json.read(file, int[].class, "a list", "do something")).containsExactly(1);
        assertThat(FileHash.of(file)).isEqualTo(FileHash.of(directory.resolve("target")));
    }

    @Test
    void a_small_file_is_read_up_to_its_limit_and_no_further() throws IOException {
        Files.writeString(file, "12345");
        assertThat(RegularFile.read(file, 5)).asString(StandardCharsets.UTF_8).isEqualTo("12345");
        assertThatThrownBy(() -> RegularFile.read(file, 4))
                .isInstanceOf(RegularFile.UnsuitableException.class)
                .hasMessageEndingWith(": 5 bytes");
    }

    /** Its size is 0, as that of all files below /proc, but bytes come out of it. */
    @Test
    void a_file_that_has_more_bytes_than_its_size_says_is_cut_off_at_the_limit() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (Files.exists(status)) {
            assertThatThrownBy(() -> RegularFile.read(status, 10)).hasMessageEndingWith(": 11 bytes");
        }
    }

    @Test
    void a_huge_file_takes_no_memory() throws IOException {
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(1L << 40);
        }
        assertThatThrownBy(() -> Json.read(file, List.class, "a list", "do something"))
                .isInstanceOf(UserError.class)
                .hasMessage(file + ": expected a file of at most 16,777,216 bytes, found 1,099,511,627,776 bytes; "
                        + "check that it is the file that was meant");
        long before = THREADS.getCurrentThreadAllocatedBytes();
        assertThatThrownBy(() -> Json.read(file, List.class, "a list", "do something"))
                .isInstanceOf(UserError.class);
        assertThat(THREADS.getCurrentThreadAllocatedBytes() - before).isLessThan(1 << 20);
    }

    @Test
    void a_small_file_takes_no_memory_for_what_it_may_have() throws IOException {
        Files.writeString(file, "12345");
        RegularFile.read(file, 1 << 30);
        long before = THREADS.getCurrentThreadAllocatedBytes();
        RegularFile.read(file, 1 << 30);
        assertThat(THREADS.getCurrentThreadAllocatedBytes() - before).isLessThan(1 << 20);
    }

    @Test
    void a_quote_without_an_end_takes_no_memory() throws IOException {
        for (String start : List.of("\"", "a\n\"")) {
            try (Writer text = Files.newBufferedWriter(file)) {
                text.write(start);
                for (int line = 0; line < 1_000_000; line++) {
                    text.write("0123456789012345678\n");
                }
            }
            long before = THREADS.getCurrentThreadAllocatedBytes();
            assertThatThrownBy(() -> CsvRecords.read(file, List.of("a"), "do something", (row, where) -> {}))
                    .isInstanceOf(UserError.class)
                    .hasMessage(file + (start.length() == 1 ? ":1" : ":2")
                            + ": expected a record of at most 10000 characters, found a longer one; "
                            + "check that each quote has its end");
            assertThat(THREADS.getCurrentThreadAllocatedBytes() - before).isLessThan(4 << 20);
        }
    }

    @Test
    void json_with_deep_nests_or_long_numbers_is_one_line() throws IOException {
        for (String text : List.of("[".repeat(100_000), "{\"a\":".repeat(100_000), "[" + "9".repeat(100_000) + "]")) {
            Files.writeString(file, text);
            assertThatThrownBy(() -> Json.read(file, List.class, "a list", "do something"))
                    .isInstanceOf(UserError.class)
                    .message()
                    .startsWith(file.toString())
                    .doesNotContain("\n");
        }
        Files.write(file, new byte[] {'[', '"', (byte) 0xFF, '"', ']'});
        assertThatThrownBy(() -> Json.read(file, List.class, "a list", "do something"))
                .hasMessage(file + ": expected a list, found bytes that are not UTF-8; do something");
    }
}
