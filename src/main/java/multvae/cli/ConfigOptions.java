package multvae.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import multvae.config.Settings;
import multvae.io.UserError;
import multvae.ratings.Dataset;
import picocli.CommandLine.Option;

/** A configuration and the keys that override it. */
final class ConfigOptions {

    @Option(
            names = "--config",
            paramLabel = "FILE",
            defaultValue = "${sys:config}",
            description = "the configuration, HOCON (-Dconfig)")
    private String config;

    @Option(
            names = Settings.TRUST_OPTION,
            defaultValue = "${sys:trustConfig}",
            fallbackValue = "true",
            description = "let the configuration read environment variables and include files from anywhere"
                    + " (-DtrustConfig=true)")
    private boolean trusted;

    @Option(names = "-D", paramLabel = "KEY=VALUE", description = "override a key of the configuration")
    private Map<String, String> overrides = new TreeMap<>();

    Settings settings() {
        return settings(Map.of());
    }

    /** @param more override the command line's own */
    Settings settings(Map<String, String> more) {
        if (config == null) {
            throw new UserError("-Dconfig", "a configuration file", "none", "try -Dconfig=conf/quickstart.conf");
        }
        Map<String, String> all = new TreeMap<>(Settings.overridesFrom(System.getProperties()));
        all.putAll(overrides);
        all.putAll(more);
        return trusted ? Settings.loadTrusted(Path.of(config), all, datasets()) : load(Path.of(config), all);
    }

    static Settings load(Path config, Map<String, String> overrides) {
        return Settings.load(config, overrides, datasets());
    }

    private static List<String> datasets() {
        return Dataset.catalogue().stream().map(Dataset::name).toList();
    }
}
