package multvae.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What identifies a file's content.
 *
 * @param bytes its size
 * @param sha256 its SHA-256, in lower-case hexadecimal
 */
public record FileHash(long bytes, String sha256) {

    private static final int BUFFER_BYTES = 1 << 16;
    private static final int SHOWN_DIGITS = 12;
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    /** @throws IllegalArgumentException if {@code bytes} is below 0, or {@code sha256} is not a SHA-256 */
    public FileHash {
        if (bytes < 0 || sha256 == null || !SHA256.matcher(sha256).matches()) {
            throw new IllegalArgumentException("neither a size nor a SHA-256");
        }
    }

    /**
     * Reads the whole file; anything but a regular file is an error. Of a {@link RemotePath} nothing is read: what is hashed is its size
     * and {@link RemotePath#identity}.
     */
    public static FileHash of(Path file) throws IOException {
        if (file instanceof RemotePath remote) {
            long size = RegularFile.size(file);
            return new FileHash(size, sha256((size + " " + remote.identity()).getBytes(StandardCharsets.UTF_8)));
        }
        MessageDigest digest = sha256Digest();
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES); // on the heap, where the digest's intrinsic reads it
        long bytes = 0;
        try (SeekableByteChannel channel = RegularFile.channel(file)) {
            while (channel.read(buffer.clear()) >= 0) {
                bytes += buffer.flip().remaining();
                digest.update(buffer);
            }
        }
        return new FileHash(bytes, HexFormat.of().formatHex(digest.digest()));
    }

    /** Of bytes in memory, in lower-case hexadecimal. */
    public static String sha256(byte[] content) {
        return HexFormat.of().formatHex(sha256Digest().digest(content));
    }

    /** Its size and the first digits of its hash, for people. */
    public String describe() {
        return RegularFile.bytes(bytes) + " of SHA-256 " + sha256.substring(0, SHOWN_DIGITS);
    }

    /**
     * What is there instead, unless the file has this content. The file is read only if its size is right.
     *
     * @return in words, for a message; empty if the file has this content
     */
    public Optional<String> difference(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return Optional.of(Files.exists(file) ? "no regular file" : "nothing");
        }
        if (Files.size(file) != bytes) {
            return Optional.of(RegularFile.bytes(Files.size(file)));
        }
        FileHash found = of(file);
        return found.equals(this) ? Optional.empty() : Optional.of(found.describe());
    }

    static MessageDigest sha256Digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
