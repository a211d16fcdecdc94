package multvae.io;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The id that git gives to a file's content, as {@code git hash-object FILE} prints it: the SHA-1 of {@code "blob LENGTH\0"}
 * and the bytes (https://git-scm.com/book/en/v2/Git-Internals-Git-Objects). It identifies a file; it is no protection against
 * one that was made to deceive.
 */
public final class GitBlob {

    /** Bytes that are made as they are written, the same ones each time. */
    @FunctionalInterface
    public interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    private GitBlob() {}

    /**
     * The id, in lower-case hexadecimal. The content is written twice: the length comes first, and nothing is kept in memory.
     *
     * @throws IOException if the content throws it
     */
    public static String id(Content content) throws IOException {
        Length length = new Length();
        content.writeTo(length);
        MessageDigest sha1 = sha1Digest();
        sha1.update(("blob " + length.bytes + "\0").getBytes(StandardCharsets.US_ASCII));
        content.writeTo(new DigestOutputStream(OutputStream.nullOutputStream(), sha1));
        return HexFormat.of().formatHex(sha1.digest());
    }

    /** Counts bytes. */
    private static final class Length extends OutputStream {

        private long bytes;

        @Override
        public void write(int value) {
            bytes++;
        }

        @Override
        public void write(byte[] values, int offset, int count) {
            bytes += count;
        }
    }

    private static MessageDigest sha1Digest() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }
}
