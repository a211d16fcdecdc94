package multvae.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import multvae.error.UserError;

/**
 * A run's configuration: a file over the reference, command-line overrides over both, every value checked.
 *
 * @param runDirectory where the run's artifacts go
 * @param values every key with its plain value, numbers in one canonical form; null where a key is unset
 */
public record Settings(
        Path runDirectory,
        DataSettings data,
        PreprocessSettings preprocess,
        ModelSettings model,
        TrainSettings train,
        EvaluateSettings evaluate,
        SortedMap<String, Object> values) {

    private static final int MOST_USERS_IN_A_BATCH = 1_000_000;

    /**
     * Loads and checks a configuration.
     *
     * @param file HOCON
     * @param overrides key to value, as on the command line
     * @param datasets the names that {@code data.dataset} may take
     * @throws UserError with all problems at once, each with its file and line or its {@code -D} option
     */
    public static Settings load(Path file, Map<String, String> overrides, List<String> datasets) {
        Config reference = reference();
        Config given = parse(file);
        List<UserError> problems = new ArrayList<>(unknownKeys(given.root(), "", reference));
        for (Map.Entry<String, String> override : overrides.entrySet()) {
            Config one = override(override.getKey(), override.getValue());
            problems.addAll(unknownKeys(one.root(), "", reference));
            given = one.withFallback(given);
        }
        if (!problems.isEmpty()) {
            throw UserError.all(problems);
        }
        Config resolved = resolve(given.withFallback(reference), file);
        SettingsReader reader = new SettingsReader(resolved);
        Settings settings = read(reader, resolved, file, datasets);
        if (!reader.problems().isEmpty()) {
            throw UserError.all(reader.problems());
        }
        return settings;
    }

    /** The system properties that are meant for the configuration: those below one of its own top-level names. */
    public static SortedMap<String, String> overridesAmong(Properties properties) {
        SortedMap<String, String> overrides = new TreeMap<>();
        for (String name : properties.stringPropertyNames()) {
            int dot = name.indexOf('.');
            if (dot > 0 && reference().root().containsKey(name.substring(0, dot))) {
                overrides.put(name, properties.getProperty(name));
            }
        }
        return overrides;
    }

    /** The values of all keys below the given names: {@code slice("train", "model")}. */
    public SortedMap<String, Object> slice(String... names) {
        SortedMap<String, Object> slice = new TreeMap<>();
        for (String name : names) {
            slice.putAll(values.subMap(name + ".", name + "/")); // '/' follows '.'
        }
        return slice;
    }

    /** All keys and values, as HOCON that loads to the same settings. */
    public String render() {
        StringBuilder text = new StringBuilder();
        values.forEach((key, value) -> text.append(key)
                .append(" = ")
                .append(ConfigValueFactory.fromAnyRef(value).render(ConfigRenderOptions.concise()))
                .append('\n'));
        return text.toString();
    }

    private static Settings read(SettingsReader reader, Config resolved, Path file, List<String> datasets) {
        DataSettings data = new DataSettings(
                reader.optionalText("data.dataset"),
                reader.optionalText("data.ratings").map(Path::of),
                Path.of(reader.text("data.archives")),
                reader.text("data.url"));
        if (data.dataset().isEmpty() && data.ratings().isEmpty()) {
            reader.problem("data.dataset", "one of " + String.join(", ", datasets) + ", or a file in data.ratings");
        }
        data.dataset()
                .filter(name -> !datasets.contains(name))
                .ifPresent(name -> reader.problem("data.dataset", "one of " + String.join(", ", datasets)));
        PreprocessSettings preprocess = new PreprocessSettings(
                reader.real("preprocess.ratingThreshold", "that is finite", x -> true),
                reader.integer("preprocess.minUserEvents", 0, Integer.MAX_VALUE),
                reader.integer("preprocess.minItemEvents", 0, Integer.MAX_VALUE),
                reader.integer("preprocess.heldOutUsers", 1, Integer.MAX_VALUE / 2),
                reader.real("preprocess.heldOutProportion", "above 0 and below 1", x -> x > 0 && x < 1),
                reader.whole("preprocess.splitSeed", 0, 0xFFFF_FFFFL));
        List<Integer> pDims = reader.optionalSizes("model.pDims").orElseGet(() -> {
            reader.problem("model.pDims", "a list of layer sizes, the latent one first");
            return List.of(1);
        });
        List<Integer> mirrored = new ArrayList<>(pDims);
        Collections.reverse(mirrored);
        List<Integer> qDims = reader.optionalSizes("model.qDims").orElse(mirrored);
        if (!qDims.get(qDims.size() - 1).equals(pDims.get(0))) {
            reader.problem("model.qDims", "a list that ends with the latent size of model.pDims, " + pDims.get(0));
        }
        ModelSettings model = new ModelSettings(
                qDims, pDims, reader.real("model.dropout", "from 0 to below 1", x -> x >= 0 && x < 1));
        int epochs = reader.integer("train.epochs", 1, 1_000_000);
        OptionalLong totalSteps = reader.optionalWhole(
                        "train.anneal.totalSteps", Long.MIN_VALUE / 4, Long.MAX_VALUE / 4)
                .map(OptionalLong::of)
                .orElse(OptionalLong.empty());
        OptionalInt annealEpochs = reader.optionalWhole("train.anneal.epochs", 1, 1_000_000)
                .map(n -> OptionalInt.of(n.intValue()))
                .orElse(OptionalInt.empty());
        TrainSettings train = new TrainSettings(
                epochs,
                reader.integer("train.batchSize", 1, MOST_USERS_IN_A_BATCH),
                reader.real("train.learningRate", "above 0", x -> x > 0),
                reader.whole("train.seed", Long.MIN_VALUE / 4, Long.MAX_VALUE / 4),
                new AnnealSettings(
                        reader.real("train.anneal.cap", "from 0 to 1", x -> x >= 0 && x <= 1),
                        totalSteps,
                        annealEpochs));
        EvaluateSettings evaluate =
                new EvaluateSettings(reader.integer("evaluate.batchSize", 1, MOST_USERS_IN_A_BATCH));
        Path directory = reader.optionalText("run.directory").map(Path::of).orElseGet(() -> defaultDirectory(file));
        return new Settings(directory, data, preprocess, model, train, evaluate, plain(resolved.root()));
    }

    private static Path defaultDirectory(Path file) {
        return Path.of("runs", file.getFileName().toString().replaceFirst("\\.conf$", ""));
    }

    private static Config reference() {
        return ConfigFactory.parseResources(
                Settings.class.getClassLoader(),
                "multvae/reference.conf",
                ConfigParseOptions.defaults().setAllowMissing(false));
    }

    private static Config parse(Path file) {
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            String found =
                    Files.isDirectory(file) ? "a directory" : Files.exists(file) ? "no permission" : "no such file";
            throw new UserError(
                    file.toString(), "a configuration file", found, "name one with -Dconfig=conf/NAME.conf");
        }
        try {
            return ConfigFactory.parseFile(
                    file.toFile(), ConfigParseOptions.defaults().setAllowMissing(false));
        } catch (ConfigException e) {
            throw syntaxError(file, e);
        }
    }

    private static Config resolve(Config config, Path file) {
        try {
            return config.resolve();
        } catch (ConfigException e) {
            throw syntaxError(file, e);
        }
    }

    private static UserError syntaxError(Path file, ConfigException e) {
        String where =
                e.origin() == null ? file.toString() : file + ":" + e.origin().lineNumber();
        String message = e.getMessage().lines().findFirst().orElse("an error");
        String origin = e.origin() == null ? "" : e.origin().description() + ": ";
        return new UserError(
                where,
                "HOCON",
                message.startsWith(origin) ? message.substring(origin.length()) : message,
                "correct it",
                e);
    }

    private static Config override(String key, String text) {
        ConfigParseOptions options = ConfigParseOptions.defaults().setOriginDescription("-D" + key);
        ConfigValue value;
        try {
            value = ConfigFactory.parseString("value = " + text, options).root().get("value");
        } catch (ConfigException e) {
            value = null; // not HOCON, a path of Windows for example: text as it stands
        }
        if (value == null || value.valueType() == ConfigValueType.OBJECT) {
            value = ConfigValueFactory.fromAnyRef(text, "-D" + key);
        }
        Object plain = value.valueType() == ConfigValueType.NULL ? null : value.unwrapped();
        return ConfigValueFactory.fromAnyRef(plain, "-D" + key).atPath(key);
    }

    private static List<UserError> unknownKeys(ConfigObject given, String prefix, Config reference) {
        List<UserError> problems = new ArrayList<>();
        given.forEach((name, value) -> {
            String key = prefix + name;
            ConfigValue known = at(reference.root(), key);
            if (known == null) {
                problems.add(new UserError(
                        SettingsReader.where(value.origin(), key),
                        "a key of the configuration",
                        key,
                        "did you mean " + nearest(key, plain(reference.root()).keySet()) + "?"));
            } else if (known instanceof ConfigObject && value instanceof ConfigObject below) {
                problems.addAll(unknownKeys(below, key + ".", reference));
            } else if (known instanceof ConfigObject || value instanceof ConfigObject) {
                problems.add(new UserError(
                        SettingsReader.where(value.origin(), key),
                        known instanceof ConfigObject ? "a section of keys" : "a value",
                        value.render(ConfigRenderOptions.concise()),
                        "correct it"));
            }
        });
        return problems;
    }

    private static ConfigValue at(ConfigObject root, String key) {
        ConfigValue value = root;
        for (String part : key.split("\\.", -1)) {
            value = value instanceof ConfigObject object ? object.get(part) : null;
        }
        return value;
    }

    private static String nearest(String key, Iterable<String> known) {
        List<String> keys = new ArrayList<>();
        known.forEach(keys::add);
        return keys.stream()
                .min(Comparator.comparingInt(
                        k -> EditDistance.between(k.toLowerCase(Locale.ROOT), key.toLowerCase(Locale.ROOT))))
                .orElseThrow();
    }

    private static SortedMap<String, Object> plain(ConfigObject root) {
        SortedMap<String, Object> values = new TreeMap<>();
        flatten(root, "", values);
        return values;
    }

    private static void flatten(ConfigObject object, String prefix, SortedMap<String, Object> values) {
        object.forEach((name, value) -> {
            if (value instanceof ConfigObject below) {
                flatten(below, prefix + name + ".", values);
            } else {
                values.put(prefix + name, canonical(value.unwrapped()));
            }
        });
    }

    /** 500, 500.0 and "5e2" are the same number. */
    private static Object canonical(Object value) {
        if (value instanceof List<?> list) {
            return list.stream().map(Settings::canonical).toList();
        }
        if (value instanceof String text) {
            try {
                return canonical(Double.valueOf(text));
            } catch (NumberFormatException e) {
                return text;
            }
        }
        if (value instanceof Number number && !(value instanceof Long)) {
            double d = number.doubleValue();
            return d == Math.rint(d) && Math.abs(d) < 1L << 53 ? (Object) (long) d : (Object) d;
        }
        return value;
    }
}
