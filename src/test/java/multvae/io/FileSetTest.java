package multvae.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileSetTest {

    @TempDir
    private Path directory;

    private Path file(String name) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, name);
    }

    private List<Path> found(String text) throws IOException {
        return FileSet.of(directory + "/" + text);
    }

    @Test
    void a_file_a_directory_and_a_pattern_name_files_in_order() throws IOException {
        Path b = file("logs/2024-b.csv");
        Path a = file("logs/2024-a.csv");
        Path deep = file("logs/day=1/part-0.csv");
        file("logs/_SUCCESS");
        file("logs/.hidden.csv");
        file("logs/_temporary/x.csv");
        assertThat(found("logs/2024-a.csv")).containsExactly(a);
        assertThat(found("logs")).containsExactly(a, b, deep);
        assertThat(found("logs/")).containsExactly(a, b, deep);
        assertThat(found("logs/2024-*.csv")).containsExactly(a, b);
        assertThat(found("logs/2024-{b,c}.csv")).containsExactly(b);
        assertThat(found("logs/**/*.csv")).containsExactly(deep);
        assertThat(found("logs/*.txt")).isEmpty();
        assertThat(found("none/*.csv")).isEmpty();
        assertThat(found("none.csv")).isEmpty();
    }

    /** As of a pattern that was meant for less than a whole disk. */
    @Test
    void more_files_than_anybody_means_are_told_and_not_looked_at() throws IOException {
        for (int k = 0; k < 20; k++) {
            file("many/" + k + "/a.csv");
        }
        assertThat(FileSet.of(directory + "/many", 41)).hasSize(20); // with the directories
        for (String named : List.of("many", "many/**/*.csv", "many/*/*.txt")) {
            assertThatThrownBy(() -> FileSet.of(directory + "/" + named, 40))
                    .isInstanceOf(UserError.class)
                    .hasMessage(directory.resolve("many") + ": expected at most 40 files and directories to look at,"
                            + " found more; name a directory further down");
        }
    }

    /** What a file system does not let in: a directory of another user. */
    private Path closed(String name) throws IOException {
        Path closed = Files.createDirectories(directory.resolve(name));
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));
        assumeFalse(Files.isReadable(closed), "root reads everything");
        return closed;
    }

    @Test
    void a_pattern_looks_into_no_directory_that_holds_no_match() throws IOException {
        Path a = file("clicks-a.csv");
        Path deep = file("clicks/day/b.csv");
        Path closed = closed("systemd-private");
        Path hidden = closed("clicks/.closed");
        try {
            assertThat(found("clicks-*.csv")).containsExactly(a);
            assertThat(found("clicks*/*/*.csv")).containsExactly(deep);
            assertThat(found("clicks*/**/*.csv")).containsExactly(deep);
            assertThat(found("clicks")).containsExactly(deep);
            for (String text : List.of("*/day/*.csv", "**/*.csv", "{clicks/day,systemd*}/*.csv", "")) {
                assertThatThrownBy(() -> found(text))
                        .isInstanceOf(AccessDeniedException.class)
                        .hasMessageContaining(closed.toString());
            }
        } finally {
            for (Path directory : List.of(closed, hidden)) {
                Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
            }
        }
    }

    @Test
    void a_pattern_reaches_as_deep_as_it_has_names() throws IOException {
        Path a = file("x1/a/1.csv");
        Path b = file("x1/b/c/2.csv");
        Path c = file("y/3.csv");
        assertThat(found("x*/*/*.csv")).containsExactly(a);
        assertThat(found("x*/{a,b/c}/*.csv")).containsExactly(a, b);
        assertThat(found("{x1/a,y}/?.csv")).containsExactly(a, c);
        assertThat(found("[x-y]/*.csv")).containsExactly(c);
        assertThat(found("x**.csv")).containsExactly(a, b);
        assertThat(found("**/b/**")).containsExactly(b);
        assertThat(found("*")).isEmpty();
    }

    @Test
    void a_link_to_a_directory_above_is_not_followed() throws IOException {
        Path a = file("logs/day/a.csv");
        Files.createSymbolicLink(directory.resolve("logs/day/up"), directory.resolve("logs"));
        assertThat(found("logs")).containsExactly(a);
        assertThat(found("logs/**.csv")).containsExactly(a);
        assertThat(found("logs/*/*.csv")).containsExactly(a);
    }

    @Test
    void a_file_with_a_wildcard_in_its_name_is_that_file() throws IOException {
        Path odd = file("a[1].csv");
        assertThat(found("a[1].csv")).containsExactly(odd);
    }

    @Test
    void a_bracket_without_an_end_is_a_name_and_no_pattern() throws IOException {
        file("a.csv");
        for (String name : List.of("a[.csv", "{a.csv", "a[", "*[")) {
            assertThat(found(name)).isEmpty();
            assertThat(FileSet.whatIsWrong(directory + "/" + name)).isEqualTo(", which is missing");
        }
    }

    @Test
    void what_is_wrong_is_said_after_the_text() throws IOException {
        Files.createDirectory(directory.resolve("empty"));
        assertThat(FileSet.whatIsWrong(directory + "/empty")).isEqualTo(", a directory without one");
        assertThat(FileSet.whatIsWrong(directory + "/*.csv")).isEqualTo(", which matches none");
        assertThat(FileSet.whatIsWrong(directory + "/x.csv")).isEqualTo(", which is missing");
        assertThat(FileSet.whatIsWrong("~/no such file.csv")).isEqualTo(", whose ~ no shell has replaced");
        assumeTrue(Files.exists(Path.of("/dev/null")), "this system has no devices under /dev");
        assertThat(FileSet.of("/dev/null")).isEmpty();
        assertThat(FileSet.whatIsWrong("/dev/null")).isEqualTo(", which is a device or a pipe");
    }

    @Test
    void several_files_have_one_hash_of_their_names_and_contents() throws IOException {
        Path a = file("a.csv");
        Path b = file("b.csv");
        Map<Path, FileHash> both = new LinkedHashMap<>();
        both.put(a, FileHash.of(a));
        assertThat(FileSet.hash(both)).isEqualTo(FileHash.of(a));
        both.put(b, FileHash.of(b));
        FileHash hash = FileSet.hash(both);
        assertThat(hash.bytes()).isEqualTo(10);
        Map<Path, FileHash> swapped = new LinkedHashMap<>();
        swapped.put(a, FileHash.of(b));
        swapped.put(b, FileHash.of(a));
        assertThat(FileSet.hash(swapped).sha256()).isNotEqualTo(hash.sha256());
    }
}
