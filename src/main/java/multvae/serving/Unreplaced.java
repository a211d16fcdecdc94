package multvae.serving;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Supplier;
import multvae.io.UserError;

/**
 * Reads several files that belong together, again if they are replaced meanwhile, as by a rename or by a link that leads elsewhere from
 * then on: files that are verified one by one may be those of two models.
 */
final class Unreplaced {

    private static final int ATTEMPTS = 3;

    /** Reads the files. */
    @FunctionalInterface
    interface Reading<T> {
        T read() throws IOException;
    }

    private Unreplaced() {}

    /**
     * What is read from files that stay as they are until the end.
     *
     * @param path where they are, for messages
     * @param signature changes when they are replaced
     * @throws UserError as {@code reading}, or if they are replaced each time
     */
    static <T> T read(Path path, Supplier<String> signature, Reading<T> reading) throws IOException {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            String before = signature.get();
            try {
                T read = reading.read();
                if (signature.get().equals(before)) {
                    return read;
                }
            } catch (UserError | IOException e) {
                if (signature.get().equals(before)) {
                    throw e;
                }
            }
        }
        throw new UserError(
                path.toString(),
                "a model that stays as it is while it is read",
                "another one " + ATTEMPTS + " times",
                "try again when nobody replaces it");
    }
}
