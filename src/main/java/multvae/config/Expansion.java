package multvae.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import multvae.io.UserError;

/**
 * How large a configuration becomes when its substitutions are resolved, computed before Typesafe resolves them: a few lines can ask
 * for more than any memory holds, and Typesafe's resolver does not come to an end if two keys are made of each other.
 *
 * <p>What is not resolved is rendered, which is cheap, and read back as a list of what is written to which path. A substitution costs
 * what is written to its path, above it or below it. A key may be made of what it was before, {@code a = ${a} [3]}.
 */
final class Expansion {

    /** Characters that the substitutions may add. */
    static final long MAX_ADDED = 1 << 16;

    /** What is written to a path at one place: its own characters, and the paths that it is made of. */
    private record Written(long chars, List<List<String>> references) {}

    private static final long IN_PROGRESS = -1;

    private final Config config;
    private final Map<List<String>, List<Written>> writtenTo = new LinkedHashMap<>();
    private final Map<List<String>, Long> sizes = new LinkedHashMap<>();

    private Expansion(Config config) {
        this.config = config;
    }

    /**
     * Checks all substitutions.
     *
     * @throws UserError with file and line if they add too much or if one leads back to its own key
     */
    static void check(Config config) {
        if (config.isResolved()) {
            return;
        }
        Expansion expansion = new Expansion(config);
        new Rendered(config.root().render(ConfigRenderOptions.concise())).object(List.of(), expansion.writtenTo);
        long added = 0;
        for (Map.Entry<List<String>, List<Written>> entry : expansion.writtenTo.entrySet()) {
            long own = entry.getValue().stream().mapToLong(Written::chars).sum();
            added += expansion.size(entry.getKey()) - own;
            if (added > MAX_ADDED) {
                throw expansion.tooMuch(entry.getKey());
            }
        }
    }

    /** An upper bound; throws once it passes {@link #MAX_ADDED}. */
    private long size(List<String> path) {
        Long known = sizes.get(path);
        if (known != null && known == IN_PROGRESS) {
            throw endless(path);
        }
        if (known != null) {
            return known;
        }
        sizes.put(path, IN_PROGRESS);
        long size = 0;
        for (Written written : writtenTo.get(path)) {
            long before = size + (written.references.contains(path) ? around(path) : 0);
            long times = 0;
            long others = 0;
            for (List<String> reference : written.references) {
                if (reference.equals(path)) {
                    times++;
                } else {
                    others += referenced(reference);
                }
            }
            size = written.chars + others + (times == 0 ? size : times * before);
            if (size > MAX_ADDED + written.chars) {
                throw tooMuch(path);
            }
        }
        sizes.put(path, size);
        return size;
    }

    /** What is written above and below a path that is made of itself. Typesafe does not resolve it if that is made of others. */
    private long around(List<String> path) {
        long sum = 0;
        for (Map.Entry<List<String>, List<Written>> other : writtenTo.entrySet()) {
            if (!other.getKey().equals(path) && isRelated(other.getKey(), path)) {
                if (other.getValue().stream().anyMatch(written -> !written.references.isEmpty())) {
                    throw endless(path);
                }
                sum += size(other.getKey());
            }
        }
        return sum;
    }

    /** In an included file a path may be meant from the root or from the section of the include. */
    private long referenced(List<String> reference) {
        long sum = 0;
        for (int from = 0; from < reference.size(); from++) {
            List<String> path = reference.subList(from, reference.size());
            sum += writtenTo.keySet().stream()
                    .filter(written -> isRelated(written, path))
                    .mapToLong(this::size)
                    .sum();
        }
        return sum;
    }

    private static boolean isRelated(List<String> a, List<String> b) {
        int shorter = Math.min(a.size(), b.size());
        return a.subList(0, shorter).equals(b.subList(0, shorter));
    }

    private UserError endless(List<String> path) {
        return error(path, "substitutions that come to an end", "one that leads back to its own key");
    }

    private UserError tooMuch(List<String> path) {
        return error(path, "substitutions that add at most " + MAX_ADDED + " characters", "more");
    }

    private UserError error(List<String> path, String expected, String found) {
        ConfigValue value = config.root();
        for (String name : path) {
            try {
                ConfigValue below = value instanceof ConfigObject object ? object.get(name) : null;
                value = below == null ? value : below;
            } catch (ConfigException.NotResolved e) {
                break; // a section that is itself made of others: its line is near enough
            }
        }
        return new UserError(Origin.of(value.origin()).where(), expected, found, "write the values themselves");
    }

    /** Typesafe's rendering of what is not resolved: JSON, but values may be several in a row, and a key may come again. */
    private static final class Rendered {

        private final String text;
        private int at;

        Rendered(String text) {
            this.text = text;
        }

        /** From its opening brace to past its closing one. */
        void object(List<String> path, Map<List<String>, List<Written>> writtenTo) {
            at++;
            while (text.charAt(at) != '}') {
                int start = at;
                string();
                String key = ConfigUtil.splitPath(text.substring(start, at)).get(0);
                at++; // the colon
                List<String> below = new ArrayList<>(path);
                below.add(key);
                value(List.copyOf(below), writtenTo);
                if (text.charAt(at) == ',') {
                    at++;
                }
            }
            at++;
        }

        private void value(List<String> path, Map<List<String>, List<Written>> writtenTo) {
            List<List<String>> references = new ArrayList<>();
            long chars = 0;
            int lists = 0;
            for (char c = text.charAt(at); lists > 0 || (c != ',' && c != '}'); c = text.charAt(at)) {
                int start = at;
                if (c == '{' && lists == 0) {
                    object(path, writtenTo);
                    chars += 2;
                    continue;
                }
                if (c == '$') {
                    references.add(reference());
                    continue;
                }
                if (c == '"') {
                    string();
                } else {
                    lists += c == '[' ? 1 : c == ']' ? -1 : 0;
                    at++;
                }
                chars += at - start;
            }
            writtenTo.computeIfAbsent(path, p -> new ArrayList<>()).add(new Written(chars, List.copyOf(references)));
        }

        private List<String> reference() {
            at += text.startsWith("${?", at) ? 3 : 2;
            int start = at;
            while (text.charAt(at) != '}' && text.charAt(at) != '[') {
                if (text.charAt(at) == '"') {
                    string();
                } else {
                    at++;
                }
            }
            List<String> path = ConfigUtil.splitPath(text.substring(start, at));
            at = text.indexOf('}', at) + 1;
            return List.copyOf(path);
        }

        private void string() {
            for (at++; text.charAt(at) != '"'; at++) {
                if (text.charAt(at) == '\\') {
                    at++;
                }
            }
            at++;
        }
    }
}
