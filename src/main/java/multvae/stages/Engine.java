package multvae.stages;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import multvae.baselines.ItemPairs;
import multvae.config.EngineSettings;
import multvae.io.UserError;
import multvae.training.ParallelTrainings;
import multvae.training.Workers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where stages do what can be shared out. */
public interface Engine extends AutoCloseable {

    /** Makes engines; found as a service, so that nothing depends on a cluster's classes if none is asked for. */
    interface Provider {

        EngineSettings.Type type();

        /**
         * Starts an engine.
         *
         * @throws UserError if the cluster does not answer
         */
        Engine open(EngineSettings settings);
    }

    /** Divides ratings. */
    Divider divider();

    /** Writes lists; nothing if this engine does it without a directory of parts. */
    Optional<Lister> lister();

    /** The tables that it knows; nothing if it knows files alone. */
    Optional<Catalogue> catalogue();

    /** Does several trainings of one run's data at once. */
    ParallelTrainings trainings();

    /**
     * Workers for a training.
     *
     * @param matrices what is trained on, where every machine finds it
     * @param count how many
     * @throws UserError if there are fewer, or they do not see the files
     */
    Workers workers(TrainMatrices matrices, int count);

    /**
     * Sums over the pairs of items of events; nothing if this engine has them of a matrix in memory.
     *
     * @param events where every machine finds them
     * @throws UserError if the machines do not see the files
     */
    Optional<ItemPairs> pairs(FitEvents events);

    /** What the manifests of stages say of it. */
    Map<String, Object> environment();

    @Override
    void close();

    /**
     * Starts the engine that the settings name.
     *
     * @throws UserError if this build does not have it, or it does not start
     */
    static Engine open(EngineSettings engine) {
        if (engine.type() == EngineSettings.Type.LOCAL) {
            return new LocalEngine();
        }
        return providers().stream()
                .filter(provider -> provider.type() == engine.type())
                .findFirst()
                .orElseThrow(() -> new UserError(
                        EngineSettings.KEY,
                        EngineSettings.Type.LOCAL.label() + ", since this program was built without Spark",
                        engine.type().label(),
                        "build it with mvn -Pspark, or submit target/multvae-spark.jar; docs/spark.md has both"))
                .open(engine);
    }

    /** As {@link #open}, but this process if this build does not have the engine that the settings name. */
    static Engine openIfThere(EngineSettings engine) {
        boolean there = providers().stream().anyMatch(provider -> provider.type() == engine.type());
        return there ? open(engine) : new LocalEngine();
    }

    /** Those of the engine that the settings name. It is started if there are two trainings or more, and closed when they are done. */
    static ParallelTrainings trainings(EngineSettings engine) {
        if (engine.type() == EngineSettings.Type.LOCAL) {
            return ParallelTrainings.NONE;
        }
        return (run, trainings, environment, force) -> {
            if (trainings.size() < 2) {
                return false;
            }
            try (Engine open = open(engine)) {
                return open.trainings().train(run, trainings, environment, force);
            }
        };
    }

    private static List<Provider> providers() {
        try {
            return ServiceLoader.load(Provider.class).stream()
                    .map(ServiceLoader.Provider::get)
                    .toList();
        } catch (ServiceConfigurationError e) { // left by a build with Spark, whose classes are gone
            Logger log = LoggerFactory.getLogger(Engine.class);
            log.debug("no engine", e);
            return List.of();
        }
    }
}
