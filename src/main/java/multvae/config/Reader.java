package multvae.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import multvae.io.UserError;

/** One reading of a configuration: which keys were read, what they hold, and everything that is wrong with them. */
final class Reader {

    private record Problem(Origin origin, UserError error) {}

    private static final int LONGEST_QUOTE = 80;
    private static final int MOST_PROBLEMS = 50;

    /** Keys of earlier versions, with their names now. */
    private static final Map<String, String> RENAMED =
            Map.of("model.inputLayer", "model.itemLayers", "model.dropout", "model.encoderDropout");

    private final Reference reference;
    private final Origin file;
    private final Sources sources;
    private final ConfigObject given;
    private final Map<String, Object> values = new HashMap<>();
    private final Map<String, Origin> origins = new HashMap<>();
    private final Set<String> derived = new HashSet<>();
    private final Set<String> hidden = new HashSet<>();
    private final Set<String> unsound = new HashSet<>();
    private final List<Problem> problems = new ArrayList<>();

    /**
     * @param file the configuration as a whole
     * @param given what the user wrote, not resolved; the reference comes below it
     * @param sources what it was read from
     * @throws UserError if a substitution leads nowhere, or adds too much
     */
    Reader(Reference reference, Origin file, Config given, Sources sources) {
        this.reference = reference;
        this.file = file;
        this.sources = sources;
        try {
            Config all = given.withFallback(reference.config());
            Expansion.check(all);
            this.given = all.resolve(sources.resolveOptions()).root();
        } catch (ConfigException e) {
            throw Origin.error(file.source(), e, !sources.hidesAny());
        }
    }

    Section root() {
        return new Section(this, "", reference.config().root(), given);
    }

    /** Records a key's plain value; null if it has none. */
    void read(String path, ConfigOrigin origin, Object plain) {
        if (origins.containsKey(path)) {
            throw new IllegalStateException(path + " is read twice");
        }
        values.put(path, plain);
        origins.put(path, Origin.of(origin));
        if (sources.hides(origin)) {
            hidden.add(path);
        }
    }

    /** Records a value derived from other keys for one that was read as null. */
    void derive(String path, Object plain) {
        derived.add(path);
        values.put(path, plain);
    }

    /** Records that a value is wrong; the remedy offers the default. */
    void wrong(
            String path, String element, ConfigValue value, String expected, Optional<String> meant, String otherwise) {
        Origin origin = origin(value);
        unsound.add(path);
        boolean quotable = !sources.hides(value.origin());
        String remedy = meant.filter(name -> quotable)
                .map(name -> "write " + name)
                .orElse("correct it or leave it out" + otherwise);
        String found = quotable ? quote(value) : "another value";
        problems.add(new Problem(origin, new UserError(origin.where(element), expected, found, remedy)));
    }

    /** Records that keys, each right by itself, contradict each other. */
    void contradiction(String path, String other, String expected) {
        Origin origin = Stream.of(path, other)
                .map(origins::get)
                .filter(candidate -> !candidate.isReference())
                .findFirst()
                .orElse(file);
        String found = hidden.contains(path) ? "another value" : cut(String.valueOf(values.get(path)));
        problems.add(new Problem(origin, new UserError(origin.where(path), expected, found, "correct it or " + other)));
    }

    /**
     * Records that none of several keys has a value.
     *
     * @param since why one of them has to have one
     * @param example a value of the first one; empty for none
     */
    void missing(List<String> paths, String since, String example) {
        String assignment =
                file.isNoFile() ? Overrides.OPTION + paths.get(0) + "=" + example : paths.get(0) + " = " + example;
        String remedy = "set one of them" + (example.isEmpty() ? "" : ", such as " + assignment);
        problems.add(new Problem(
                file, new UserError(file.where(), String.join(" or ", paths) + since, "none of them", remedy)));
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
            throw UserError.all(mostImportant());
        }
        return new TreeMap<>(values);
    }

    /** The keys that were read from the file or the options, also as null, but not those whose null stands for a derived value. */
    SortedSet<String> given() {
        return origins.entrySet().stream()
                .filter(origin -> !origin.getValue().isReference() && !derived.contains(origin.getKey()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** In the order of the file, then of the options; the last one says how many more there are. */
    private List<UserError> mostImportant() {
        problems.sort(Comparator.comparing((Problem p) -> p.origin().isOverride())
                .thenComparing(p -> p.origin().source())
                .thenComparing(p -> p.origin().line())
                .thenComparing(p -> p.error().getMessage()));
        List<UserError> errors = new ArrayList<>(
                problems.stream().limit(MOST_PROBLEMS).map(Problem::error).toList());
        int more = problems.size() - errors.size();
        if (more > 0) {
            errors.add(new UserError(file.where(), "no mistakes", more + " more", "correct these first"));
        }
        return errors;
    }

    private void unknown(String key, ConfigValue value) {
        if (reference.keys().contains(key)) {
            throw new IllegalStateException("nothing reads " + key + " of " + Reference.NAME);
        }
        boolean isSection = reference.keys().stream().anyMatch(known -> Reference.isAtOrBelow(known, key));
        if (isSection) {
            return; // empty, or not a section, which was recorded when the section was read
        }
        Origin origin = origin(value);
        boolean quotable = !sources.hides(value.origin());
        String remedy = Optional.ofNullable(RENAMED.get(key))
                .or(() -> Spelling.nearestKey(key, reference.keys()))
                .filter(known -> quotable)
                .map(known -> "write " + known)
                .orElse("see docs/configuration.md for the list of keys");
        String found = quotable ? cut(key) : "another one";
        problems.add(new Problem(origin, new UserError(origin.where(), "a known key", found, remedy)));
    }

    /** Where it was written; the file as a whole if a substitution took a default from elsewhere. */
    private Origin origin(ConfigValue value) {
        Origin origin = Origin.of(value.origin());
        return origin.isReference() ? file : origin;
    }

    private static String quote(ConfigValue value) {
        if (value instanceof ConfigObject) {
            return "an object";
        }
        return cut(Reference.text(value));
    }

    private static String cut(String text) {
        return text.length() <= LONGEST_QUOTE ? text : text.substring(0, LONGEST_QUOTE) + "...";
    }
}
