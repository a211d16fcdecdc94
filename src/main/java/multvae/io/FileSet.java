package multvae.io;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;

/**
 * The files that a user names with one text: a file; a directory, for all files below it; or a pattern such as {@code
 * logs/2024-*.csv.gz}, in which {@code **} goes into directories. Names that begin with a dot or an underscore are left out of
 * directories and patterns: other programs mark their own files so. In the order of their paths. The text may be an address, as {@link
 * Locations} has it.
 */
public final class FileSet {

    private static final Pattern WILDCARD = Pattern.compile("[*?\\[{]");
    private static final Pattern GROUP_OF_PATHS = Pattern.compile("\\{[^}]*/");
    private static final String ANY_LEVELS = "**";

    /** A pattern may have been meant for less than a whole disk, or be a stranger's: {@code /proc/**} has no end. */
    private static final int MOST_LOOKED_AT = 1_000_000;

    private FileSet() {}

    /**
     * The files; none if there is no such file, or nothing matches.
     *
     * @throws IOException if a directory that may hold one cannot be read
     * @throws UserError if there are more than a million files and directories to look at
     */
    public static List<Path> of(String named) throws IOException {
        return of(named, MOST_LOOKED_AT);
    }

    static List<Path> of(String named, int mostLookedAt) throws IOException {
        String text = Locations.normal(named);
        Path path = path(text);
        if (path instanceof RemotePath) {
            requireAnswer(path);
        }
        if (path != null && Files.isDirectory(path)) {
            return below(path, Integer.MAX_VALUE, mostLookedAt, file -> true, directory -> true);
        }
        if (path != null && (Files.exists(path) || !isPattern(text))) {
            return Files.isRegularFile(path) ? List.of(path) : List.of();
        }
        Path root = root(text);
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        Optional<PathMatcher> matcher = matcher(text);
        return matcher.isEmpty()
                ? List.of()
                : below(
                        root,
                        levels(text),
                        mostLookedAt,
                        matcher.get()::matches,
                        directory -> mayHold(text, root, directory));
    }

    /** What Java's own questions take as a no: that a file system does not answer, or that a directory may not be looked into. */
    private static void requireAnswer(Path path) throws IOException {
        try {
            Files.readAttributes(path, BasicFileAttributes.class);
        } catch (NoSuchFileException e) {
            return; // that is an answer
        }
    }

    /** Empty if a bracket has no end, as in a file's name that only looks like a pattern. */
    private static Optional<PathMatcher> matcher(String pattern) {
        try {
            return Optional.of(FileSystems.getDefault().getPathMatcher("glob:" + pattern));
        } catch (PatternSyntaxException e) {
            return Optional.empty();
        }
    }

    /** Why there are no files: to be said after the text. */
    public static String whatIsWrong(String named) {
        String text = Locations.normal(named);
        Path path = path(text);
        if (path != null && Files.isDirectory(path)) {
            return ", a directory without one";
        }
        if (path != null && Files.exists(path)) {
            return ", which is a device or a pipe";
        }
        if (text.startsWith("~/")) {
            return ", whose ~ no shell has replaced";
        }
        return isPattern(text) && matcher(text).isPresent() ? ", which matches none" : ", which is missing";
    }

    /** Null if the text is no path here, as a pattern is none on some systems. */
    private static Path path(String text) {
        try {
            return Locations.of(text);
        } catch (InvalidPathException e) {
            return null;
        }
    }

    private static boolean isPattern(String text) {
        return WILDCARD.matcher(text).find();
    }

    /** The directories before the first wildcard. */
    private static Path root(String pattern) {
        return Locations.of(rootText(pattern));
    }

    private static String rootText(String pattern) {
        String fixed = WILDCARD.split(pattern, 2)[0];
        return fixed.substring(0, Math.max(fixed.lastIndexOf('/'), fixed.lastIndexOf('\\')) + 1);
    }

    /** What the names below the root match, one after the other. */
    private static List<String> names(String pattern) {
        return List.of(pattern.substring(rootText(pattern).length()).split("/", -1));
    }

    /** How many names a match has below the root at the most. */
    private static int levels(String pattern) {
        return pattern.contains(ANY_LEVELS) ? Integer.MAX_VALUE : names(pattern).size();
    }

    /** Whether a match may be below a directory: if it matches as many names of the pattern as it has itself. */
    private static boolean mayHold(String pattern, Path root, Path directory) {
        String first = names(pattern).stream()
                .limit(root.relativize(directory).getNameCount())
                .collect(Collectors.joining("/"));
        return directory.equals(root)
                || first.contains(ANY_LEVELS)
                || GROUP_OF_PATHS.matcher(pattern).find()
                || matcher(rootText(pattern) + first)
                        .filter(glob -> glob.matches(directory))
                        .isPresent();
    }

    private static List<Path> below(
            Path root, int levels, int mostLookedAt, Predicate<Path> matches, Predicate<Path> mayHold)
            throws IOException {
        List<Path> files = new ArrayList<>();
        Files.walkFileTree(root, Set.of(FileVisitOption.FOLLOW_LINKS), levels, new SimpleFileVisitor<>() {
            private int lookedAt;

            private void lookAt() {
                if (++lookedAt > mostLookedAt) {
                    throw new UserError(
                            root.toString(),
                            "at most " + mostLookedAt + " files and directories to look at",
                            "more",
                            "name a directory further down");
                }
            }

            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                lookAt();
                return isLookedInto(directory) ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
            }

            private boolean isLookedInto(Path directory) {
                return isShown(root.relativize(directory)) && mayHold.test(directory);
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                lookAt();
                if (attributes.isRegularFile() && isShown(root.relativize(file)) && matches.test(file)) {
                    files.add(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException cause) throws IOException {
                lookAt();
                boolean isLinkUpwards = cause instanceof FileSystemLoopException; // to what is walked anyway
                if (isLookedInto(file) && !isLinkUpwards) {
                    throw cause;
                }
                return FileVisitResult.CONTINUE;
            }
        });
        files.sort(Comparator.naturalOrder());
        return List.copyOf(files);
    }

    private static boolean isShown(Path relative) {
        for (Path name : relative) {
            if (name.toString().startsWith(".") || name.toString().startsWith("_")) {
                return false;
            }
        }
        return true;
    }

    /** One hash of several files: of their names and hashes. A single file has its own hash. */
    public static FileHash hash(Map<Path, FileHash> hashes) {
        if (hashes.size() == 1) {
            return hashes.values().iterator().next();
        }
        MessageDigest digest = FileHash.sha256Digest();
        long bytes = 0;
        for (Map.Entry<Path, FileHash> entry : hashes.entrySet()) {
            String line = entry.getKey().getFileName() + "\0" + entry.getValue().sha256() + "\n";
            digest.update(line.getBytes(StandardCharsets.UTF_8));
            bytes += entry.getValue().bytes();
        }
        return new FileHash(bytes, HexFormat.of().formatHex(digest.digest()));
    }
}
