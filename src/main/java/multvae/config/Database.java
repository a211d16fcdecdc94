package multvae.config;

import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import multvae.io.JdbcUrl;
import multvae.io.UserError;

/**
 * A database that a query is for. It holds no password, so it can be printed.
 *
 * @param url the address, {@code jdbc:...}
 * @param user who asks, if the database wants to know
 * @param passwordVariable the environment variable that holds the password
 */
public record Database(String url, Optional<String> user, Optional<String> passwordVariable) {

    private static final String VARIABLE = "data.jdbc.passwordVariable";
    private static final Pattern VARIABLE_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    /**
     * Checks the parts.
     *
     * @throws UserError if the address has a password in it or does not begin with jdbc:, or if the variable's name is not
     *     one: it may be the password itself, so the message does not repeat it
     */
    public Database {
        JdbcUrl.check("data.jdbc.url", url);
        passwordVariable.ifPresent(Database::checkVariable);
    }

    /** @throws UserError if the name is none: it may be the password itself, so the message does not repeat it */
    static void checkVariable(String name) {
        if (!VARIABLE_NAME.matcher(name).matches()) {
            throw new UserError(
                    VARIABLE,
                    "the name of an environment variable",
                    "something else",
                    "give the name, not the password");
        }
    }

    /**
     * The password, if there is a variable for it.
     *
     * @param environment the value of a variable, or null
     * @throws UserError if the variable is not set or is empty
     */
    public Optional<String> password(UnaryOperator<String> environment) {
        if (passwordVariable.isEmpty()) {
            return Optional.empty();
        }
        String name = passwordVariable.get();
        String password = environment.apply(name);
        if (password == null || password.isEmpty()) {
            throw new UserError(
                    VARIABLE,
                    "a password in the environment variable " + name,
                    password == null ? "no such variable" : "an empty one",
                    "export " + name + " and run again");
        }
        return Optional.of(password);
    }
}
