package multvae.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Locale;

/**
 * Opens a file to be read, after a look at what it is: opening a pipe waits for its writer, perhaps for ever, and a device such
 * as /dev/zero has no end. Links are followed: what they lead to has to be a regular file.
 */
public final class RegularFile {

    private RegularFile() {}

    /** What is there is not a file that can be read; {@link TextFile#unreadable} makes the message of it. */
    static final class UnsuitableException extends FileSystemException {

        private final String expected;
        private final String remedy;

        private UnsuitableException(Path file, String expected, String found, String remedy) {
            super(file.toString(), null, found);
            this.expected = expected;
            this.remedy = remedy;
        }

        UserError userError() {
            return new UserError(getFile(), expected, getReason(), remedy, this);
        }
    }

    /**
     * The size of a regular file.
     *
     * @throws IOException if nothing is there, or a directory, a device, a pipe or a socket
     */
    public static long size(Path file) throws IOException {
        BasicFileAttributes attributes = attributes(file);
        if (attributes.isDirectory()) {
            throw new UnsuitableException(file, "a file", "a directory", "name the file in it");
        }
        if (!attributes.isRegularFile()) {
            throw new UnsuitableException(file, "a file", "a device, a pipe or a socket", "copy it into a file first");
        }
        return attributes.size();
    }

    private static BasicFileAttributes attributes(Path file) throws IOException {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class);
        } catch (AccessDeniedException e) {
            throw e;
        } catch (FileSystemException e) { // below a file, or a link to itself
            throw new NoSuchFileException(file.toString());
        }
    }

    /** A channel from its first byte on; errors as those of {@link #size}. */
    public static FileChannel open(Path file) throws IOException {
        size(file);
        return FileChannel.open(file);
    }

    /** As {@link #open}, also of a {@link RemotePath}. */
    public static SeekableByteChannel channel(Path file) throws IOException {
        size(file);
        return Files.newByteChannel(file);
    }

    /** A stream from its first byte on; errors as those of {@link #size}. */
    public static InputStream stream(Path file) throws IOException {
        size(file);
        return Files.newInputStream(file);
    }

    /**
     * All of a small file.
     *
     * @param most bytes that such a file can have; no more are read, even if it grows meanwhile
     * @throws IOException as {@link #size}, or if it is longer
     */
    public static byte[] read(Path file, int most) throws IOException {
        long size = size(file);
        byte[] bytes = {};
        if (size <= most) {
            try (InputStream in = Files.newInputStream(file)) {
                bytes = in.readNBytes(most);
                size = bytes.length == most && in.read() >= 0 ? most + 1L : bytes.length;
            }
        }
        if (size > most) {
            throw new UnsuitableException(
                    file, "a file of at most " + bytes(most), bytes(size), "check that it is the file that was meant");
        }
        return bytes;
    }

    /** A size for people: {@code 1,234 bytes}. */
    public static String bytes(long size) {
        return String.format(Locale.ROOT, "%,d bytes", size);
    }
}
