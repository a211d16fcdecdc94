package multvae.io;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Locks on files, held by one process at a time. The operating system frees the lock of a process that died. */
public final class FileLocks {

    /**
     * The locks of this process. A locked file must not be opened again: POSIX frees a process's locks on a file when the
     * process closes any channel on it.
     */
    private static final Map<Path, FileChannel> HELD = new HashMap<>();

    private FileLocks() {}

    /**
     * Opens a file to write to and locks it; creates it if it is missing. Closing the channel frees the lock. The file should
     * stay: a waiting process could lock a deleted one.
     *
     * @return the channel, or nothing if another process, or another part of this one, holds the lock
     * @throws UserError if a link is there, which may lead to a file of somebody else's, or anything that is no file
     */
    public static synchronized Optional<FileChannel> open(Path file) throws IOException {
        if (isHeldHere(file)) {
            return Optional.empty();
        }
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            String found = Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)
                    ? "a directory"
                    : "a link, a device, a pipe or a socket";
            throw new UserError(file.toString(), "a file or nothing", found, "move it away");
        }
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        boolean locked = false;
        try {
            locked = channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return Optional.empty(); // this process holds it by another name, such as a hard link
        } finally {
            if (!locked) {
                channel.close();
            }
        }
        if (!locked) {
            return Optional.empty();
        }
        HELD.put(realPath(file), channel);
        return Optional.of(channel);
    }

    /** Whether this process holds the lock. If so, nothing else in it may open the file, not even to read it. */
    public static synchronized boolean isHeldHere(Path file) throws IOException {
        HELD.values().removeIf(channel -> !channel.isOpen());
        return HELD.containsKey(realPath(file));
    }

    private static Path realPath(Path file) throws IOException {
        try {
            return file.toRealPath();
        } catch (NoSuchFileException e) { // perhaps deleted a moment ago
            return file.toAbsolutePath().getParent().toRealPath().resolve(file.getFileName());
        }
    }
}
