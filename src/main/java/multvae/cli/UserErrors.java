package multvae.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.util.Locale;
import multvae.error.UserError;

/** Tells what a user can cause from a bug, where the libraries throw something of their own. */
final class UserErrors {

    private UserErrors() {}

    /** The error to print, or null for a bug. */
    static UserError from(Throwable thrown) {
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            if (t instanceof UserError error) {
                return error;
            }
            if (t instanceof AccessDeniedException e) {
                return new UserError(e.getFile(), "permission to read and write", "none", "change its permissions", e);
            }
            if (t instanceof IOException e && isDiskFull(e)) {
                return new UserError(
                        e instanceof FileSystemException f && f.getFile() != null ? f.getFile() : "the run directory",
                        "space on the disk",
                        "none left",
                        "free some and run the same command again",
                        e);
            }
        }
        return null;
    }

    private static boolean isDiskFull(IOException e) {
        String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        return message.contains("no space left") || message.contains("disk quota exceeded");
    }
}
