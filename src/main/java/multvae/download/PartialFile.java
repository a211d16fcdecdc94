package multvae.download;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import multvae.io.AtomicFile;
import multvae.io.FileLocks;
import multvae.io.IoReason;
import multvae.io.UserError;

/**
 * An archive during its download: {@code NAME.zip.partial} with its bytes so far, {@code NAME.zip.origin} with what they
 * are the beginning of, and {@code NAME.zip.lock}, which one process holds at a time.
 *
 * <p>The lock is a file of its own, never deleted: a lock on the partial file would be lost when that is renamed or
 * removed, and a second process that had opened it meanwhile would write into the finished archive.
 */
final class PartialFile implements AutoCloseable {

    private final Path archive;
    private final Path path;
    private final Path sourcePath;
    private final FileChannel lock;
    // Not a FileChannel: an interrupt would close it half way through a write.
    private final RandomAccessFile file;
    private Optional<ArchiveSource> source;
    private long bytes;

    private PartialFile(Path archive, FileChannel lock) throws IOException {
        this.archive = archive;
        this.path = beside(archive, ".partial");
        this.sourcePath = beside(archive, ".origin");
        this.lock = lock;
        this.source = ArchiveSource.read(sourcePath);
        this.file = new RandomAccessFile(path.toFile(), "rw");
        this.bytes = file.length();
        file.seek(bytes);
    }

    /** Opens what an earlier attempt left, or begins a new file; refuses if another process is downloading the archive. */
    static PartialFile open(Path archive) {
        FileChannel lock = lock(archive);
        try {
            return new PartialFile(archive, lock);
        } catch (IOException e) {
            UserError error = cannotWrite(beside(archive, ".partial"), e);
            try {
                lock.close();
            } catch (IOException onClose) {
                error.addSuppressed(onClose);
            }
            throw error;
        }
    }

    private static FileChannel lock(Path archive) {
        Path lockPath = beside(archive, ".lock");
        try {
            Optional<FileChannel> lock = FileLocks.open(lockPath);
            if (lock.isPresent()) {
                return lock.get();
            }
        } catch (IOException e) {
            throw cannotWrite(lockPath, e);
        }
        throw new UserError(
                archive.toString(),
                "one download of it at a time",
                "another process downloading it",
                "wait for it to end, then run the same command again");
    }

    long bytes() {
        return bytes;
    }

    /** Whether all bytes of {@code address} are here already, and only the move into place is missing. */
    boolean isComplete(URI address) {
        return resumable(address)
                .filter(o -> o.totalBytes().isPresent() && o.totalBytes().getAsLong() == bytes)
                .isPresent();
    }

    /** What the next bytes of {@code address} can be appended to; empty if it has to be read from its start. */
    Optional<ArchiveSource> resumable(URI address) {
        return bytes == 0
                ? Optional.empty()
                : source.filter(o ->
                        o.address().equals(address.toString()) && o.validator().isPresent());
    }

    /** Drops the bytes that are here; what comes next is the beginning of {@code newSource}. */
    void restart(ArchiveSource newSource) {
        try {
            truncate();
            newSource.write(sourcePath);
            source = Optional.of(newSource);
        } catch (IOException e) {
            throw cannotWrite(path, e);
        }
    }

    /** Drops the bytes that are here, so that the next attempt reads from the start. */
    void forget() {
        try {
            truncate();
            source = Optional.empty();
        } catch (IOException e) {
            throw cannotWrite(path, e);
        }
    }

    private void truncate() throws IOException {
        if (bytes > 0) {
            file.setLength(0);
            file.seek(0);
            bytes = 0;
        }
    }

    void append(List<ByteBuffer> chunk) {
        try {
            for (ByteBuffer buffer : chunk) {
                byte[] copy = new byte[buffer.remaining()];
                buffer.get(copy);
                file.write(copy);
                bytes += copy.length;
            }
        } catch (IOException e) {
            throw cannotWrite(path, e);
        }
    }

    Path path() {
        return path;
    }

    /** Moves the complete archive into place. */
    void publish() {
        try {
            file.getFD().sync();
            file.close();
            AtomicFile.move(path, archive);
            Files.deleteIfExists(sourcePath);
        } catch (IOException e) {
            throw cannotWrite(archive, e);
        }
    }

    /** Removes what is here. */
    void remove() {
        try {
            file.close();
            Files.deleteIfExists(path);
            Files.deleteIfExists(sourcePath);
        } catch (IOException e) {
            throw cannotWrite(path, e);
        }
    }

    /** Gives up the lock and leaves the bytes for the next attempt. */
    @Override
    public void close() {
        try (lock) {
            file.close();
            if (bytes == 0) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw cannotWrite(path, e);
        }
    }

    private static Path beside(Path archive, String suffix) {
        return archive.resolveSibling(archive.getFileName() + suffix);
    }

    private static UserError cannotWrite(Path file, IOException e) {
        return new UserError(
                file.toString(),
                "room and permission to write",
                IoReason.of(e),
                "make room, or set data.archives to another directory",
                e);
    }
}
