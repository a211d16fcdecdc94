package multvae.io;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** Locks on files, held by one process at a time. The operating system frees the lock of a process that died. */
public final class FileLocks {

    private FileLocks() {}

    /**
     * Opens a file to write to and locks it; creates it if it is missing. Closing the channel frees the lock. The file should
     * stay: a waiting process could lock a deleted one.
     *
     * @return the channel, or nothing if another process, or another part of this one, holds the lock
     */
    public static Optional<FileChannel> open(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return Optional.of(channel);
            }
        } catch (OverlappingFileLockException e) {
            channel.close(); // this very process holds it
            return Optional.empty();
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
        channel.close();
        return Optional.empty();
    }
}
