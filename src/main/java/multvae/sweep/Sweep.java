package multvae.sweep;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import multvae.config.Settings;
import multvae.files.Durable;
import multvae.pipeline.Pipeline;
import multvae.pipeline.RunDirectory;
import multvae.pipeline.Stage;
import multvae.training.History;
import multvae.training.Trainer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains every trial of a grid on the data of one run, and evaluates the best one, chosen on the validation users, on the
 * test users. What is fresh is not done again, and a training that was cut short goes on.
 */
public final class Sweep {

    /** Its directory within the run's, with one for each trial. */
    public static final String DIRECTORY = "sweep";

    private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);

    private static final Set<String> SHARED = Set.of("fetch", "preprocess");
    private static final Set<String> TRAIN = Set.of("train");
    private static final Set<String> EVALUATE = Set.of("evaluate");

    private final RunDirectory run;
    private final Function<Settings, List<Stage>> stages;
    private final Map<String, Object> environment;

    /**
     * @param run whose lock this process holds
     * @param stages of a configuration
     * @param environment recorded in every manifest
     */
    public Sweep(RunDirectory run, Function<Settings, List<Stage>> stages, Map<String, Object> environment) {
        this.run = run;
        this.stages = stages;
        this.environment = environment;
    }

    /**
     * Does what is not done yet.
     *
     * @param base of the run itself
     * @param trials with each one's whole configuration
     * @param force whether they are trained even if fresh
     * @return in the trials' order
     */
    public List<Outcome> run(Settings base, Map<Trial, Settings> trials, boolean force) throws IOException {
        new Pipeline(stages.apply(base), run, environment).run(SHARED, false);
        List<Outcome> outcomes = new ArrayList<>();
        for (Map.Entry<Trial, Settings> entry : trials.entrySet()) {
            Trial trial = entry.getKey();
            LOG.info("trial {} of {}: {}", outcomes.size() + 1, trials.size(), trial.name());
            RunDirectory directory = run.branch(DIRECTORY + "/" + trial.name(), SHARED);
            Durable.write(
                    directory.root().resolve("resolved.conf"), entry.getValue().render());
            new Pipeline(stages.apply(entry.getValue()), directory, environment).run(TRAIN, force);
            outcomes.add(new Outcome(
                    trial, directory, History.read(directory.of("train").resolve(Trainer.HISTORY_FILE))));
        }
        Outcome best = Outcome.best(outcomes);
        LOG.info(
                "best on the validation users, evaluated on the test users: {}",
                best.trial().name());
        new Pipeline(stages.apply(trials.get(best.trial())), best.directory(), environment).run(EVALUATE, false);
        return outcomes;
    }
}
