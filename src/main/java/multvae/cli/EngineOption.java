package multvae.cli;

import java.util.HashMap;
import java.util.Map;
import multvae.config.EngineSettings;
import multvae.config.Settings;
import multvae.io.UserError;
import picocli.CommandLine.Option;

/** Where the work is done, for a command without a configuration: the keys of one, as options. */
final class EngineOption {

    private static final String ENGINE = "--engine";
    private static final String MASTER = "--master";
    private static final String MASTER_KEY = "cluster.master";
    private static final String PARTITIONS = "--partitions";
    private static final String PARTITIONS_KEY = "cluster.partitions";
    private static final Map<String, String> OPTIONS =
            Map.of(EngineSettings.KEY, ENGINE, MASTER_KEY, MASTER, PARTITIONS_KEY, PARTITIONS);

    @Option(names = ENGINE, paramLabel = "local|spark", description = "where: in this process, or on Spark (local)")
    private String engine;

    @Option(
            names = MASTER,
            paramLabel = "MASTER",
            description = "of the Spark cluster (the one that spark-submit was given, or local[*])")
    private String master;

    @Option(names = PARTITIONS, paramLabel = "N", description = "how many parts the users are divided into (auto)")
    private String partitions;

    /** @throws multvae.io.UserError if an option has a value that its key does not take */
    EngineSettings settings() {
        Map<String, String> values = new HashMap<>();
        put(values, EngineSettings.KEY, engine);
        put(values, MASTER_KEY, master);
        put(values, PARTITIONS_KEY, partitions);
        return Settings.defaults(values).engine();
    }

    /** Refuses a key of the configuration that is an option here. */
    static void requireOption(String key) {
        if (OPTIONS.containsKey(key)) {
            throw new UserError(
                    "-D" + key,
                    "the option " + OPTIONS.get(key) + ", since recommend takes no configuration",
                    "a key of one",
                    "write the option instead");
        }
    }

    private static void put(Map<String, String> values, String key, String value) {
        if (value != null) {
            values.put(key, value);
        }
    }

    boolean isElsewhere() {
        boolean given = engine != null || master != null || partitions != null; // else no key has to be looked up
        return given && settings().type() != EngineSettings.Type.LOCAL;
    }
}
