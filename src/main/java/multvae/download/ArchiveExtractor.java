package multvae.download;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import multvae.io.IoReason;
import multvae.io.TextFile;
import multvae.io.UserError;
import multvae.ratings.Dataset;

/**
 * Unpacks a data set's ratings, titles and README, and nothing else, from an archive that it does not trust.
 *
 * <p>The names of all entries are checked before the first byte is written, and no file is named by the archive. What
 * is inflated is counted as it comes, whatever the archive's headers say.
 */
public final class ArchiveExtractor {

    /** Ample: the largest ratings of the catalogue, 32 million lines, are just under 1 GB. */
    static final long DEFAULT_MAX_ENTRY_BYTES = 4L << 30;

    /** Ratings deflate about fourfold; text that deflates more than this is made to fill a disk. */
    private static final long MAX_RATIO = 200;

    /** Below this no ratio does harm, and short files of repeated bytes reach high ones. */
    private static final long RATIO_FREE_BYTES = 10_000_000;

    private static final List<String> READMES = List.of("README.txt", "README.html", "README");
    private static final int LISTED_ENTRIES = 5;

    private final long maxEntryBytes;

    /** An extractor that refuses entries above 4 GiB. */
    public ArchiveExtractor() {
        this(DEFAULT_MAX_ENTRY_BYTES);
    }

    /** @param maxEntryBytes the inflated size above which an entry is refused */
    public ArchiveExtractor(long maxEntryBytes) {
        this.maxEntryBytes = maxEntryBytes;
    }

    /**
     * Unpacks to {@code directory}, without the archive's own directories and over what has those names there. The titles and
     * the README may be missing. An entry that turns out to be damaged or too large leaves no file.
     *
     * @param directory exists
     * @throws UserError if the archive cannot be read, is damaged, lacks the ratings, has an entry that is named to do harm, has one
     *     name twice, or inflates to more than is allowed; if {@code directory} cannot be written to
     * @throws InterruptedException if the thread is interrupted
     */
    public void extract(Path archive, Dataset dataset, Path directory) throws InterruptedException {
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            List<String> names = zip.stream().map(ZipEntry::getName).toList();
            ArchiveCheck.requireHarmlessNames(names, archive);
            ZipEntry ratings = zip.getEntry(dataset.ratingsEntry());
            if (ratings == null || ratings.isDirectory()) {
                throw new UserError(
                        archive.toString(),
                        "the entry " + dataset.ratingsEntry(),
                        listed(names),
                        "replace it with the archive of " + dataset.name());
            }
            String root =
                    dataset.ratingsEntry().substring(0, dataset.ratingsEntry().lastIndexOf('/') + 1);
            extract(zip, dataset.ratingsEntry(), archive, directory);
            extractFirst(zip, Stream.of(dataset.moviesEntry()), archive, directory);
            extractFirst(zip, READMES.stream().map(readme -> root + readme), archive, directory);
        } catch (FileNotFoundException | FileSystemException e) { // the first one if it may not be read
            throw TextFile.unreadable(archive, e);
        } catch (IOException e) {
            throw damaged(archive, IoReason.of(e), e);
        }
    }

    private static String listed(List<String> names) {
        if (names.isEmpty()) {
            return "no entries";
        }
        String first = names.stream().limit(LISTED_ENTRIES).collect(Collectors.joining(", "));
        int more = names.size() - LISTED_ENTRIES;
        return more > 0 ? first + " and " + more + " more" : first;
    }

    private void extractFirst(ZipFile zip, Stream<String> candidates, Path archive, Path directory)
            throws IOException, InterruptedException {
        Optional<String> name =
                candidates.filter(candidate -> zip.getEntry(candidate) != null).findFirst();
        if (name.isPresent()) {
            extract(zip, name.get(), archive, directory);
        }
    }

    private void extract(ZipFile zip, String name, Path archive, Path directory)
            throws IOException, InterruptedException {
        ZipEntry entry = zip.getEntry(name);
        OutputFile out = new OutputFile(directory.resolve(name.substring(name.lastIndexOf('/') + 1)));
        boolean whole = false;
        try (out;
                InputStream in = zip.getInputStream(entry)) {
            copy(in, out, entry, archive);
            whole = true;
        } finally {
            if (!whole) {
                out.delete();
            }
        }
    }

    private void copy(InputStream in, OutputFile out, ZipEntry entry, Path archive)
            throws IOException, InterruptedException {
        // The header's compressed size bounds what is read of the archive, but may claim more than there is.
        long compressedBytes = Math.min(entry.getCompressedSize(), Files.size(archive));
        CRC32 crc = new CRC32(); // ZipFile, unlike ZipInputStream, does not verify it
        byte[] buffer = new byte[1 << 16];
        long bytes = 0;
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            bytes += n;
            if (bytes > maxEntryBytes) {
                throw tooLarge(archive, entry, "at most " + maxEntryBytes + " bytes");
            }
            if (bytes > RATIO_FREE_BYTES && bytes > MAX_RATIO * compressedBytes) {
                throw tooLarge(archive, entry, "at most " + MAX_RATIO + " times its compressed size");
            }
            crc.update(buffer, 0, n);
            out.write(buffer, n);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
        if (bytes != entry.getSize()) {
            throw damaged(archive, entry.getName() + " of " + bytes + " bytes instead of " + entry.getSize(), null);
        }
        if (crc.getValue() != entry.getCrc()) {
            throw damaged(archive, entry.getName() + " with a wrong CRC-32", null);
        }
    }

    private static UserError tooLarge(Path archive, ZipEntry entry, String expected) {
        return new UserError(
                archive + ", entry " + entry.getName(),
                expected,
                "more",
                "do not use this archive; delete it to have it downloaded");
    }

    private static UserError damaged(Path archive, String found, Throwable cause) {
        return new UserError(
                archive.toString(),
                "a whole zip archive",
                found,
                "delete it to have it downloaded, or replace it",
                cause);
    }

    /** A file whose failures are the disk's, told apart from the archive's. */
    private static final class OutputFile implements AutoCloseable {

        private final Path path;
        private final OutputStream out;

        OutputFile(Path path) {
            this.path = path;
            try {
                this.out = Files.newOutputStream(path);
            } catch (IOException e) {
                throw TextFile.unwritable(path, e);
            }
        }

        void write(byte[] buffer, int length) {
            try {
                out.write(buffer, 0, length);
            } catch (IOException e) {
                throw TextFile.unwritable(path, e);
            }
        }

        @Override
        public void close() {
            try {
                out.close();
            } catch (IOException e) {
                throw TextFile.unwritable(path, e);
            }
        }

        void delete() {
            try {
                Files.deleteIfExists(path);
            } catch (IOException e) {
                throw TextFile.unwritable(path, e);
            }
        }
    }
}
