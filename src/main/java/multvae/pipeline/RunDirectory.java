package multvae.pipeline;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import multvae.error.UserError;

/**
 * A run's directory on disk: a complete directory for each stage, and {@code .work} for what is under way.
 *
 * <p>A stage's outputs come to stand in one move, once they are complete; until then the previous ones stay.
 */
public final class RunDirectory {

    private final Path root;

    /** Creates the directory where it is missing. */
    public RunDirectory(Path root) throws IOException {
        this.root = root;
        try {
            Files.createDirectories(root);
        } catch (FileAlreadyExistsException e) {
            throw new UserError(
                    "run.directory", "a directory", "the file " + e.getFile(), "choose another -Drun.directory", e);
        }
    }

    /** The run's own directory. */
    public Path root() {
        return root;
    }

    /** Where a stage's complete outputs are. */
    public Path of(String stage) {
        return root.resolve(stage);
    }

    /**
     * The directory to write a stage's outputs to.
     *
     * @param afresh whether it is emptied of what an earlier attempt at the same fingerprint left
     */
    Path startWork(String stage, String fingerprint, boolean afresh) throws IOException {
        Path work = root.resolve(".work").resolve(stage + "-" + fingerprint.substring(0, 16));
        if (afresh) {
            delete(work);
        }
        return Files.createDirectories(work);
    }

    /** Puts finished outputs in the place of the previous ones. */
    void publish(String stage, Path work) throws IOException {
        Path target = of(stage);
        Path previous = root.resolve(".work").resolve(stage + "-previous");
        delete(previous);
        if (Files.exists(target)) {
            Files.move(target, previous, StandardCopyOption.ATOMIC_MOVE);
        }
        Files.move(work, target, StandardCopyOption.ATOMIC_MOVE);
        delete(previous);
    }

    private static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, IOException e) throws IOException {
                if (e != null) {
                    throw e;
                }
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
