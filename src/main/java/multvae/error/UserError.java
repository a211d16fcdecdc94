package multvae.error;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What a user can cause and can mend: a wrong setting, a damaged file, a full disk.
 *
 * <p>It is printed without a stack trace, one line a problem, and the process exits with 2. Anything else that is
 * thrown is a bug of ours: a stack trace and exit code 1.
 */
public final class UserError extends RuntimeException {

    /**
     * @param where the file (and line), the key or the address that is wrong
     * @param expected what should stand there
     * @param found what stands there, quoted where it is the user's own text
     * @param remedy what to do, in the imperative
     */
    public UserError(String where, String expected, String found, String remedy) {
        this(where, expected, found, remedy, null);
    }

    /** As above; {@code cause} goes into run.log, not onto the terminal. */
    public UserError(String where, String expected, String found, String remedy, Throwable cause) {
        super(where + ": expected " + expected + ", found " + found + "; " + remedy, cause);
    }

    private UserError(String lines) {
        super(lines);
    }

    /** Several problems of the same file, reported at once, a line each, in the order given. */
    public static UserError all(List<UserError> errors) {
        if (errors.isEmpty()) {
            throw new IllegalArgumentException("no errors to report");
        }
        return errors.size() == 1
                ? errors.get(0)
                : new UserError(errors.stream().map(Throwable::getMessage).collect(Collectors.joining("\n")));
    }
}
