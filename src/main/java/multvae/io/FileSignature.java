package multvae.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** What tells that a file has been replaced, without reading it. */
public final class FileSignature {

    private static final String NONE = "none"; // or out of reach: reading it says why

    private FileSignature() {}

    /** Changes when the file is replaced. */
    public static String of(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return attributes.lastModifiedTime() + " " + attributes.size() + " " + attributes.fileKey();
        } catch (IOException e) {
            return NONE;
        }
    }
}
