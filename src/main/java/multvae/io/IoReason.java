package multvae.io;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Objects;
import java.util.regex.Pattern;

/** Why a file could not be read or written, in words: half of Java's file exceptions say only which file. */
public final class IoReason {

    /** As java.io has it: {@code /data/a.zip (Permission denied)}. */
    private static final Pattern AFTER_THE_FILE = Pattern.compile("(?s).* \\((.+)\\)$");

    private IoReason() {}

    /** Without the file, which the caller names. */
    public static String of(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "no such file or directory";
        }
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (e instanceof FileAlreadyExistsException) {
            return "a file of that name";
        }
        if (e instanceof FileSystemException f && f.getReason() != null) {
            return Printable.oneLine(f.getReason());
        }
        if (e instanceof FileNotFoundException && e.getMessage() != null) {
            return Printable.oneLine(AFTER_THE_FILE.matcher(e.getMessage()).replaceFirst("$1"));
        }
        return Printable.oneLine(
                Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName()));
    }
}
