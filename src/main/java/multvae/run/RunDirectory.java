package multvae.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import multvae.io.AtomicFile;
import multvae.io.FileTree;
import multvae.io.IoReason;
import multvae.io.OutputPlace;
import multvae.io.RegularFile;
import multvae.io.TextFile;
import multvae.io.UserError;

/**
 * A run's directory on disk: a complete directory for each stage, and {@code .work} for what is under way.
 *
 * <p>A stage's outputs are moved into place at once, when they are complete and on the disk. Until then the previous ones
 * stay.
 */
public final class RunDirectory {

    private static final int FINGERPRINT_DIGITS = 16;
    private static final int MAX_SHARED_BYTES = 1 << 12;
    private static final Pattern UPWARDS = Pattern.compile("\\.\\.([/\\\\]\\.\\.)*");

    private final Path root;
    private final Path upstream;
    private final Set<String> shared; // the stages that are upstream's

    /** Touches nothing on disk. */
    public RunDirectory(Path root) {
        this(root, root, Set.of());
    }

    private RunDirectory(Path root, Path upstream, Set<String> shared) {
        this.root = root;
        this.upstream = upstream;
        this.shared = shared;
    }

    /**
     * A run's directory, or one that {@link #branch} made in it.
     *
     * @throws UserError if the file that names the run of a branch is not what {@link #branch} writes: no hash covers it, so it
     *     leads nowhere but upwards
     */
    public static RunDirectory at(Path root) {
        Path file = root.resolve(RunLayout.SHARED);
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return new RunDirectory(root);
        }
        List<String> lines = shared(file);
        List<String> stages = lines.stream().skip(1).toList();
        if (lines.isEmpty() || !UPWARDS.matcher(lines.get(0)).matches() || !RunLayout.STAGES.containsAll(stages)) {
            throw new UserError(
                    file.toString(),
                    "the way up to a run's directory, such as ../.., then names of stages",
                    lines.isEmpty() ? "an empty file" : "another text", // a link may lead to somebody's secret
                    "run the sweep again");
        }
        return new RunDirectory(root, root.resolve(lines.get(0)).normalize(), Set.copyOf(stages));
    }

    private static List<String> shared(Path file) {
        try {
            return new String(RegularFile.read(file, MAX_SHARED_BYTES), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw TextFile.unreadable(file, e);
        }
    }

    /**
     * A directory for stages that continue from this run's. Touches nothing on disk.
     *
     * @param path below this directory
     * @param stages those whose artifacts are read from here
     */
    public RunDirectory below(String path, Set<String> stages) {
        return new RunDirectory(root.resolve(path), root, Set.copyOf(stages));
    }

    /** As {@link #below}, and creates the directory. */
    public RunDirectory branch(String path, Set<String> stages) throws IOException {
        RunDirectory branch = below(path, stages);
        branch.create();
        Path up = branch.root.toAbsolutePath().relativize(root.toAbsolutePath());
        AtomicFile.write(
                branch.root.resolve(RunLayout.SHARED), up + "\n" + String.join("\n", new TreeSet<>(stages)) + "\n");
        return branch;
    }

    /** Creates the directory if it is missing. */
    public void create() throws IOException {
        try {
            Files.createDirectories(root);
        } catch (FileAlreadyExistsException e) {
            throw new UserError("run.directory", "a directory", "the file " + e.getFile(), "choose another one", e);
        } catch (FileSystemException e) {
            if (!OutputPlace.refuses(e)) {
                throw e;
            }
            throw new UserError(
                    "run.directory",
                    "a directory that can be made",
                    root + ", where none can be (" + IoReason.of(e) + ")",
                    "choose another one",
                    e);
        }
    }

    /** The run's own directory. */
    public Path root() {
        return root;
    }

    /** Where a stage's complete outputs are. */
    public Path of(String stage) {
        return (shared.contains(stage) ? upstream : root).resolve(stage);
    }

    /** Where a file of a stage's complete outputs is. */
    public Path file(RunLayout.Artifact artifact) {
        return of(artifact.stage()).resolve(artifact.file());
    }

    private Path works() {
        return root.resolve(RunLayout.WORK);
    }

    private Path work(String stage, String fingerprint) {
        return works().resolve(stage + "-" + fingerprint.substring(0, FINGERPRINT_DIGITS));
    }

    private Path previous(String stage) {
        return works().resolve(stage + "-previous");
    }

    /**
     * The directory to write a stage's outputs to.
     *
     * @param fromTheStart whether what an earlier attempt at the same fingerprint left is deleted
     * @throws UserError if something that is not a directory is where the outputs will go
     */
    Path startWork(String stage, String fingerprint, boolean fromTheStart) throws IOException {
        for (Path directory : List.of(of(stage), works())) {
            if (Files.exists(directory) && !Files.isDirectory(directory)) {
                throw new UserError(directory.toString(), "a directory or nothing", "a file", "move it away");
            }
        }
        Path work = work(stage, fingerprint);
        if (fromTheStart) {
            FileTree.delete(work);
        }
        Files.createDirectories(work);
        Files.deleteIfExists(work.resolve(RunLayout.MANIFEST)); // it means complete
        return work;
    }

    /** Moves finished outputs, the manifest among them, into place; the previous ones go. */
    void publish(String stage, Path work) throws IOException {
        Path previous = previous(stage);
        FileTree.delete(previous);
        if (Files.exists(of(stage), LinkOption.NOFOLLOW_LINKS)) {
            AtomicFile.moveDirectory(of(stage), previous);
        }
        AtomicFile.moveDirectory(work, of(stage));
        AtomicFile.syncDirectory(works());
        FileTree.delete(previous);
    }

    /**
     * Deletes what interrupted attempts left of a stage.
     *
     * @param published the fingerprint of the stage's outputs: attempts at it are of no more use
     * @param keepNewest whether to keep the newest attempt at something else
     */
    void dropLeftovers(String stage, String published, boolean keepNewest) throws IOException {
        boolean keep = keepNewest;
        for (Path attempt : attempts(stage)) {
            if (keep && !attempt.equals(work(stage, published))) {
                keep = false;
            } else {
                FileTree.delete(attempt);
            }
        }
    }

    /**
     * Ends what a killed process had begun: complete outputs are moved into place, and outputs that were moved out of
     * their way are moved back if there are no others.
     *
     * @return what was done, one line each
     */
    List<String> recover(String stage) throws IOException {
        List<String> done = new ArrayList<>();
        for (Path attempt : attempts(stage)) {
            if (Manifest.isSound(attempt)) {
                publish(stage, attempt);
                done.add(stage + ": was complete when the last run was interrupted; moved into place");
            }
        }
        Path previous = previous(stage);
        if (!Files.exists(of(stage), LinkOption.NOFOLLOW_LINKS) && Files.exists(previous)) {
            AtomicFile.moveDirectory(previous, of(stage));
            done.add(stage + ": its previous artifacts, moved away when the last run was interrupted, are back");
        }
        FileTree.delete(previous);
        return done;
    }

    /** Whether a stage is being written, or a process that wrote it has ended before it was complete. */
    public boolean isBegun(String stage) throws IOException {
        return !attempts(stage).isEmpty();
    }

    /** What is under way or was left, the newest first. */
    private List<Path> attempts(String stage) throws IOException {
        Pattern name = Pattern.compile(Pattern.quote(stage) + "-[0-9a-f]{" + FINGERPRINT_DIGITS + "}");
        if (!Files.isDirectory(works())) {
            return List.of();
        }
        record Attempt(Path path, FileTime modified) {}
        List<Attempt> attempts = new ArrayList<>();
        try (Stream<Path> paths = Files.list(works())) {
            for (Path path : paths.toList()) {
                if (name.matcher(path.getFileName().toString()).matches()) {
                    attempts.add(new Attempt(path, Files.getLastModifiedTime(path)));
                }
            }
        }
        return attempts.stream()
                .sorted(Comparator.comparing(Attempt::modified).reversed().thenComparing(Attempt::path))
                .map(Attempt::path)
                .toList();
    }
}
