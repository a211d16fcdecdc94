package multvae.download;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import multvae.io.Printable;
import multvae.io.RegularFile;
import multvae.io.UserError;
import multvae.ratings.Dataset;

/** Tells whether a file is a data set's archive, by its MD5. Refuses archives whose entries are named as no honest archive's are. */
final class ArchiveCheck {

    /** What is wrong: {@code expected} and {@code found} as a UserError has them. */
    record Mismatch(String expected, String found) {}

    private static final Pattern DRIVE = Pattern.compile("^[A-Za-z]:");

    private ArchiveCheck() {}

    /** Empty if {@code file} is the archive of {@code dataset}, which is not bundled. */
    static Optional<Mismatch> mismatch(Path file, Dataset dataset) throws IOException, InterruptedException {
        if (!Files.isRegularFile(file)) {
            return Optional.of(new Mismatch("a zip archive", Files.isDirectory(file) ? "a directory" : "no file"));
        }
        String expected = dataset.md5().orElseThrow();
        String md5 = md5(file);
        return expected.equalsIgnoreCase(md5)
                ? Optional.empty()
                : Optional.of(
                        new Mismatch("MD5 " + expected, "MD5 " + md5 + " of " + RegularFile.bytes(Files.size(file))));
    }

    private static String md5(Path file) throws IOException, InterruptedException {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has MD5", e);
        }
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(file)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /**
     * @param names every entry's, as they stand in {@code archive}
     * @throws UserError for the first one that is absolute, climbs with {@code ..}, has a backslash, a drive letter or a
     *     control character, or is there twice
     */
    static void requireHarmlessNames(List<String> names, Path archive) {
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (!isHarmless(name)) {
                throw refused(archive, "entries below its own root", quoted(name));
            }
            if (!seen.add(name)) {
                throw refused(archive, "each entry once", quoted(name) + " twice");
            }
        }
    }

    private static boolean isHarmless(String name) {
        return !name.isEmpty()
                && !name.startsWith("/")
                && name.indexOf('\\') < 0
                && !DRIVE.matcher(name).find()
                && Printable.isOneLine(name)
                && !Arrays.asList(name.split("/", -1)).contains("..");
    }

    private static UserError refused(Path archive, String expected, String found) {
        return new UserError(
                archive.toString(), expected, found, "do not use this archive; delete it to have it downloaded");
    }

    private static String quoted(String name) {
        return '"' + Printable.oneLine(name) + '"';
    }
}
