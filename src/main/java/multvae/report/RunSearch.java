package multvae.report;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import multvae.io.IoReason;
import multvae.io.Printable;
import multvae.io.UserError;
import multvae.run.RunLayout;

/**
 * The runs below a directory, the trainings of sweeps among them: those with a result, and why the others have none. Links are
 * not followed, and directories whose names begin with a dot are left out.
 *
 * @param finished by name
 * @param skipped by name
 */
record RunSearch(List<FinishedRun> finished, List<Skipped> skipped) {

    /** A run without a result, or a directory that cannot be read. */
    record Skipped(String name, String reason) {}

    /**
     * The runs below a directory, not read yet.
     *
     * @param top the directory
     * @param runs their directories by name
     * @param unreadable directories that cannot be read
     */
    record Found(Path top, SortedMap<String, Path> runs, List<Skipped> unreadable) {}

    /**
     * Finds all runs below a directory.
     *
     * @throws UserError if it is not a directory, or if there is no run below it
     */
    static Found find(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            throw new UserError(
                    directory.toString(),
                    "a directory with runs",
                    Files.exists(directory) ? "a file" : "nothing",
                    "name one such as runs");
        }
        Path top = directory.toRealPath();
        SortedMap<String, Path> runs = new TreeMap<>();
        List<Skipped> skipped = new ArrayList<>();
        find(top, runs, skipped);
        if (runs.isEmpty() && skipped.isEmpty()) {
            throw new UserError(
                    directory.toString(), "a directory with runs", "none below it", "name one such as runs");
        }
        return new Found(top, runs, skipped);
    }

    /**
     * Reads all runs below a directory.
     *
     * @throws UserError if it is not a directory, or if there is no run below it
     */
    static RunSearch below(Path directory) throws IOException {
        Found found = find(directory);
        Path top = found.top();
        List<Skipped> skipped = new ArrayList<>(found.unreadable());
        List<FinishedRun> finished = new ArrayList<>();
        SortedMap<String, Integer> notBest = new TreeMap<>();
        found.runs().forEach((name, root) -> {
            if (isTrialWithoutResult(root)) {
                notBest.merge(FinishedRun.nameOf(root.getParent(), top), 1, Integer::sum);
                return;
            }
            try {
                finished.add(FinishedRun.read(root, name));
            } catch (UserError e) {
                skipped.add(new Skipped(name, reason(e, top)));
            } catch (IOException e) {
                skipped.add(new Skipped(name, IoReason.of(e)));
            }
        });
        notBest.forEach((sweep, trials) -> skipped.add(new Skipped(
                sweep,
                trials + " training" + (trials == 1 ? " was" : "s were")
                        + " not the best one, and so not evaluated on the test users")));
        return new RunSearch(List.copyOf(finished), List.copyOf(skipped));
    }

    private static void find(Path top, SortedMap<String, Path> runs, List<Skipped> skipped) throws IOException {
        Files.walkFileTree(top, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                String name = directory.getFileName() == null
                        ? ""
                        : directory.getFileName().toString();
                boolean ofARun = runs.containsValue(directory.getParent())
                        && !name.equals(RunLayout.SWEEP)
                        && !name.equals(RunLayout.TUNE);
                if (!directory.equals(top) && (name.startsWith(".") || ofARun)) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                if (Files.isRegularFile(directory.resolve(RunLayout.RESOLVED_CONF))) {
                    runs.put(FinishedRun.nameOf(directory, top), directory);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                if (Files.isDirectory(file)) {
                    skipped.add(new Skipped(FinishedRun.nameOf(file, top), IoReason.of(e)));
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** A sweep and a search evaluate their best training only. */
    private static boolean isTrialWithoutResult(Path root) {
        Path parent = root.getParent();
        Path above = parent == null ? null : parent.getParent();
        return parent != null
                && (parent.endsWith(RunLayout.SWEEP) || (above != null && above.endsWith(RunLayout.TUNE)))
                && Files.exists(root.resolve(RunLayout.TRAIN))
                && !Files.exists(root.resolve(RunLayout.EVALUATE));
    }

    /** Where it is, from the top; the page may be read elsewhere. */
    static String reason(UserError error, Path top) {
        return Printable.oneLine(
                error.getMessage().replace(top + top.getFileSystem().getSeparator(), ""));
    }
}
