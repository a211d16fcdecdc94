package multvae.io;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/** The address of a database, {@code jdbc:...}. It is saved with the run, so a password has no place in it. */
public final class JdbcUrl {

    private static final String DRIVER = "jdbc:";

    /** The search for a password takes a time that grows with the square of the length. */
    private static final int MAX_CHARS = 1_000;

    /**
     * A parameter that holds a secret: password=, sslpassword=, pwd=, s3_secret_access_key=. Not passfile=,
     * passwordCharacterEncoding= or sslkey=, which names a file.
     */
    private static final Pattern SECRET_PARAMETER = Pattern.compile(
            "(password|passwd|passphrase|pass|pwd|secret|token|(access|account|api|private|secret)[-_]?key)\\s*=",
            Pattern.CASE_INSENSITIVE);

    /** {@code //user:secret@host}, and Oracle's {@code :user/secret@host}. A port before an @ looks the same: refused too. */
    private static final Pattern SECRET_OF_USER = Pattern.compile("(//[^@]*:[^@]+|:[^@/:]+/[^@]+)@");

    private JdbcUrl() {}

    /**
     * Checks an address from a configuration.
     *
     * @param where the key that has it
     * @throws UserError if there is a password in it, which the message does not repeat, if it is longer than
     *     {@value #MAX_CHARS} characters, or if it does not begin with jdbc:
     */
    public static void check(String where, String url) {
        if (url.length() > MAX_CHARS) {
            throw new UserError(
                    where, "an address of at most " + MAX_CHARS + " characters", "a longer one", "shorten it");
        }
        if (isConfidential(url)) {
            throw new UserError(
                    where,
                    "an address without a password",
                    "one with a password in it",
                    "take it out and name the environment variable that holds it in data.jdbc.passwordVariable;"
                            + " an @ that is no part of it is %40");
        }
        if (!isAddress(url)) {
            throw new UserError(
                    where,
                    "an address such as jdbc:postgresql://localhost/shop",
                    TextFile.quote(url),
                    "see the driver's documentation");
        }
    }

    /** Whether it begins as such an address does. */
    public static boolean isAddress(String url) {
        return url.toLowerCase(Locale.ROOT).startsWith(DRIVER) && scheme(url).length() > DRIVER.length();
    }

    /** Whether no message may repeat it: there is a password in it, or it is too long to look for one. */
    public static boolean isConfidential(String url) {
        return url.length() > MAX_CHARS || hasSecret(url) || hasSecret(decoded(url));
    }

    /** What names the driver: {@code jdbc:postgresql}. */
    public static String scheme(String url) {
        int end = url.indexOf(':', DRIVER.length());
        return end < 0 ? url : url.substring(0, end);
    }

    private static boolean hasSecret(String url) {
        return SECRET_PARAMETER.matcher(url).find()
                || SECRET_OF_USER.matcher(url).find();
    }

    private static String decoded(String url) {
        try {
            return URLDecoder.decode(url, StandardCharsets.UTF_8).replace("%40", "@");
        } catch (IllegalArgumentException e) {
            return url; // a lone %: the text itself has been looked at
        }
    }
}
