package multvae.io;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;

/**
 * File operations whose failure names the file. Java names it if a file cannot be opened, and not if a disk is full, or a file
 * too large, in the middle of it.
 */
public final class NamedFile {

    /** What is done with a file. */
    @FunctionalInterface
    public interface Action {
        void run() throws IOException;
    }

    private NamedFile() {}

    /** Does it. */
    public static void during(Path file, Action action) throws IOException {
        try {
            action.run();
        } catch (IOException e) {
            throw failure(file, e);
        }
    }

    /** Writes a text in UTF-8. */
    public static void write(Path file, String text, OpenOption... options) throws IOException {
        during(file, () -> Files.writeString(file, text, options));
    }

    /** The same failure, with the file unless it names one already. */
    public static IOException failure(Path file, IOException e) {
        if (e instanceof FileSystemException named && named.getFile() != null) {
            return e;
        }
        IOException withFile = new FileSystemException(file.toString(), null, e.getMessage());
        withFile.initCause(e);
        return withFile;
    }
}
