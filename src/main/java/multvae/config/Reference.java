package multvae.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Every key with its default.
 *
 * <p>Loaded by a name of its own: the reference.conf of other libraries, which Typesafe's own loading merges and an
 * assembled jar keeps one of, stay out.
 */
final class Reference {

    static final String NAME = "multvae/reference.conf";

    private final Config config;
    private final List<String> keys;

    Reference(Config config) {
        this.config = config;
        List<Map.Entry<String, ConfigValue>> leaves = new ArrayList<>();
        collect(config.root(), "", leaves);
        leaves.sort(Comparator.comparing(leaf -> leaf.getValue().origin().lineNumber()));
        this.keys = leaves.stream().map(Map.Entry::getKey).toList();
    }

    static Reference load() {
        InputStream resource = Objects.requireNonNull(Reference.class.getResourceAsStream("/" + NAME), NAME);
        try (resource) {
            return new Reference(Hocon.parse(NAME, new String(resource.readAllBytes(), StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Config config() {
        return config;
    }

    /** The keys that have a value, null included, in the file's order: {@code train.anneal.cap}. */
    List<String> keys() {
        return keys;
    }

    /** Whether it is a key or a section, or the end of one's name: an included file may be meant for a section. */
    boolean names(String path) {
        return keys.stream().anyMatch(key -> ("." + key + ".").contains("." + path + "."));
    }

    Set<String> topLevelNames() {
        return config.root().keySet();
    }

    /** The position of a key or a section in the order of the keys. */
    int position(String path) {
        for (int i = 0; i < keys.size(); i++) {
            if (isAtOrBelow(keys.get(i), path)) {
                return i;
            }
        }
        throw new IllegalStateException(NAME + " has no default for " + path);
    }

    static boolean isAtOrBelow(String key, String path) {
        return key.equals(path) || key.startsWith(path + ".");
    }

    /** {@code section.name}, quoted if HOCON needs it; without a section the name alone. */
    static String join(String section, String name) {
        String quoted = ConfigUtil.joinPath(name);
        return section.isEmpty() ? quoted : section + "." + quoted;
    }

    /** A value as one line of HOCON; a number as it was written, because rendering would turn 0.0 into 0. */
    static String text(ConfigValue value) {
        return value.valueType() == ConfigValueType.NUMBER
                ? value.atKey("v").getString("v")
                : value.render(ConfigRenderOptions.concise());
    }

    /** The values of an object that are not objects themselves, and the empty objects, each with its dotted key. */
    static void collect(ConfigObject object, String path, List<Map.Entry<String, ConfigValue>> leaves) {
        for (Map.Entry<String, ConfigValue> entry : object.entrySet()) {
            String key = join(path, entry.getKey());
            if (entry.getValue() instanceof ConfigObject below && !below.isEmpty()) {
                collect(below, key, leaves);
            } else {
                leaves.add(Map.entry(key, entry.getValue()));
            }
        }
    }
}
