package multvae.cli;

import java.util.HashMap;
import java.util.Map;
import multvae.config.EngineSettings;
import multvae.config.Settings;
import picocli.CommandLine.Option;

/** Where the work is done, for a command without a configuration: the keys of one, as options. */
final class EngineOption {

    @Option(names = "--engine", paramLabel = "local|spark", description = "where: in this process, or on Spark (local)")
    private String engine;

    @Option(
            names = "--master",
            paramLabel = "MASTER",
            description = "of the Spark cluster (the one that spark-submit was given, or local[*])")
    private String master;

    @Option(names = "--partitions", paramLabel = "N", description = "how many parts the users are divided into (auto)")
    private String partitions;

    /** @throws multvae.io.UserError if an option has a value that its key does not take */
    EngineSettings settings() {
        Map<String, String> values = new HashMap<>();
        put(values, EngineSettings.KEY, engine);
        put(values, "cluster.master", master);
        put(values, "cluster.partitions", partitions);
        return Settings.defaults(values).engine();
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
