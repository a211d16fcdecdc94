package multvae.serving;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import multvae.error.IoReason;
import multvae.error.UserError;
import multvae.files.Durable;

/**
 * A long output: written to FILE.part, continued after a kill, moved to FILE when complete. FILE.part.json says what it is
 * of, and how far it is on the disk for certain.
 */
final class PartFile implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();

    /** What a part is of, how many users are in its first {@code bytes}. */
    private record Progress(String identity, long users, long bytes) {}

    private final Path file;
    private final Path part;
    private final Path progressFile;
    private final FileChannel channel;
    private final String identity;
    private final long usersBefore;

    private PartFile(Path file, Path part, Path progressFile, FileChannel channel, String identity) throws IOException {
        this.file = file;
        this.part = part;
        this.progressFile = progressFile;
        this.channel = channel;
        this.identity = identity;
        Progress progress = progress();
        boolean continues = progress.identity().equals(identity)
                && progress.users() > 0
                && progress.bytes() >= 0
                && progress.bytes() <= channel.size();
        this.usersBefore = continues ? progress.users() : 0;
        channel.truncate(continues ? progress.bytes() : 0);
        channel.position(channel.size());
    }

    /**
     * Opens a part that is there, or begins one.
     *
     * @param identity of what is to be written: a part of something else is begun anew
     * @throws UserError where another process writes it
     */
    static PartFile open(Path file, String identity) throws IOException {
        Path target = file.toAbsolutePath().normalize();
        Files.createDirectories(target.getParent());
        Path part = target.resolveSibling(target.getFileName() + ".part");
        FileChannel channel = FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            requireAlone(channel, part);
            return new PartFile(target, part, part.resolveSibling(part.getFileName() + ".json"), channel, identity);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static void requireAlone(FileChannel channel, Path part) throws IOException {
        FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null; // this very process holds it
        }
        if (lock == null) {
            throw new UserError(
                    part.toString(),
                    "a file that no other process writes",
                    "one that is being written",
                    "wait for it, or choose another --out");
        }
    }

    private Progress progress() throws IOException {
        Progress none = new Progress("", 0, 0);
        if (!Files.isRegularFile(progressFile)) {
            return none;
        }
        try {
            Progress found = JSON.readValue(progressFile.toFile(), Progress.class);
            return found == null || found.identity() == null ? none : found;
        } catch (JsonProcessingException e) {
            return none; // the list is made again
        }
    }

    /** How many users an earlier process has written. */
    long usersBefore() {
        return usersBefore;
    }

    /** @throws UserError where it cannot be written, on a full disk for instance */
    void write(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        try {
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    /** Brings all that was written to the disk, and takes down that it is the lists of so many users. */
    void keep(long users) {
        try {
            channel.force(false);
            Durable.write(progressFile, JSON.writeValueAsString(new Progress(identity, users, channel.position())));
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private UserError unwritable(IOException e) {
        return new UserError(
                part.toString(),
                "a file that can be written",
                IoReason.of(e),
                "mend it or free space: the same command goes on from there",
                e);
    }

    /** Moves the complete file into place. */
    void complete() throws IOException {
        channel.force(true);
        channel.close();
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Durable.syncDirectory(file.getParent());
        Files.deleteIfExists(progressFile);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
