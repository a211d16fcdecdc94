package multvae.config;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigOrigin;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import multvae.io.Printable;
import multvae.io.UserError;

/**
 * Where a value was written.
 *
 * @param source a file as its user named it, or an option such as {@code -Dtrain.epochs}
 * @param line from 1; 0 for the source as a whole
 */
record Origin(String source, int line) {

    private static final String MERGED = "merge of ";
    private static final int LONGEST_REASON = 300;
    private static final Pattern WITH_LINE = Pattern.compile("(.*): (\\d+)(-\\d+)?", Pattern.DOTALL);

    /** Of settings that are in no file. */
    static final Origin NO_FILE = new Origin("the settings", 0);

    /** A file as a whole. */
    static Origin of(Path file) {
        return new Origin(file.toString(), 0);
    }

    boolean isNoFile() {
        return equals(NO_FILE);
    }

    static Origin of(ConfigOrigin origin) {
        String description = origin.description();
        if (!description.startsWith(MERGED)) {
            return parse(description);
        }
        // Typesafe gives the parts of a concatenation as text only; the user's own part says more than a default's.
        List<Origin> parts = Pattern.compile(",")
                .splitAsStream(description.substring(MERGED.length()))
                .map(Origin::parse)
                .toList();
        return parts.stream()
                .filter(part -> !part.isReference())
                .reduce((first, last) -> last)
                .orElse(parts.get(parts.size() - 1));
    }

    /** Those of the candidates that the origin may name: exactly, or in any way if Typesafe gives it as text only. */
    static Stream<String> sources(ConfigOrigin origin, Collection<String> candidates) {
        String description = origin.description();
        if (description.startsWith(MERGED)) {
            return candidates.stream().filter(description::contains);
        }
        return candidates.stream()
                .filter(source -> source.equals(description) || source.equals(parse(description).source));
    }

    private static Origin parse(String description) {
        Matcher matcher = WITH_LINE.matcher(description);
        return matcher.matches()
                ? new Origin(matcher.group(1), Integer.parseInt(matcher.group(2)))
                : new Origin(description, 0);
    }

    boolean isOverride() {
        return source.startsWith(Overrides.OPTION);
    }

    boolean isReference() {
        return source.equals(Reference.NAME);
    }

    /** {@code conf/ml20m.conf:3}, {@code -Dtrain.epochs}. */
    String where() {
        return line == 0 || isOverride() ? source : source + ":" + line;
    }

    /** The same with the key, unless the option names it already. */
    String where(String key) {
        return source.equals(Overrides.OPTION + key) ? source : where() + ": " + key;
    }

    /**
     * What Typesafe could not parse or resolve, in one line.
     *
     * @param quotable whether the message may quote what is there
     */
    static UserError error(String source, ConfigException e, boolean quotable) {
        Optional<ConfigOrigin> origin = Optional.ofNullable(e.origin());
        String where = origin.map(Origin::of)
                .filter(known -> !known.isReference())
                .orElse(new Origin(source, 0))
                .where();
        String found = quotable ? "a mistake (" + reason(e) + ")" : "a mistake";
        String remedy = quotable ? "correct it" : "correct it; " + Settings.TRUST_OPTION + " says more";
        return new UserError(where, "HOCON", found, remedy, quotable ? e : null);
    }

    private static String reason(ConfigException e) {
        String message = e.getMessage();
        String prefix = e.origin() == null ? "" : e.origin().description() + ": ";
        if (message.startsWith(prefix)) {
            message = message.substring(prefix.length());
        }
        int advice = message.indexOf(" (if ");
        String reason = Printable.oneLine((advice < 0 ? message : message.substring(0, advice))
                .replaceAll("\\s+", " ")
                .strip());
        return reason.length() <= LONGEST_REASON ? reason : reason.substring(0, LONGEST_REASON) + "...";
    }
}
