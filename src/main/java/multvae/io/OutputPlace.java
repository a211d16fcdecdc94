package multvae.io;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * A path that a user has named for what a command writes. If nothing can be made there, that is a mistake in the path: Java's own error
 * may read as if a file were missing.
 */
public final class OutputPlace {

    private static final List<String> REFUSALS =
            List.of("Not a directory", "Read-only file system", "Operation not permitted");

    /** What makes something. */
    @FunctionalInterface
    public interface Making<T> {
        T make() throws IOException;
    }

    private OutputPlace() {}

    /**
     * Makes what is to be at a place, or what has to be there before it.
     *
     * @param expected what the place should be, such as {@code a directory that can be made}
     * @throws UserError if nothing can be made there
     */
    public static <T> T making(Path place, String expected, Making<T> making) throws IOException {
        try {
            return making.make();
        } catch (FileSystemException e) {
            if (!refuses(e)) {
                throw e;
            }
            throw new UserError(
                    place.toString(),
                    expected,
                    "a place where nothing can be made (" + IoReason.of(e) + ")",
                    "choose another one",
                    e);
        }
    }

    /** Whether nothing can be made at that place, rather than nothing anywhere now, as on a full disk. */
    public static boolean refuses(FileSystemException e) {
        return e instanceof NoSuchFileException // as in /proc
                || e instanceof AccessDeniedException
                || REFUSALS.contains(String.valueOf(e.getReason()));
    }
}
