package multvae.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import multvae.io.UserError;

/** One reading of a configuration: which keys were read, what they hold, and everything that is wrong with them. */
final class Reader {

    private record Problem(Origin origin, UserError error) {}

    private static final int LONGEST_QUOTE = 80;

    /** Keys of earlier versions, with their names now. */
    private static final Map<String, String> RENAMED =
            Map.of("model.inputLayer", "model.itemLayers", "model.dropout", "model.encoderDropout");

    private final Reference reference;
    private final Origin file;
    private final ConfigObject given;
    private final Map<String, Object> values = new HashMap<>();
    private final Map<String, Origin> origins = new HashMap<>();
    private final Set<String> unsound = new HashSet<>();
    private final List<Problem> problems = new ArrayList<>();

    /**
     * @param given what the user wrote, not resolved; the reference comes below it
     * @throws UserError if a substitution leads nowhere
     */
    Reader(Reference reference, Path file, Config given) {
        this.reference = reference;
        this.file = new Origin(file.toString(), 0);
        try {
            this.given = given.withFallback(reference.config()).resolve().root();
        } catch (ConfigException e) {
            throw Origin.error(file.toString(), e);
        }
    }

    Section root() {
        return new Section(this, "", reference.config().root(), given);
    }

    /** Records a key's plain value; null if it has none. */
    void read(String path, Origin origin, Object plain) {
        if (origins.containsKey(path)) {
            throw new IllegalStateException(path + " is read twice");
        }
        values.put(path, plain);
        origins.put(path, origin);
    }

    /** Records a value derived from other keys for one that was read as null. */
    void derive(String path, Object plain) {
        values.put(path, plain);
    }

    /** Records that a value is wrong; the remedy offers the default. */
    void wrong(
            String path, String element, ConfigValue value, String expected, Optional<String> meant, String otherwise) {
        Origin origin = Origin.of(value.origin());
        unsound.add(path);
        String remedy = meant.map(name -> "write " + name).orElse("correct it or leave it out" + otherwise);
        problems.add(new Problem(origin, new UserError(origin.where(element), expected, quote(value), remedy)));
    }

    /** Records that keys, each right by itself, contradict each other. */
    void contradiction(String path, String other, String expected) {
        Origin origin = origins.get(path).isReference() ? origins.get(other) : origins.get(path);
        String remedy = "correct it or " + other;
        problems.add(new Problem(
                origin, new UserError(origin.where(path), expected, String.valueOf(values.get(path)), remedy)));
    }

    /** Records that none of several keys has a value. */
    void missing(List<String> paths) {
        String remedy = "set one of them";
        problems.add(
                new Problem(file, new UserError(file.where(), String.join(" or ", paths), "none of them", remedy)));
    }

    /** Whether nothing was wrong with a key or the sections around it. */
    boolean isSound(String path) {
        return unsound.stream().noneMatch(wrong -> Reference.isAtOrBelow(path, wrong));
    }

    /**
     * Every key that was read, with its plain value.
     *
     * @throws UserError with all that was wrong, unknown keys included, in the order of the file, then of the options
     */
    SortedMap<String, Object> finish() {
        List<Map.Entry<String, ConfigValue>> leaves = new ArrayList<>();
        Reference.collect(given, "", leaves);
        for (Map.Entry<String, ConfigValue> leaf : leaves) {
            if (values.keySet().stream().noneMatch(path -> Reference.isAtOrBelow(leaf.getKey(), path))) {
                unknown(leaf.getKey(), leaf.getValue());
            }
        }
        if (!problems.isEmpty()) {
            problems.sort(Comparator.comparing((Problem p) -> p.origin().isOverride())
                    .thenComparing(p -> p.origin().source())
                    .thenComparing(p -> p.origin().line())
                    .thenComparing(p -> p.error().getMessage()));
            throw UserError.all(problems.stream().map(Problem::error).toList());
        }
        return new TreeMap<>(values);
    }

    private void unknown(String key, ConfigValue value) {
        if (reference.keys().contains(key)) {
            throw new IllegalStateException("nothing reads " + key + " of " + Reference.NAME);
        }
        boolean isSection = reference.keys().stream().anyMatch(known -> Reference.isAtOrBelow(known, key));
        if (isSection) {
            return; // empty, or not a section, which was recorded when the section was read
        }
        Origin origin = Origin.of(value.origin());
        String remedy = Optional.ofNullable(RENAMED.get(key))
                .or(() -> Spelling.nearestKey(key, reference.keys()))
                .map(known -> "write " + known)
                .orElse("see docs/configuration.md for the list of keys");
        problems.add(new Problem(origin, new UserError(origin.where(), "a known key", key, remedy)));
    }

    private static String quote(ConfigValue value) {
        if (value instanceof ConfigObject) {
            return "an object";
        }
        String text = Reference.text(value);
        return text.length() <= LONGEST_QUOTE ? text : text.substring(0, LONGEST_QUOTE) + "...";
    }
}
