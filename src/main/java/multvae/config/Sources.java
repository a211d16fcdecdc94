package multvae.config;

import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigResolveOptions;
import java.util.HashSet;
import java.util.Set;
import multvae.io.UserError;

/**
 * The texts that one configuration is read from: how much they may hold together, and what of them an error may quote.
 *
 * <p>A configuration that its user does not trust may be a stranger's. What it includes may then be a file that its user meant for
 * nobody's eyes, so no error repeats a word of it.
 */
final class Sources {

    /** Characters of all files. */
    static final int MAX_CHARS = 1 << 18;

    /** The time to resolve them grows with its third power. */
    static final int MAX_SUBSTITUTIONS = 100;

    private static final int MAX_FILES = 50;

    private final boolean trusted;
    private final Set<String> included = new HashSet<>();
    private long chars;
    private int files;
    private int keys;
    private int substitutions;

    Sources(boolean trusted) {
        this.trusted = trusted;
    }

    /** Whether the user has vouched for the files. */
    boolean trusted() {
        return trusted;
    }

    /**
     * Counts a text that has been scanned.
     *
     * @throws UserError if it is too much with those before it
     */
    void add(String source, String text, HoconScan scan) {
        chars += text.length();
        check(source, chars, MAX_CHARS, "characters", "remove what is not needed");
        keys += scan.keys();
        check(source, keys, HoconScan.MAX_KEYS, "keys and sections", "remove what is given twice");
        substitutions += scan.substitutions().size();
        check(source, substitutions, MAX_SUBSTITUTIONS, "substitutions, ${...}", "write the values themselves");
    }

    /**
     * Counts a file that another one includes.
     *
     * @param where the include
     * @throws UserError if there are too many
     */
    void include(String where, String source) {
        included.add(source);
        files++;
        check(where, files, MAX_FILES, "included files", "include fewer");
    }

    private static void check(String where, long count, int most, String what, String remedy) {
        if (count > most) {
            throw new UserError(where, "at most " + most + " " + what + " in all", "more", remedy);
        }
    }

    /** Whether no error may quote this text. */
    boolean hides(String source) {
        return !trusted && included.contains(source);
    }

    /** Whether no error may quote a value that was written there, or put together from there and elsewhere. */
    boolean hides(ConfigOrigin origin) {
        return Origin.sources(origin, included).anyMatch(this::hides);
    }

    /** Whether there is a text that no error may quote. */
    boolean hidesAny() {
        return included.stream().anyMatch(this::hides);
    }

    /** A stranger's file does not read the environment, where secrets are. */
    ConfigResolveOptions resolveOptions() {
        return ConfigResolveOptions.defaults().setUseSystemEnvironment(trusted);
    }
}
