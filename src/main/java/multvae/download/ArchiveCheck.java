package multvae.download;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import multvae.io.IoReason;
import multvae.ratings.Dataset;

/** Tells whether a file is a data set's archive: by its MD5; where none is known by its size and its ratings entry. */
final class ArchiveCheck {

    /** What is wrong: {@code expected} and {@code found} as a UserError has them. */
    record Mismatch(String expected, String found) {}

    private ArchiveCheck() {}

    /** Empty where {@code file} is the archive of {@code dataset}. */
    static Optional<Mismatch> mismatch(Path file, Dataset dataset) throws IOException, InterruptedException {
        if (!Files.isRegularFile(file)) {
            return Optional.of(new Mismatch("a zip archive", Files.isDirectory(file) ? "a directory" : "no file"));
        }
        long bytes = Files.size(file);
        if (dataset.md5().isPresent()) {
            String md5 = md5(file);
            return dataset.md5().get().equalsIgnoreCase(md5)
                    ? Optional.empty()
                    : Optional.of(new Mismatch("MD5 " + dataset.md5().get(), "MD5 " + md5 + " of " + count(bytes)));
        }
        if (dataset.archiveBytes().isPresent() && dataset.archiveBytes().getAsLong() != bytes) {
            return Optional.of(new Mismatch(count(dataset.archiveBytes().getAsLong()), count(bytes)));
        }
        String expected = "a zip archive with " + dataset.ratingsEntry();
        try (ZipFile zip = new ZipFile(file.toFile())) {
            return zip.getEntry(dataset.ratingsEntry()) != null
                    ? Optional.empty()
                    : Optional.of(new Mismatch(expected, "none among its " + zip.size() + " entries"));
        } catch (ZipException e) {
            return Optional.of(new Mismatch(expected, IoReason.of(e)));
        }
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

    private static String count(long bytes) {
        return String.format(Locale.ROOT, "%,d bytes", bytes);
    }
}
