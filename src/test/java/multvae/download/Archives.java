package multvae.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import multvae.config.DataSettings;
import multvae.download.Download.RetryPolicy;
import multvae.io.UserError;

/** A directory of archives under test, and what can be said of it. */
final class Archives {

    static final RetryPolicy SHORT =
            new RetryPolicy(Duration.ofSeconds(5), Duration.ofMillis(300), 2, Duration.ofMillis(1));

    static final byte[] ZIP = TestArchive.zip(1);
    static final byte[] OTHER_ZIP = TestArchive.zip(2);
    static final int HALF = ZIP.length / 2;

    private final Path directory;

    Archives(Path directory) {
        this.directory = directory;
    }

    Path directory() {
        return directory;
    }

    Path archive() {
        return directory.resolve("ml-test.zip");
    }

    Path origin() {
        return directory.resolve("ml-test.zip.origin");
    }

    Path partial() {
        return directory.resolve("ml-test.zip.partial");
    }

    ArchiveStore store(String url, DownloadProgress progress) {
        return store(url, progress, SHORT);
    }

    ArchiveStore store(String url, DownloadProgress progress, RetryPolicy patience) {
        return new ArchiveStore(
                new DataSettings(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        DataSettings.Form.TABLE,
                        Optional.empty(),
                        directory,
                        url),
                progress,
                patience);
    }

    Path fetch(ArchiveServer server, byte[] expected) throws InterruptedException {
        return store(server.url(), DownloadProgress.NONE).fetch(TestArchive.datasetOf(expected));
    }

    void assertOnlyTheArchiveStands(byte[] expected) throws IOException {
        assertThat(archive()).hasBinaryContent(expected);
        try (var files = Files.list(directory)) {
            assertThat(files.map(f -> f.getFileName().toString()))
                    .containsExactlyInAnyOrder("ml-test.zip", "ml-test.zip.lock");
        }
    }

    /** One line, and the three things that each failed download has to say. */
    void assertTellsTheWaysRound(Throwable error, String url) {
        assertThat(error).isInstanceOf(UserError.class);
        assertThat(error.getMessage())
                .contains(url + "/ml-test.zip")
                .contains(archive().toAbsolutePath().toString())
                .contains("set data.ratings to a file of ratings")
                .doesNotContain("\n");
    }

    Throwable failure(ArchiveServer server) {
        Throwable error = catchThrowable(() -> fetch(server, ZIP));
        assertTellsTheWaysRound(error, server.url());
        assertThat(archive()).doesNotExist();
        return error;
    }
}
