package multvae.run;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import multvae.io.FileLocks;
import multvae.io.Printable;
import multvae.io.RegularFile;
import multvae.io.UserError;

/**
 * One process per run directory. The operating system holds the lock: that of a dead process is free.
 */
public final class RunLock implements AutoCloseable {

    private static final int MOST_BYTES = 1 << 12;
    private static final int PAUSE_MILLIS = 500;

    private final FileChannel channel;

    private RunLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the lock; creates the directory if it is missing.
     *
     * @throws UserError if another process holds it; the message has its pid and start
     */
    public static RunLock take(RunDirectory directory) throws IOException {
        return ifFree(directory)
                .orElseThrow(() -> new UserError(
                        directory.root().toString(),
                        "a run directory that no other process uses",
                        holder(directory.root().resolve(RunLayout.LOCK)),
                        "wait for it to end, or choose another run.directory"));
    }

    /**
     * Takes the lock as soon as nobody else holds it; creates the directory if it is missing.
     *
     * @throws InterruptedIOException if the thread is interrupted before
     */
    public static RunLock await(RunDirectory directory) throws IOException {
        Optional<RunLock> lock = ifFree(directory);
        while (lock.isEmpty()) {
            try {
                Thread.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw (IOException) new InterruptedIOException("no longer waits for " + directory.root()).initCause(e);
            }
            lock = ifFree(directory);
        }
        return lock.get();
    }

    private static Optional<RunLock> ifFree(RunDirectory directory) throws IOException {
        directory.create();
        Optional<FileChannel> free = FileLocks.open(directory.root().resolve(RunLayout.LOCK));
        if (free.isEmpty()) {
            return Optional.empty();
        }
        FileChannel channel = free.get();
        try {
            channel.truncate(0);
            channel.write(ByteBuffer.wrap((thisProcess() + "\n").getBytes(StandardCharsets.UTF_8)), 0);
        } catch (IOException e) {
            channel.close(); // a full disk
            throw e;
        }
        return Optional.of(new RunLock(channel));
    }

    private static String thisProcess() {
        ProcessHandle process = ProcessHandle.current();
        return "process " + process.pid() + ", started "
                + process.info().startInstant().orElseGet(Instant::now);
    }

    private static String holder(Path file) {
        try {
            if (FileLocks.isHeldHere(file)) {
                return thisProcess();
            }
            String holder = new String(RegularFile.read(file, MOST_BYTES), StandardCharsets.UTF_8).strip();
            return holder.isEmpty() ? "a process that has just begun" : Printable.oneLine(holder);
        } catch (IOException e) {
            return "another process"; // which one is a help, not a must
        }
    }

    /** Gives the lock back; its file stays, or a waiting process could lock a deleted one. */
    @Override
    public void close() throws IOException {
        channel.close();
    }
}
