package multvae.sweep;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import multvae.config.Settings;
import multvae.evaluation.Spread;
import multvae.run.RunDirectory;
import multvae.run.RunLayout;
import multvae.run.Stage;
import multvae.training.History;
import multvae.training.History.Epoch;
import multvae.training.ParallelTrainings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains every trial of a grid on the data of one run, and evaluates the best one, chosen on the validation users, on the
 * test users. What is fresh is not repeated, and a training that was cut short resumes.
 */
public final class Sweep {

    private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);
    private static final Set<String> EVALUATE = Set.of(RunLayout.EVALUATE);

    /**
     * How a trial went.
     *
     * @param directory has its train, and those of other seeds
     * @param history of the run's seed, the first one
     * @param others of the other seeds; none for one seed
     */
    public record Outcome(Trial trial, RunDirectory directory, History history, List<History> others) {

        /** The epoch whose weights were kept. */
        Epoch best() {
            return history.best();
        }

        /** Of the best epoch, on the validation users; the mean over the seeds. */
        double ndcg100() {
            return spread().mean();
        }

        /** Over the seeds. */
        Spread spread() {
            return Spread.of(Stream.concat(Stream.of(history), others.stream())
                    .mapToDouble(each -> each.best().validation().ndcg100())
                    .toArray());
        }

        /** The first of those with the best validation NDCG@100. */
        public static Outcome best(List<Outcome> outcomes) {
            Outcome best = outcomes.get(0);
            for (Outcome outcome : outcomes) {
                if (outcome.ndcg100() > best.ndcg100()) {
                    best = outcome;
                }
            }
            return best;
        }
    }

    private final RunDirectory run;
    private final SeedRuns seeds;
    private final Map<String, Object> environment;
    private final ParallelTrainings parallel;

    /**
     * @param run whose lock this process holds
     * @param stages of a configuration
     * @param environment recorded in every manifest
     * @param parallel may do all trainings at once, before they are done one by one
     */
    public Sweep(
            RunDirectory run,
            Function<Settings, List<Stage>> stages,
            Map<String, Object> environment,
            ParallelTrainings parallel) {
        this.run = run;
        this.environment = environment;
        this.parallel = parallel;
        this.seeds = new SeedRuns(run, stages, environment);
    }

    /**
     * Does what is not yet done.
     *
     * @param base of the run itself
     * @param trials with each one's whole configuration
     * @param force whether they are trained even if fresh
     * @return in the trials' order
     */
    public List<Outcome> run(Settings base, Map<Trial, Settings> trials, boolean force) throws IOException {
        seeds.pipeline(base, run).run(SeedRuns.SHARED, false);
        boolean trained = parallel.train(run, trainings(trials), environment, force);
        boolean again = force && !trained;
        List<Outcome> outcomes = new ArrayList<>();
        for (Map.Entry<Trial, Settings> entry : trials.entrySet()) {
            Trial trial = entry.getKey();
            LOG.info("trial {} of {}: {}", outcomes.size() + 1, trials.size(), trial.name());
            RunDirectory directory = seeds.branch(below(trial), entry.getValue(), SeedRuns.TRAIN, again);
            seeds.others(below(trial) + "/", entry.getValue(), SeedRuns.TRAIN, again);
            List<History> others = entry.getValue().otherSeeds().keySet().stream()
                    .map(seed -> History.read(directory.root().resolve(RunLayout.ofSeed(seed, RunLayout.HISTORY))))
                    .toList();
            outcomes.add(new Outcome(trial, directory, History.read(directory.file(RunLayout.HISTORY)), others));
        }
        Outcome best = Outcome.best(outcomes);
        LOG.info(
                "best on the validation users, evaluated on the test users: {}",
                best.trial().name());
        seeds.branch(below(best.trial()), trials.get(best.trial()), EVALUATE, false);
        seeds.others(below(best.trial()) + "/", trials.get(best.trial()), EVALUATE, false);
        return outcomes;
    }

    /** Those of every trial and seed. */
    private static List<ParallelTrainings.Training> trainings(Map<Trial, Settings> trials) {
        List<ParallelTrainings.Training> trainings = new ArrayList<>();
        trials.forEach((trial, settings) -> {
            int epochs = settings.train().epochs();
            trainings.add(new ParallelTrainings.Training(below(trial), settings, epochs));
            settings.otherSeeds()
                    .forEach((seed, other) -> trainings.add(
                            new ParallelTrainings.Training(below(trial) + "/" + RunLayout.seed(seed), other, epochs)));
        });
        return trainings;
    }

    private static String below(Trial trial) {
        return RunLayout.SWEEP + "/" + trial.name();
    }
}
