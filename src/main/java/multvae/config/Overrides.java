package multvae.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import java.util.Arrays;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Settings of the command line, {@code -Dkey=value}, which take precedence over the file's. */
final class Overrides {

    static final String OPTION = "-D";
    private static final int MISSPELT = 2;

    /** Top-level names that every JVM has: path.separator is not a misspelt data.separator. */
    private static final Set<String> OF_EVERY_JVM = Set.of("file", "java", "jdk", "line", "os", "path", "sun", "user");

    private Overrides() {}

    /**
     * Those properties that mean the configuration: below a name of its top level, or one or two letters off a key, so
     * that {@code -Dtrian.epochs=5} is not taken for somebody else's.
     */
    static SortedMap<String, String> from(Properties properties, Reference reference) {
        SortedMap<String, String> overrides = new TreeMap<>();
        for (String name : properties.stringPropertyNames()) {
            String top = name.split("\\.", 2)[0];
            if (reference.topLevelNames().contains(top)
                    || (!OF_EVERY_JVM.contains(top) && isNearKey(name, reference))) {
                overrides.put(name, properties.getProperty(name));
            }
        }
        return overrides;
    }

    private static boolean isNearKey(String name, Reference reference) {
        return reference.keys().stream().anyMatch(key -> Spelling.distance(name, key) <= MISSPELT);
    }

    /** Of two that touch the same value the more specific one, {@code train.epochs} over {@code train}, wins. */
    static Config parse(Map<String, String> overrides) {
        Config config = ConfigFactory.empty();
        for (Map.Entry<String, String> override : new TreeMap<>(overrides).entrySet()) {
            String path = ConfigUtil.joinPath(Arrays.asList(override.getKey().split("\\.", -1)));
            config = value(OPTION + override.getKey(), override.getValue())
                    .atPath(path)
                    .withFallback(config);
        }
        return config;
    }

    /** HOCON if it is unmistakably that; otherwise the text as it is, because HOCON would end a path at {@code //} or #. */
    private static ConfigValue value(String source, String text) {
        String trimmed = text.strip();
        boolean structured = trimmed.matches("(?s)[\\[{\"].*") || trimmed.contains("${");
        try {
            Config parsed = ConfigFactory.parseString("v = " + trimmed, HoconFile.options(source));
            ConfigValue value = parsed.root().get("v");
            if (parsed.root().size() == 1 && value != null && (structured || isLiteral(value, trimmed))) {
                return value;
            }
        } catch (ConfigException.Parse | ConfigException.BadPath e) {
            return ConfigValueFactory.fromAnyRef(text, source);
        }
        return ConfigValueFactory.fromAnyRef(text, source);
    }

    private static boolean isLiteral(ConfigValue value, String text) {
        return value.valueType() != ConfigValueType.STRING
                && Reference.text(value).equals(text);
    }
}
