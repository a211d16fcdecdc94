package multvae.io;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a user can cause and can fix: a wrong setting, a damaged file, a full disk.
 *
 * <p>The message has one line for each problem, and is printed without a stack trace; the process exits with 2. Anything
 * else that is thrown is a bug of ours: a stack trace and exit code 1.
 */
public class UserError extends RuntimeException {

    private static final long serialVersionUID = 1;

    /**
     * One thing that is wrong.
     *
     * @param where the file (and line), the key or the address that is wrong
     * @param expected what should be there
     * @param found what is there, quoted if it is the user's own text
     * @param remedy what to do, in the imperative
     */
    public record Problem(String where, String expected, String found, String remedy) implements Serializable {

        /** What a terminal would obey is replaced: a file's name may have it, or a library's message that quotes a file. */
        public Problem {
            where = Printable.oneLine(where);
            expected = Printable.oneLine(expected);
            found = Printable.oneLine(found);
            remedy = Printable.oneLine(remedy);
        }

        /** On one line. */
        @Override
        public String toString() {
            return where + ": expected " + expected + ", found " + found + "; " + remedy;
        }
    }

    private final Problem[] problems; // an array can be sent from one machine to another

    /** An error of one problem; see there for the arguments. */
    public UserError(String where, String expected, String found, String remedy) {
        this(where, expected, found, remedy, null);
    }

    /** As above; {@code cause} goes into run.log, not onto the terminal. */
    public UserError(String where, String expected, String found, String remedy, Throwable cause) {
        this(List.of(new Problem(where, expected, found, remedy)), cause);
    }

    private UserError(List<Problem> problems, Throwable cause) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")), cause);
        this.problems = problems.toArray(Problem[]::new);
    }

    /** Several errors, reported at once, in the order given. */
    public static UserError all(List<UserError> errors) {
        if (errors.isEmpty()) {
            throw new IllegalArgumentException("no errors to report");
        }
        return errors.size() == 1
                ? errors.get(0)
                : new UserError(
                        errors.stream()
                                .flatMap(error -> Arrays.stream(error.problems))
                                .toList(),
                        null);
    }

    /** What is wrong: one problem or more. */
    public final List<Problem> problems() {
        return List.of(problems);
    }

    /** Where the first problem is. */
    public final String where() {
        return problems[0].where();
    }

    /** What should be there. */
    public final String expected() {
        return problems[0].expected();
    }

    /** What is there. */
    public final String found() {
        return problems[0].found();
    }

    /** What to do. */
    public final String remedy() {
        return problems[0].remedy();
    }
}
