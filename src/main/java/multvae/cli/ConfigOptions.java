package multvae.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import multvae.config.DataSettings;
import multvae.config.Settings;
import multvae.config.SplitSettings;
import multvae.io.UserError;
import multvae.ratings.Dataset;
import multvae.run.RunLayout;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A configuration and the keys that override it. */
final class ConfigOptions {

    private static final Pattern DATA =
            Pattern.compile(".*\\.(csv|tsv|dat|gz|zip|parquet|jsonl|xlsx)", Pattern.CASE_INSENSITIVE);

    /** Who names data needs no file: the rest has defaults. */
    private static final Set<String> OWN_DATA =
            Set.of(DataSettings.RATINGS, DataSettings.QUERY, DataSettings.TABLE, SplitSettings.file("train"));

    private static final String OWN = "own";

    @Parameters(arity = "0..1", paramLabel = "CONFIG", description = "the configuration, HOCON: conf/quickstart.conf")
    private Path positional;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            defaultValue = "${sys:config}",
            description = "the same as CONFIG (-Dconfig)")
    private Path option;

    @Option(
            names = Settings.TRUST_OPTION,
            defaultValue = "${sys:trustConfig}",
            fallbackValue = "true",
            description = "let the configuration read environment variables and include files from anywhere"
                    + " (-DtrustConfig=true)")
    private boolean trusted;

    @Option(names = "-D", paramLabel = "KEY=VALUE", description = "override a key of the configuration")
    private Map<String, String> overrides = new TreeMap<>();

    /**
     * The configuration, if there is one.
     *
     * @throws UserError if it is given twice
     */
    Optional<Path> file() {
        if (positional != null && option != null) {
            throw new UserError(
                    "CONFIG", "one configuration", positional + " and --config " + option, "leave one of them out");
        }
        return Optional.ofNullable(positional == null ? option : positional);
    }

    Settings settings() {
        return settings(Map.of());
    }

    /** @param more override the command line's own */
    Settings settings(Map<String, String> more) {
        Map<String, String> all = new TreeMap<>(Settings.overridesFrom(System.getProperties()));
        all.putAll(overrides);
        all.putAll(more);
        if (file().isEmpty() && OWN_DATA.stream().anyMatch(all::containsKey)) {
            return Settings.withoutFile(OWN, all, datasets());
        }
        Path config = file().orElseThrow(() -> new UserError(
                "CONFIG",
                "a configuration file",
                "none",
                "name one, such as conf/quickstart.conf; with Maven -Dconfig=conf/quickstart.conf"));
        if (DATA.matcher(config.toString()).matches()) {
            throw new UserError(
                    config.toString(),
                    "a configuration file",
                    "a name that files of data have",
                    "if it is your data, write -Ddata.ratings=" + config);
        }
        return trusted ? Settings.loadTrusted(config, all, datasets()) : load(config, all);
    }

    /** As a list in HOCON, each a text. */
    static String list(List<String> texts) {
        return texts.stream().map(Settings::quoted).collect(Collectors.joining(",", "[", "]"));
    }

    /** Those that a run saved last, in whatever directory it is now. */
    static Settings ofRun(Path run) {
        return load(run.resolve(RunLayout.RESOLVED_CONF), Map.of("run.directory", Settings.quoted(run.toString())));
    }

    static Settings load(Path config, Map<String, String> overrides) {
        return Settings.load(config, overrides, datasets());
    }

    private static List<String> datasets() {
        return Dataset.catalogue().stream().map(Dataset::name).toList();
    }
}
