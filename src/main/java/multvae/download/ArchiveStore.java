package multvae.download;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import multvae.config.DataSettings;
import multvae.io.IoReason;
import multvae.io.UserError;
import multvae.ratings.Dataset;

/**
 * The directory {@code data.archives}: what it has is verified, what it has not is downloaded.
 *
 * <p>{@code NAME.zip} is the whole archive, verified, whenever this class put it there. While it is on its way it is
 * called {@code NAME.zip.partial}; a later call resumes it if the server still has the same file. One process downloads
 * an archive at a time, a second is refused. {@code NAME.zip.lock} stays behind, empty.
 */
public final class ArchiveStore {

    private final DataSettings settings;
    private final DownloadProgress progress;
    private final RetryDelays patience;

    /** @param progress hears of downloads; of an archive that is there already it hears nothing */
    public ArchiveStore(DataSettings settings, DownloadProgress progress) {
        this(settings, progress, RetryDelays.DEFAULT);
    }

    ArchiveStore(DataSettings settings, DownloadProgress progress, RetryDelays patience) {
        this.settings = settings;
        this.progress = progress;
        this.patience = patience;
    }

    /**
     * The archive of {@code dataset}, downloaded if need be.
     *
     * <p>It is whole if its MD5 is the published one; where none is published, if its size (where known) is right and
     * the ratings entry is in it. A wrong file that stands there already is left alone, a wrong one that was downloaded
     * is removed.
     *
     * @param dataset any but the bundled one
     * @return the archive's absolute path
     * @throws UserError where the archive is wrong, cannot be had or cannot be written
     * @throws InterruptedException where the thread is interrupted; what was downloaded stays, to be resumed
     */
    public Path fetch(Dataset dataset) throws InterruptedException {
        if (dataset.bundled()) {
            throw new IllegalArgumentException(dataset.name() + " is bundled, not downloaded");
        }
        Path directory = settings.archives().toAbsolutePath().normalize();
        Path archive = directory.resolve(dataset.archive());
        if (isPresent(archive)) {
            return verified(archive, dataset);
        }
        URI address = address(dataset);
        createDirectory(directory);
        try (PartialFile partial = PartialFile.open(archive)) {
            if (isPresent(archive)) { // another process has finished it meanwhile
                return verified(archive, dataset);
            }
            download(address, archive, partial);
            Optional<ArchiveCheck.Mismatch> mismatch = check(partial.path(), dataset);
            if (mismatch.isPresent()) {
                partial.remove();
                throw new UserError(
                        address.toString(),
                        mismatch.get().expected(),
                        mismatch.get().found(),
                        "run this again, and if that does not help put the archive at " + archive
                                + ", or set data.ratings to a file of ratings");
            }
            partial.publish();
            return archive;
        }
    }

    private void download(URI address, Path archive, PartialFile partial) throws InterruptedException {
        if (partial.isComplete(address)) {
            return;
        }
        try {
            new Download(address, patience, progress).into(partial);
        } catch (IOException e) {
            throw DownloadFailure.of(e, address, archive);
        }
    }

    private static boolean isPresent(Path archive) {
        return Files.exists(archive, LinkOption.NOFOLLOW_LINKS);
    }

    private static Path verified(Path archive, Dataset dataset) throws InterruptedException {
        Optional<ArchiveCheck.Mismatch> mismatch = check(archive, dataset);
        if (mismatch.isPresent()) {
            throw new UserError(
                    archive.toString(),
                    mismatch.get().expected(),
                    mismatch.get().found(),
                    "delete it to have it downloaded, or replace it");
        }
        return archive;
    }

    private static Optional<ArchiveCheck.Mismatch> check(Path file, Dataset dataset) throws InterruptedException {
        try {
            return ArchiveCheck.mismatch(file, dataset);
        } catch (IOException e) {
            throw new UserError(
                    file.toString(), "a file that can be read", IoReason.of(e), "mend its permissions or delete it", e);
        }
    }

    private URI address(Dataset dataset) {
        try {
            URI address = URI.create(settings.url() + "/" + dataset.archive());
            HttpRequest.newBuilder(address);
            return address;
        } catch (IllegalArgumentException e) {
            throw new UserError(
                    "data.url",
                    "an http or https address",
                    '"' + IoReason.oneLine(settings.url()) + '"',
                    "set it to where the archives are, without a slash at its end",
                    e);
        }
    }

    private static void createDirectory(Path directory) {
        if (Files.isDirectory(directory)) {
            return;
        }
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UserError(
                    directory.toString(),
                    "a directory for archives",
                    IoReason.of(e),
                    "set data.archives to a directory that can be written",
                    e);
        }
    }
}
