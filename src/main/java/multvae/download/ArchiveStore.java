package multvae.download;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import multvae.config.DataSettings;
import multvae.io.IoReason;
import multvae.io.Printable;
import multvae.io.UserError;
import multvae.ratings.Dataset;

/**
 * The directory {@code data.archives}: an archive that it has is verified, one that it lacks is downloaded.
 *
 * <p>{@code NAME.zip} is the complete, verified archive, if this class put it there. During the download it is called
 * {@code NAME.zip.partial}; a later call resumes it if the server still has the same file. One process downloads an archive
 * at a time; a second is refused. {@code NAME.zip.lock} stays, empty.
 */
public final class ArchiveStore {

    private final DataSettings settings;
    private final DownloadProgress progress;
    private final Download.RetryPolicy policy;

    /** @param progress hears of downloads; of an archive that is there already it hears nothing */
    public ArchiveStore(DataSettings settings, DownloadProgress progress) {
        this(settings, progress, Download.RetryPolicy.DEFAULT);
    }

    ArchiveStore(DataSettings settings, DownloadProgress progress, Download.RetryPolicy policy) {
        this.settings = settings;
        this.progress = progress;
        this.policy = policy;
    }

    /**
     * The archive of {@code dataset}, downloaded if need be.
     *
     * <p>It is complete if its MD5 is the published one. A wrong file that was there before is left alone; a wrong one that was
     * downloaded is removed.
     *
     * @param dataset any but the bundled one
     * @return the archive's absolute path
     * @throws UserError if the archive is wrong, or cannot be downloaded or written
     * @throws InterruptedException if the thread is interrupted; what was downloaded stays, to be resumed
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
                        "run the same command again; if that does not help, put the archive at " + archive
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
            new Download(address, policy, progress).into(partial);
        } catch (IOException e) {
            throw Failure.of(e, address, archive);
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
                    file.toString(), "a file that can be read", IoReason.of(e), "fix its permissions or delete it", e);
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
                    '"' + Printable.oneLine(settings.url()) + '"',
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

    /** The error of a failed download, with the alternatives to it. */
    private static final class Failure {

        private Failure() {}

        static UserError of(IOException e, URI address, Path archive) {
            String where = address.toString();
            String alternatives = "put the archive at " + archive + ", or set data.ratings to a file of ratings";
            if (e instanceof Download.StatusException status) {
                String remedy = (status.isRedirect() ? "set data.url to where the archives are" : "check data.url")
                        + ", or " + alternatives;
                return new UserError(where, "the archive", e.getMessage(), remedy, e);
            }
            if (e instanceof Download.TooLongException) {
                return new UserError(where, "the archive", e.getMessage(), "check data.url, or " + alternatives, e);
            }
            if (e instanceof SSLHandshakeException || e instanceof SSLPeerUnverifiedException) {
                return new UserError(
                        where,
                        "a TLS certificate to trust",
                        Printable.oneLine(String.valueOf(deepest(e).getMessage())),
                        "set data.url to " + plain(address) + " (the archive's checksum is verified all the same), or "
                                + alternatives,
                        e);
            }
            if (has(e, UnresolvedAddressException.class) || has(e, UnknownHostException.class)) {
                return new UserError(
                        where,
                        "a host that the network knows",
                        "no address for " + address.getHost(),
                        "check the network and data.url, or " + alternatives,
                        e);
            }
            if (e instanceof ConnectException || e instanceof HttpConnectTimeoutException) {
                String found =
                        e instanceof ConnectException ? "connection refused or impossible" : "no connection in time";
                return new UserError(
                        where,
                        "a server to connect to",
                        found,
                        "check the network and data.url, or " + alternatives,
                        e);
            }
            return new UserError(
                    where,
                    "the whole archive",
                    IoReason.of(e),
                    "run the same command again to resume it, or " + alternatives,
                    e);
        }

        /** The setting {@code data.url} of an address, without TLS. */
        private static String plain(URI address) {
            String url = address.toString();
            return url.substring(0, url.lastIndexOf('/')).replaceFirst("(?i)^https:", "http:");
        }

        private static boolean has(Throwable e, Class<? extends Throwable> kind) {
            for (Throwable t = e; t != null; t = t.getCause()) {
                if (kind.isInstance(t)) {
                    return true;
                }
            }
            return false;
        }

        private static Throwable deepest(Throwable e) {
            Throwable t = e;
            while (t.getCause() != null) {
                t = t.getCause();
            }
            return t;
        }
    }
}
