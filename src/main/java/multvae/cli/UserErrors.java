package multvae.cli;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Locale;
import multvae.io.UserError;

/** Tells what a user can cause from a bug, where the libraries throw something of their own. */
final class UserErrors {

    /** What Linux and Windows say of a disk, in lower case. */
    private static final List<String> FULL =
            List.of("no space left", "disk quota exceeded", "not enough space on the disk");

    private static final List<String> BROKEN = List.of("input/output error", "stale file handle", "read-only file");

    private UserErrors() {}

    /** The error to print, or null for a bug. */
    static UserError from(Throwable thrown) {
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            if (t instanceof UserError error) {
                return error;
            }
            if (t instanceof IOException e) {
                UserError error = from(e);
                if (error != null) {
                    return error;
                }
            }
        }
        return null;
    }

    private static UserError from(IOException e) {
        String message = String.valueOf(e.getMessage());
        if (mentions(message, FULL)) {
            return new UserError(
                    place(e), "space on the disk", "none left", "free some and run the same command again", e);
        }
        if (e instanceof AccessDeniedException) {
            return new UserError(place(e), "permission to read and write", "none", "change its permissions", e);
        }
        if (e instanceof NoSuchFileException || e instanceof FileNotFoundException) {
            return new UserError(
                    place(e), "a file", "none that can be opened", "leave the run directory alone and run again", e);
        }
        if (e instanceof FileAlreadyExistsException) {
            return new UserError(place(e), "a directory or nothing", "a file of that name", "move it away", e);
        }
        if (mentions(message, List.of("is a directory"))) {
            return new UserError(place(e), "a file or nothing", "a directory", "move it away", e);
        }
        if (e instanceof FileSystemException || mentions(message, BROKEN)) {
            String reason = e instanceof FileSystemException f && f.getReason() != null ? f.getReason() : message;
            return new UserError(place(e), "a working file system", reason, "mend it and run again", e);
        }
        return null;
    }

    private static String place(IOException e) {
        if (e instanceof FileSystemException f && f.getFile() != null) {
            return f.getOtherFile() == null ? f.getFile() : f.getOtherFile(); // of a move, where it leads
        }
        return e instanceof FileNotFoundException ? String.valueOf(e.getMessage()) : "the run directory";
    }

    private static boolean mentions(String message, List<String> phrases) {
        String lowerCase = message.toLowerCase(Locale.ROOT);
        return phrases.stream().anyMatch(lowerCase::contains);
    }
}
