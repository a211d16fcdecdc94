package multvae.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** What tells that a file has been replaced, without reading it. */
final class FileSignature {

    private static final String NONE = "none"; // or out of reach: reading it says why

    private FileSignature() {}

    /** Changes when the file is replaced. */
    static String of(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return attributes.lastModifiedTime() + " " + attributes.size() + " " + attributes.fileKey();
        } catch (IOException e) {
            return NONE;
        }
    }
}
