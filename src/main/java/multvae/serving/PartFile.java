package multvae.serving;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import multvae.io.AtomicFile;
import multvae.io.FileLocks;
import multvae.io.IoReason;
import multvae.io.Json;
import multvae.io.OutputPlace;
import multvae.io.RegularFile;
import multvae.io.UserError;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A long output: written to FILE.part, continued after a kill, moved to FILE when complete. FILE.part.json says what it is
 * of, and how far it is on the disk for certain.
 */
final class PartFile implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PartFile.class);
    private static final int MOST_PROGRESS_BYTES = 1 << 12;
    private static final String MADE = "a file that can be made";

    /** What a part is of, how many users are in its first {@code bytes}. */
    private record Progress(String identity, long users, long bytes) {}

    private final Path file;
    private final Path part;
    private final Path progressFile;
    private final FileChannel channel;
    private final String identity;
    private final long usersBefore;

    private PartFile(Path file, Path part, FileChannel channel, Progress progress, String identity) throws IOException {
        this.file = file;
        this.part = part;
        this.progressFile = progressFile(part);
        this.channel = channel;
        this.identity = identity;
        boolean continues = progress.identity().equals(identity)
                && progress.users() > 0
                && progress.bytes() >= 0
                && progress.bytes() <= channel.size();
        this.usersBefore = continues ? progress.users() : 0;
        channel.truncate(continues ? progress.bytes() : 0);
        channel.position(channel.size());
        if (!continues) {
            keep(0); // from here on the part is known to be ours
        }
    }

    /** Whether writing {@code file} would overwrite this one. */
    static boolean overwrites(Path file, Path other) throws IOException {
        Path part = part(file);
        for (Path written : List.of(file, part, progressFile(part))) {
            if (Files.exists(written) && Files.isSameFile(written, other)) {
                return true;
            }
        }
        return false;
    }

    private static Path part(Path file) {
        Path target = file.toAbsolutePath().normalize();
        return target.resolveSibling(target.getFileName() + ".part");
    }

    private static Path progressFile(Path part) {
        return part.resolveSibling(part.getFileName() + ".json");
    }

    /**
     * Opens a part that is there, or begins one.
     *
     * @param identity of what is to be written: a part of something else is begun again
     * @throws UserError if another process writes it, or a file of that name is not ours
     */
    static PartFile open(Path file, String identity) throws IOException {
        Path target = file.toAbsolutePath().normalize();
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)
                && !Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS)) {
            throw new UserError(
                    file.toString(), "a file to be written", "a directory, a link or a device", "name another");
        }
        OutputPlace.making(file, MADE, () -> Files.createDirectories(target.getParent()));
        Path part = part(target);
        Progress progress = progress(part);
        FileChannel channel =
                OutputPlace.making(file, MADE, () -> FileLocks.open(part)).orElseThrow(() -> busy(part));
        try {
            if (!Files.exists(part)) { // its writer has just finished, and moved it into place
                throw busy(part);
            }
            return new PartFile(target, part, channel, progress, identity);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static UserError busy(Path part) {
        return new UserError(
                part.toString(),
                "a file that no other process writes",
                "one that is being written",
                "wait for it, or name another file");
    }

    /** @throws UserError if there is a part, or its description, that no list of ours can have left */
    private static Progress progress(Path part) throws IOException {
        Path file = progressFile(part);
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            if (Files.exists(part, LinkOption.NOFOLLOW_LINKS) && Files.size(part) > 0) {
                throw foreign(part);
            }
            return new Progress("", 0, 0);
        }
        try {
            Progress found = Json.parse(
                    new String(RegularFile.read(file, MOST_PROGRESS_BYTES), StandardCharsets.UTF_8), Progress.class);
            if (found != null && found.identity() != null) {
                return found;
            }
        } catch (JsonProcessingException e) {
            LOG.debug("no progress", e);
        }
        throw foreign(file);
    }

    private static UserError foreign(Path file) {
        return new UserError(
                file.toString(),
                "nothing, or what an unfinished list left",
                "another file, which would be lost",
                "move it away, or name another file");
    }

    /** How many users an earlier process has written. */
    long usersBefore() {
        return usersBefore;
    }

    /** @throws UserError if it cannot be written, on a full disk for instance */
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

    /** Brings all that was written to the disk, and notes that it is the lists of so many users. */
    void keep(long users) {
        try {
            channel.force(false);
            AtomicFile.write(progressFile, Json.line(new Progress(identity, users, channel.position())));
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private UserError unwritable(IOException e) {
        return new UserError(
                part.toString(),
                "a file that can be written",
                IoReason.of(e),
                "free some space: the same command resumes from there",
                e);
    }

    /** Moves the complete file into place. */
    void complete() throws IOException {
        channel.force(true);
        AtomicFile.move(part, file);
        Files.deleteIfExists(progressFile);
        channel.close(); // and so the lock: no other process can lock the part before
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
