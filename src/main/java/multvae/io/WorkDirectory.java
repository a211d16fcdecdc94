package multvae.io;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A directory that is filled beside its target and then moved into place, so that the target is complete or not there. What
 * a killed process left is deleted when the next one is begun in the same parent, if that is allowed.
 *
 * <p>It is {@code .multvae-UUID}, with a lock {@code .multvae-UUID.lock} that is there before it and longer than it. Whoever
 * can take the lock of another one knows that its process is dead.
 */
public final class WorkDirectory implements AutoCloseable {

    private static final String PREFIX = ".multvae-";
    private static final String LOCK = ".lock";
    private static final Pattern LOCKS = Pattern.compile(
            Pattern.quote(PREFIX) + "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}" + Pattern.quote(LOCK));

    private final Path target;
    private final Path path;
    private final FileChannel lock;

    private WorkDirectory(Path target, Path path, FileChannel lock) {
        this.target = target;
        this.path = path;
        this.lock = lock;
    }

    /** Makes the parent of {@code target} if it is missing, deletes litter, and makes an empty directory. */
    public static WorkDirectory beside(Path target) throws IOException {
        Path parent = target.toAbsolutePath().getParent();
        Files.createDirectories(parent);
        deleteLitter(parent);
        while (true) {
            Path path = parent.resolve(PREFIX + UUID.randomUUID());
            Path lockFile = lockOf(path);
            Optional<FileChannel> lock = FileLocks.open(lockFile);
            if (lock.isEmpty()) {
                continue; // who deletes litter took it for some, before it was locked
            }
            if (!Files.exists(lockFile)) {
                lock.get().close(); // and has deleted it
                continue;
            }
            WorkDirectory work = new WorkDirectory(target, path, lock.get());
            try {
                Files.createDirectory(path);
                return work;
            } catch (IOException e) {
                work.close();
                throw e;
            }
        }
    }

    private static Path lockOf(Path path) {
        return path.resolveSibling(path.getFileName() + LOCK);
    }

    private static void deleteLitter(Path parent) throws IOException {
        List<Path> locks;
        try (Stream<Path> children = Files.list(parent)) {
            locks = children.filter(child ->
                            LOCKS.matcher(child.getFileName().toString()).matches())
                    .toList();
        }
        for (Path lockFile : locks) {
            try {
                deleteIfDead(lockFile);
            } catch (FileSystemException e) { // another user's, or made read-only: it stays
            }
        }
    }

    private static void deleteIfDead(Path lockFile) throws IOException {
        Optional<FileChannel> lock = FileLocks.open(lockFile);
        if (lock.isPresent()) {
            try (FileChannel held = lock.get()) {
                String file = lockFile.getFileName().toString();
                FileTree.delete(lockFile.resolveSibling(file.substring(0, file.length() - LOCK.length())));
                Files.deleteIfExists(lockFile);
            }
        }
    }

    /** Where to write the files. */
    public Path path() {
        return path;
    }

    /** Moves the directory, with what has been written to it, to the target, where nothing must be. */
    public void moveIntoPlace() throws IOException {
        AtomicFile.syncTree(path);
        AtomicFile.moveDirectory(path, target);
    }

    /** Deletes the directory if it was not moved into place. */
    @Override
    public void close() throws IOException {
        try (lock) {
            FileTree.delete(path);
            Files.deleteIfExists(lockOf(path));
        }
    }
}
