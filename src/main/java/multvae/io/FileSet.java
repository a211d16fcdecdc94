package multvae.io;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/**
 * The files that a user names with one text: a file; a directory, for all files below it; or a pattern such as {@code
 * logs/2024-*.csv.gz}, in which {@code **} goes into directories. Names that begin with a dot or an underscore are left out of
 * directories and patterns: other programs mark their own files so. In the order of their paths. The text may be an address, as {@link
 * Locations} has it.
 */
public final class FileSet {

    private static final Pattern WILDCARD = Pattern.compile("[*?\\[{]");

    private FileSet() {}

    /** The files; none if there is no such file, or nothing matches. */
    public static List<Path> of(String named) throws IOException {
        String text = Locations.normal(named);
        Path path = path(text);
        if (path instanceof RemotePath) {
            requireAnswer(path);
        }
        if (path != null && Files.isDirectory(path)) {
            return below(path, file -> true);
        }
        if (path != null && (Files.exists(path) || !isPattern(text))) {
            return Files.isRegularFile(path) ? List.of(path) : List.of();
        }
        Path root = root(text);
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        Optional<PathMatcher> matcher = matcher(text);
        return matcher.isEmpty() ? List.of() : below(root, matcher.get()::matches);
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
        String fixed = WILDCARD.split(pattern, 2)[0];
        int slash = Math.max(fixed.lastIndexOf('/'), fixed.lastIndexOf('\\'));
        return Locations.of(slash < 0 ? "" : fixed.substring(0, slash + 1));
    }

    private static List<Path> below(Path root, Predicate<Path> matches) throws IOException {
        try (Stream<Path> all = Files.walk(root, FileVisitOption.FOLLOW_LINKS)) {
            return all.filter(file -> isShown(root.relativize(file)))
                    .filter(matches)
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
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
