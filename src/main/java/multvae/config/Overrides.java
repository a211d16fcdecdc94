package multvae.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import multvae.io.UserError;

/** Settings of the command line, {@code -Dkey=value}, which take precedence over the file's. */
final class Overrides {

    static final String OPTION = "-D";
    private static final int MISSPELT = 2;

    /** Top-level names that every JVM has: path.separator is not a misspelt data.separator. */
    private static final Set<String> OF_EVERY_JVM = Set.of("file", "java", "jdk", "line", "os", "path", "sun", "user");

    private static final Pattern LITERAL =
            Pattern.compile("true|false|null|-?[0-9]{1,100}(\\.[0-9]{1,100})?([eE][-+]?[0-9]{1,20})?");

    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private static final ConfigResolveOptions PARTLY =
            ConfigResolveOptions.noSystem().setAllowUnresolved(true);

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
    static Config parse(Map<String, String> overrides, Reference reference, Sources sources) {
        Config config = ConfigFactory.empty();
        for (Map.Entry<String, String> override : new TreeMap<>(overrides).entrySet()) {
            List<String> names = Arrays.asList(override.getKey().split("\\.", -1));
            if (names.size() > HoconScan.MAX_LEVELS) {
                String found = names.size() + " names between dots";
                throw new UserError(OPTION + names.get(0) + "...", "a known key", found, "correct it");
            }
            String path = ConfigUtil.joinPath(names);
            config = value(OPTION + override.getKey(), override.getValue(), reference, sources)
                    .atPath(path)
                    .withFallback(config);
        }
        return config;
    }

    /** HOCON if it is unmistakably that; otherwise the text as it is, because HOCON would end a path at {@code //} or #. */
    private static ConfigValue value(String source, String text, Reference reference, Sources sources) {
        String trimmed = text.strip();
        boolean structured = trimmed.matches("(?s)[\\[{\"].*") || trimmed.contains("${");
        if (!structured && !LITERAL.matcher(trimmed).matches()) {
            return ConfigValueFactory.fromAnyRef(text, source);
        }
        String assignment = "v = " + trimmed;
        HoconScan scan = HoconScan.of(source, assignment);
        sources.add(source, assignment, scan);
        try {
            Config parsed = Hocon.parse(source, assignment).resolveWith(environment(scan, reference), PARTLY);
            ConfigValue value = parsed.root().get("v");
            if (parsed.root().size() == 1 && value != null && (structured || isLiteral(value, trimmed))) {
                return value;
            }
        } catch (ConfigException e) {
            return ConfigValueFactory.fromAnyRef(text, source);
        }
        return ConfigValueFactory.fromAnyRef(text, source);
    }

    /** The variables that an option names: whoever types it knows what is in them. */
    private static Config environment(HoconScan scan, Reference reference) {
        Config environment = ConfigFactory.empty();
        for (HoconScan.Substitution substitution : scan.substitutions()) {
            String variable = substitution.path();
            String value =
                    VARIABLE.matcher(variable).matches() && !reference.names(variable) ? System.getenv(variable) : null;
            if (value != null) {
                environment = environment.withValue(variable, ConfigValueFactory.fromAnyRef(value, variable));
            }
        }
        return environment;
    }

    private static boolean isLiteral(ConfigValue value, String text) {
        return value.valueType() != ConfigValueType.STRING
                && Reference.text(value).equals(text);
    }
}
