package multvae.ratings;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import multvae.config.DataSettings;
import multvae.io.Printable;
import multvae.io.UserError;

/** Turns what a driver throws into a {@link UserError}, with the database's own words but never with the password. */
final class DatabaseError {

    private static final String HIDDEN = "***";

    /** What DuckDB puts before the reason, on a line of its own. */
    private static final String DUCKDB_PREFIX = "(?s)^Invalid Input Error: Attempting to execute [^\n]*\nError: ";

    /** The line that points at a column of the line above: it points nowhere once all is on one line. */
    private static final String CARET = "(?m)^\\s*\\^+\\s*$";

    private final List<String> secrets;

    DatabaseError(Optional<String> password) {
        // A driver may quote its parameters as they go into an address.
        this.secrets = password.stream()
                .flatMap(text -> {
                    String encoded = URLEncoder.encode(text, StandardCharsets.UTF_8);
                    return Stream.of(text, encoded, encoded.replace("+", "%20"));
                })
                .distinct()
                .toList();
    }

    /** The error; {@code cause} is attached, and so written to the log, only if the password is nowhere in it. */
    UserError of(String where, String expected, String remedy, Throwable cause) {
        return new UserError(where, expected, words(cause), remedy, mentionsSecret(cause) ? null : cause);
    }

    /** The same error if the password is nowhere in it, else one that hides it. */
    RuntimeException withoutSecret(RuntimeException error) {
        return mentionsSecret(error)
                ? of(
                        DataSettings.QUERY,
                        "a driver that keeps the password to itself",
                        "try another version of it",
                        error)
                : error;
    }

    private String words(Throwable cause) {
        String text =
                Objects.requireNonNullElse(cause.getMessage(), cause.getClass().getSimpleName());
        String words = text.replaceFirst(DUCKDB_PREFIX, "").replaceAll(CARET, "");
        return Printable.oneLine(hide(words).strip().replaceAll("\\s+", " "));
    }

    private String hide(String text) {
        String hidden = text;
        for (String secret : secrets) {
            hidden = hidden.replace(secret, HIDDEN);
        }
        return hidden;
    }

    /** In the error itself, its causes, what was suppressed, and the further errors that JDBC chains. */
    private boolean mentionsSecret(Throwable error) {
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Throwable> open = new ArrayDeque<>(List.of(error));
        while (!open.isEmpty()) {
            Throwable next = open.pop();
            if (!seen.add(next)) {
                continue;
            }
            String text = next.toString() + next.getMessage();
            if (!hide(text).equals(text)) {
                return true;
            }
            Stream.of(next.getSuppressed()).forEach(open::push);
            Optional.ofNullable(next.getCause()).ifPresent(open::push);
            if (next instanceof SQLException e && e.getNextException() != null) {
                open.push(e.getNextException());
            }
        }
        return false;
    }
}
