package multvae.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import multvae.io.UserError;
import multvae.ratings.Dataset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class ArchiveStoreTest {

    private static final byte[] ZIP = Archives.ZIP;
    private static final int HALF = Archives.HALF;

    private Archives archives;

    @BeforeEach
    void begin(@TempDir Path temp) {
        archives = new Archives(temp.resolve("archives"));
    }

    @Test
    void an_address_that_is_none_names_its_setting() {
        for (String url : List.of("ftp://127.0.0.1", "files.grouplens.org", "http://a b")) {
            assertThatThrownBy(() -> archives.store(url, DownloadProgress.NONE).fetch(TestArchive.datasetOf(ZIP)))
                    .isInstanceOf(UserError.class)
                    .hasMessage("data.url: expected an http or https address, found \"" + url
                            + "\"; set it to where the archives are, without a slash at its end");
        }
    }

    @Test
    void a_download_with_a_wrong_checksum_is_removed() throws Exception {
        String published = "d41d8cd98f00b204e9800998ecf8427e"; // RFC 1321's MD5 of no bytes
        Dataset dataset = TestArchive.dataset(published);
        try (ArchiveServer server = new ArchiveServer(exchange -> {
            exchange.sendResponseHeaders(200, 3);
            exchange.getResponseBody().write(TestArchive.bytes("abc"));
        })) {
            assertThatThrownBy(() ->
                            archives.store(server.url(), DownloadProgress.NONE).fetch(dataset))
                    .hasMessageContaining("expected MD5 " + published)
                    .hasMessageContaining("found MD5 900150983cd24fb0d6963f7d28e17f72") // RFC 1321's of "abc"
                    .satisfies(e -> archives.assertTellsTheWaysRound(e, server.url()));
        }
        assertThat(archives.directory()).isDirectoryNotContaining("glob:**.{zip,partial,origin}");
    }

    /** It would fill the disk before its checksum shows that it is none. */
    @Test
    void a_download_that_is_longer_than_any_archive_is_not_begun() throws Exception {
        try (ArchiveServer server = new ArchiveServer(exchange -> {
            exchange.sendResponseHeaders(200, (4L << 30) + 1);
            exchange.getResponseBody().write(TestArchive.bytes("abc"));
        })) {
            assertThatThrownBy(() -> archives.fetch(server, ZIP))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining(
                            "expected the archive, found more than 4,294,967,296 bytes; check data.url, or ");
            assertThat(server.requests()).isEqualTo(1);
        }
        assertThat(archives.directory()).isDirectoryNotContaining("glob:**.{zip,partial}");
    }

    @Test
    void an_archive_that_is_there_and_right_is_taken_without_a_request() throws Exception {
        Files.createDirectories(archives.directory());
        Files.write(archives.archive(), ZIP);
        try (ArchiveServer server = new ArchiveServer(ArchiveServer.status(404))) {
            assertThat(archives.fetch(server, ZIP)).isEqualTo(archives.archive().toAbsolutePath());
            assertThat(server.requests()).isZero();
        }
        assertThat(archives.archive()).hasBinaryContent(ZIP);
    }

    @Test
    void an_archive_that_is_there_and_wrong_is_named_and_left_alone() throws Exception {
        Files.createDirectories(archives.directory());
        Files.write(archives.archive(), TestArchive.bytes("abc"));
        try (ArchiveServer server = new ArchiveServer(ArchiveServer.file(ZIP, "\"a\""))) {
            assertThatThrownBy(() -> archives.fetch(server, ZIP))
                    .isInstanceOf(UserError.class)
                    .hasMessage(archives.archive().toAbsolutePath() + ": expected MD5 " + TestArchive.md5(ZIP)
                            + ", found MD5 900150983cd24fb0d6963f7d28e17f72 of 3 bytes;"
                            + " delete it to have it downloaded, or replace it");
            assertThat(server.requests()).isZero();
        }
        assertThat(archives.archive()).hasContent("abc");
    }

    @Test
    void a_directory_of_the_archives_name_is_named() throws Exception {
        Files.createDirectories(archives.archive());
        assertThatThrownBy(() -> archives.store("http://127.0.0.1:1", DownloadProgress.NONE)
                        .fetch(TestArchive.datasetOf(ZIP)))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("expected a zip archive, found a directory");
    }

    @Test
    void the_bundled_data_set_is_never_downloaded() {
        Dataset bundled = Dataset.named("ml-latest-small").orElseThrow();
        assertThatThrownBy(() -> archives.store("http://127.0.0.1:1", DownloadProgress.NONE)
                        .fetch(bundled))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void an_interrupt_ends_the_verification() throws Exception {
        Files.createDirectories(archives.directory());
        Files.write(archives.archive(), ZIP);
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> archives.store("http://127.0.0.1:1", DownloadProgress.NONE)
                        .fetch(TestArchive.datasetOf(ZIP)))
                .isInstanceOf(InterruptedException.class);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void what_another_address_began_is_not_resumed() throws Exception {
        leavePartial("http://mirror.example/ml-test.zip", HALF);
        try (ArchiveServer server = new ArchiveServer(ArchiveServer.file(ZIP, "\"a\""))) {
            archives.fetch(server, ZIP);
            assertThat(server.header(0, "Range")).isEmpty();
        }
        archives.assertOnlyTheArchiveStands(ZIP);
    }

    @Test
    void what_lacks_the_renaming_alone_is_renamed_without_a_request() throws Exception {
        try (ArchiveServer server = new ArchiveServer(ArchiveServer.status(404))) {
            leavePartial(server.url() + "/ml-test.zip", ZIP.length);
            archives.fetch(server, ZIP);
            assertThat(server.requests()).isZero();
        }
        archives.assertOnlyTheArchiveStands(ZIP);
    }

    @Test
    void bytes_of_an_unknown_origin_are_not_resumed() throws Exception {
        for (String origin : List.of("", "12\nhttp://mirror", "\n\n\n", "x\ny\nz\n")) {
            Files.deleteIfExists(archives.archive());
            Files.createDirectories(archives.directory());
            Files.write(archives.partial(), new byte[100]);
            Files.writeString(archives.origin(), origin);
            try (ArchiveServer server = new ArchiveServer(ArchiveServer.file(ZIP, "\"a\""))) {
                archives.fetch(server, ZIP);
                assertThat(server.header(0, "Range")).isEmpty();
            }
            archives.assertOnlyTheArchiveStands(ZIP);
        }
    }

    private void leavePartial(String address, int count) throws IOException {
        Files.createDirectories(archives.directory());
        Files.write(archives.partial(), Arrays.copyOf(ZIP, count));
        new ArchiveSource(address, Optional.of("\"a\""), OptionalLong.of(ZIP.length)).write(archives.origin());
    }

    @Test
    void a_second_process_is_refused_and_may_go_on_when_the_first_has_ended() throws Exception {
        Files.createDirectories(archives.directory());
        Process holder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        LockHolder.class.getName(),
                        archives.archive().toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (ArchiveServer server = new ArchiveServer(ArchiveServer.file(ZIP, "\"a\""));
                BufferedReader said = holder.inputReader()) {
            assertThat(said.readLine()).isEqualTo("holding ml-test.zip.partial");
            assertThatThrownBy(() -> archives.fetch(server, ZIP))
                    .isInstanceOf(UserError.class)
                    .hasMessage(
                            archives.archive().toAbsolutePath() + ": expected one download of it at a time,"
                                    + " found another process downloading it; wait for it to end, then run the same command again");
            assertThat(server.requests()).isZero();
            holder.getOutputStream().close();
            assertThat(holder.waitFor()).isZero();
            archives.fetch(server, ZIP);
        } finally {
            holder.destroy();
        }
        archives.assertOnlyTheArchiveStands(ZIP);
    }

    @Test
    void a_second_thread_is_refused_too() throws Exception {
        Files.createDirectories(archives.directory());
        try (PartialFile first = PartialFile.open(archives.archive())) {
            assertThat(first.bytes()).isZero();
            assertThatThrownBy(() -> PartialFile.open(archives.archive()))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("another process downloading it");
        }
        PartialFile.open(archives.archive()).close();
    }

    @Test
    void archives_that_are_a_file_are_one_line() throws Exception {
        Files.write(archives.directory(), new byte[1]);
        assertThatThrownBy(() -> archives.store("http://127.0.0.1:1", DownloadProgress.NONE)
                        .fetch(TestArchive.datasetOf(ZIP)))
                .isInstanceOf(UserError.class)
                .hasMessage(archives.directory().toAbsolutePath()
                        + ": expected a directory for archives, found a file of that"
                        + " name; set data.archives to a directory that can be written");
    }

    @Test
    void a_partial_that_cannot_be_opened_is_one_line_and_gives_the_lock_back() throws Exception {
        Files.createDirectories(archives.partial());
        try (ArchiveServer server = new ArchiveServer(ArchiveServer.file(ZIP, "\"a\""))) {
            assertThatThrownBy(() -> archives.fetch(server, ZIP))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("room and permission to write")
                    .hasMessageNotContaining("\n");
            Files.delete(archives.partial());
            archives.fetch(server, ZIP);
        }
        archives.assertOnlyTheArchiveStands(ZIP);
    }

    @Test
    void a_full_disk_is_one_line() throws Exception {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full), "Linux has a device that is always full");
        Files.createDirectories(archives.directory());
        Files.createSymbolicLink(archives.partial(), full);
        try (ArchiveServer server = new ArchiveServer(ArchiveServer.file(ZIP, "\"a\""))) {
            assertThatThrownBy(() -> archives.fetch(server, ZIP))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("No space left on device")
                    .hasMessageNotContaining("\n");
            assertThat(server.requests()).isEqualTo(1);
        }
        assertThat(archives.archive()).doesNotExist();
    }
}
