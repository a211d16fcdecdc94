package multvae.spark;

import java.io.Serializable;
import java.util.Optional;
import multvae.io.UserError;

/**
 * What became of a task's work: a value, or the user's mistake that was in its way. A mistake is a result, since Spark would repeat a task
 * that throws it, and bury its line in stack traces.
 *
 * @param <T> what the work gives
 */
final class Attempt<T> implements Serializable {

    private static final long serialVersionUID = 1;

    private final T value; // null after a mistake
    private final UserError error; // null without one

    /** Work that may meet a mistake. */
    @FunctionalInterface
    interface Work<T, E extends Exception> {
        T get() throws E;
    }

    private Attempt(T value, UserError error) {
        this.value = value;
        this.error = error;
    }

    static <T, E extends Exception> Attempt<T> of(Work<T, E> work) throws E {
        try {
            return new Attempt<>(work.get(), null);
        } catch (UserError e) {
            return failed(e);
        }
    }

    static <T> Attempt<T> failed(UserError error) {
        return new Attempt<>(null, error);
    }

    Optional<UserError> error() {
        return Optional.ofNullable(error);
    }

    /** The value, or else the mistake as an exception. */
    T orThrow() {
        if (error != null) {
            throw error;
        }
        return value;
    }
}
