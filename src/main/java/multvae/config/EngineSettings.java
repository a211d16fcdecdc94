package multvae.config;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * Where the work is done.
 *
 * @param type in this process, or on a cluster
 * @param master of the cluster, as Spark names it; absent: the one that spark-submit was given, else this machine
 * @param partitions into how many parts data is divided; absent: as many as the cluster has cores, times a few
 */
public record EngineSettings(Type type, Optional<String> master, OptionalInt partitions) {

    /** The engines. */
    public enum Type {
        LOCAL,
        SPARK;

        /** As the configuration has it. */
        public String label() {
            return ValueType.name(this);
        }
    }

    /** The key. */
    public static final String KEY = "engine";

    static EngineSettings read(Section root) {
        Type type = root.get(KEY, ValueType.constant(Type.class));
        Section cluster = root.section("cluster");
        return new EngineSettings(
                type,
                cluster.optional("master", ValueType.anyText("a master, such as spark://host:7077 or local[2]")),
                cluster.get("partitions", ValueType.countOrAuto()));
    }
}
