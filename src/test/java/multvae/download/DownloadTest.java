package multvae.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import multvae.download.Download.RetryPolicy;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class DownloadTest {

    private static final byte[] ZIP = Archives.ZIP;
    private static final byte[] OTHER_ZIP = Archives.OTHER_ZIP;
    private static final int HALF = Archives.HALF;

    private Archives archives;

    @BeforeEach
    void begin(@TempDir Path temp) {
        archives = new Archives(temp.resolve("archives"));
    }

    @Test
    void an_archive_that_is_missing_is_downloaded_and_nothing_else_is_left() throws Exception {
        List<Long> heard = new ArrayList<>();
        List<OptionalLong> totals = new ArrayList<>();
        try (ArchiveServer server = new ArchiveServer(ArchiveServer.file(ZIP, "\"a\""))) {
            ArchiveStore store = archives.store(server.url(), (bytes, total) -> {
                assertThat(archives.archive()).doesNotExist();
                heard.add(bytes);
                totals.add(total);
            });
            assertThat(store.fetch(TestArchive.datasetOf(ZIP)))
                    .isEqualTo(archives.archive().toAbsolutePath());
            assertThat(server.header(0, "Range")).isEmpty();
        }
        archives.assertOnlyTheArchiveStands(ZIP);
        assertThat(heard).isSorted().startsWith(0L).endsWith((long) ZIP.length);
        assertThat(totals).containsOnly(OptionalLong.of(ZIP.length));
    }

    @Test
    void an_archive_whose_size_the_server_does_not_say_is_downloaded() throws Exception {
        List<OptionalLong> totals = new ArrayList<>();
        try (ArchiveServer server = new ArchiveServer(exchange -> {
            exchange.sendResponseHeaders(200, 0); // chunked
            exchange.getResponseBody().write(ZIP);
        })) {
            archives.store(server.url(), (bytes, total) -> totals.add(total)).fetch(TestArchive.datasetOf(ZIP));
        }
        archives.assertOnlyTheArchiveStands(ZIP);
        assertThat(totals).containsOnly(OptionalLong.empty());
    }

    @Test
    void a_redirect_is_followed() throws Exception {
        try (ArchiveServer server =
                new ArchiveServer(ArchiveServer.redirect("/elsewhere/ml-test.zip"), ArchiveServer.file(ZIP, "\"a\""))) {
            archives.fetch(server, ZIP);
        }
        archives.assertOnlyTheArchiveStands(ZIP);
    }

    @Test
    void a_dropped_connection_is_resumed_where_it_dropped() throws Exception {
        List<Long> heard = new ArrayList<>();
        try (ArchiveServer server = new ArchiveServer(
                ArchiveServer.droppedAfter(ZIP, "\"a\"", HALF), ArchiveServer.rangeWhateverVersion(ZIP, "\"a\""))) {
            archives.store(server.url(), (bytes, total) -> heard.add(bytes)).fetch(TestArchive.datasetOf(ZIP));
            assertThat(server.header(1, "Range")).contains("bytes=" + HALF + "-");
            assertThat(server.header(1, "If-Range")).contains("\"a\"");
        }
        archives.assertOnlyTheArchiveStands(ZIP);
        assertThat(heard).isSorted().endsWith((long) ZIP.length);
    }

    @Test
    void a_weak_etag_is_not_resumed_by_but_the_date_is() throws Exception {
        String date = "Wed, 21 Oct 2015 07:28:00 GMT";
        try (ArchiveServer server = new ArchiveServer(
                exchange -> {
                    exchange.getResponseHeaders().set("Last-Modified", date);
                    ArchiveServer.droppedAfter(ZIP, "W/\"a\"", HALF).handle(exchange);
                },
                exchange -> {
                    exchange.getResponseHeaders().set("Last-Modified", date);
                    ArchiveServer.rangeWhateverVersion(ZIP, "W/\"a\"").handle(exchange);
                })) {
            archives.fetch(server, ZIP);
            assertThat(server.header(1, "If-Range")).contains(date);
        }
        archives.assertOnlyTheArchiveStands(ZIP);
    }

    @Test
    void a_server_that_ignores_ranges_is_read_from_the_start() throws Exception {
        List<Long> heard = new ArrayList<>();
        try (ArchiveServer server = new ArchiveServer(ArchiveServer.droppedAfter(ZIP, "\"a\"", HALF), exchange -> {
            exchange.sendResponseHeaders(200, ZIP.length);
            exchange.getResponseBody().write(ZIP);
        })) {
            archives.store(server.url(), (bytes, total) -> heard.add(bytes)).fetch(TestArchive.datasetOf(ZIP));
            assertThat(server.header(1, "Range")).isPresent();
        }
        archives.assertOnlyTheArchiveStands(ZIP);
        assertThat(heard.stream().filter(bytes -> bytes == 0)).hasSize(2);
    }

    @Test
    void an_archive_that_changes_in_between_is_read_from_the_start() throws Exception {
        try (ArchiveServer server = new ArchiveServer(
                ArchiveServer.droppedAfter(ZIP, "\"a\"", HALF), ArchiveServer.file(OTHER_ZIP, "\"b\""))) {
            archives.fetch(server, OTHER_ZIP);
            assertThat(server.header(1, "If-Range")).contains("\"a\"");
        }
        archives.assertOnlyTheArchiveStands(OTHER_ZIP);
    }

    @Test
    void a_range_of_another_version_is_not_appended() throws Exception {
        try (ArchiveServer server = new ArchiveServer(
                ArchiveServer.droppedAfter(ZIP, "\"a\"", HALF),
                ArchiveServer.rangeWhateverVersion(OTHER_ZIP, "\"b\""),
                ArchiveServer.file(OTHER_ZIP, "\"b\""))) {
            archives.fetch(server, OTHER_ZIP);
            assertThat(server.header(1, "Range")).isPresent();
            assertThat(server.header(2, "Range")).isEmpty();
        }
        archives.assertOnlyTheArchiveStands(OTHER_ZIP);
    }

    @Test
    void a_range_that_the_server_cannot_satisfy_is_read_from_the_start() throws Exception {
        try (ArchiveServer server = new ArchiveServer(
                ArchiveServer.droppedAfter(ZIP, "\"a\"", HALF),
                ArchiveServer.status(416),
                ArchiveServer.file(OTHER_ZIP, "\"b\""))) {
            archives.fetch(server, OTHER_ZIP);
            assertThat(server.header(2, "Range")).isEmpty();
        }
        archives.assertOnlyTheArchiveStands(OTHER_ZIP);
    }

    @Test
    void a_server_that_always_drops_at_the_same_byte_is_given_up_on() {
        try (ArchiveServer server = new ArchiveServer(exchange -> {
            exchange.sendResponseHeaders(200, ZIP.length); // no validator: each attempt starts at 0
            exchange.getResponseBody().write(ZIP, 0, HALF);
            exchange.getResponseBody().flush();
        })) {
            assertThat(archives.failure(server)).hasMessageContaining("found the connection lost");
            // the first, whose bytes are new, then the two retries that SHORT allows, which bring nothing new
            assertThat(server.requests()).isEqualTo(3);
        }
        assertThat(archives.partial()).exists();
    }

    @Test
    void a_server_that_fails_once_is_asked_again() throws Exception {
        try (ArchiveServer server = new ArchiveServer(ArchiveServer.status(500), ArchiveServer.file(ZIP, "\"a\""))) {
            archives.fetch(server, ZIP);
            assertThat(server.requests()).isEqualTo(2);
        }
        archives.assertOnlyTheArchiveStands(ZIP);
    }

    @Test
    void a_server_that_keeps_failing_is_given_up_on_after_the_retries() {
        try (ArchiveServer server = new ArchiveServer(ArchiveServer.status(503))) {
            assertThat(archives.failure(server)).hasMessageContaining("HTTP 503");
            assertThat(server.requests()).isEqualTo(3);
        }
    }

    @Test
    void an_archive_that_is_not_there_is_asked_for_once() {
        try (ArchiveServer server = new ArchiveServer(ArchiveServer.status(404))) {
            assertThat(archives.failure(server)).hasMessageContaining("HTTP 404");
            assertThat(server.requests()).isEqualTo(1);
        }
        assertThat(archives.partial()).doesNotExist();
    }

    @Test
    void a_redirect_loop_ends() {
        try (ArchiveServer server = new ArchiveServer(ArchiveServer.redirect("/datasets/ml-test.zip"))) {
            assertThat(archives.failure(server)).hasMessageContaining("HTTP 302, a redirect to /datasets/ml-test.zip");
        }
    }

    @Test
    void a_stalled_server_is_left_and_its_bytes_are_kept() {
        try (ArchiveServer server = new ArchiveServer(ArchiveServer.stalledAfter(ZIP, "\"a\"", HALF))) {
            assertThat(archives.failure(server)).hasMessageContaining("no data for");
            assertThat(server.requests()).isEqualTo(3);
        }
        assertThat(archives.partial()).hasSize(HALF);
    }

    @Test
    void a_stalled_server_is_asked_again_for_the_rest() throws Exception {
        try (ArchiveServer server =
                new ArchiveServer(ArchiveServer.stalledAfter(ZIP, "\"a\"", HALF), ArchiveServer.file(ZIP, "\"a\""))) {
            archives.fetch(server, ZIP);
            assertThat(server.header(1, "Range")).contains("bytes=" + HALF + "-");
        }
        archives.assertOnlyTheArchiveStands(ZIP);
    }

    @Test
    void a_server_that_accepts_and_says_nothing_is_left() throws Exception {
        RetryPolicy hasty = new RetryPolicy(Duration.ofMillis(200), Duration.ofMillis(100), 2, Duration.ofMillis(1));
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String url = "http://127.0.0.1:" + silent.getLocalPort();
            ArchiveStore store = archives.store(url, DownloadProgress.NONE, hasty);
            assertThatThrownBy(() -> store.fetch(TestArchive.datasetOf(ZIP)))
                    .hasMessageContaining("no answer")
                    .satisfies(e -> archives.assertTellsTheWaysRound(e, url));
        }
    }

    @Test
    void nobody_listening_is_one_line() throws Exception {
        String url;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            url = "http://127.0.0.1:" + free.getLocalPort();
        }
        assertThatThrownBy(() -> archives.store(url, DownloadProgress.NONE).fetch(TestArchive.datasetOf(ZIP)))
                .hasMessageContaining("connection refused")
                .satisfies(e -> archives.assertTellsTheWaysRound(e, url));
    }

    @Test
    void an_interrupt_ends_a_download_and_the_next_process_resumes_it() throws Exception {
        try (ArchiveServer server =
                new ArchiveServer(ArchiveServer.stalledAfter(ZIP, "\"a\"", HALF), ArchiveServer.file(ZIP, "\"a\""))) {
            RetryPolicy patient = new RetryPolicy(Duration.ofMinutes(5), Duration.ofMinutes(5), 0, Duration.ZERO);
            CountDownLatch half = new CountDownLatch(1);
            ArchiveStore store = archives.store(
                    server.url(),
                    (bytes, total) -> {
                        if (bytes == HALF) {
                            half.countDown();
                        }
                    },
                    patient);
            CompletableFuture<Throwable> end = new CompletableFuture<>();
            Thread thread =
                    new Thread(() -> end.complete(catchThrowable(() -> store.fetch(TestArchive.datasetOf(ZIP)))));
            thread.start();
            assertThat(half.await(30, TimeUnit.SECONDS)).isTrue();
            thread.interrupt();
            assertThat(end.get(30, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
            assertThat(archives.archive()).doesNotExist();
            assertThat(archives.partial()).hasSize(HALF);

            archives.fetch(server, ZIP);
            assertThat(server.header(1, "Range")).contains("bytes=" + HALF + "-");
        }
        archives.assertOnlyTheArchiveStands(ZIP);
    }
}
