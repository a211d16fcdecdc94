package multvae.sweep;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;
import multvae.config.EvaluateSettings.Baseline;
import multvae.config.Settings;
import multvae.config.TuneSettings.Dimension;
import multvae.evaluation.ValidationFigures;
import multvae.io.AtomicFile;
import multvae.io.FruitlessSettings;
import multvae.io.UserError;
import multvae.report.Tuned;
import multvae.report.Tuned.Rung;
import multvae.report.Tuned.Scale;
import multvae.run.Pipeline;
import multvae.run.RunDirectory;
import multvae.run.RunLayout;
import multvae.run.Stage;
import multvae.training.ParallelTrainings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A random search with successive halving on the data of one run. Trials are compared on the validation users; what is fresh is not
 * repeated, and a promoted trial resumes from where it was compared last.
 */
public final class Tune {

    private static final Logger LOG = LoggerFactory.getLogger(Tune.class);

    private static final String MODEL = "model";
    private static final Set<String> VALIDATE = Set.of(RunLayout.VALIDATE);
    private static final Set<String> RESULT = Set.of(RunLayout.EVALUATE, RunLayout.REPORT);

    /** The stages of a configuration. */
    public interface Stages {

        /** Those of a run whose training ends after an epoch. */
        List<Stage> of(Settings settings, int until);

        /** Those of a baseline: fetch, preprocess, validate. */
        List<Stage> of(Settings settings, Baseline baseline);
    }

    /**
     * What is searched together.
     *
     * @param baseline whose keys they are; absent: the model's
     * @param dimensions at least one
     */
    public record Space(Optional<Baseline> baseline, List<Dimension> dimensions) {

        /** Its directory's name: {@code model}, or the baseline's. */
        public String name() {
            return baseline.map(Baseline::label).orElse(MODEL);
        }

        private List<Tuned.Key> keys() {
            return dimensions.stream()
                    .map(dimension -> new Tuned.Key(
                            dimension.key(),
                            !dimension.choices().isEmpty()
                                    ? Scale.CHOICE
                                    : dimension.distribution().isLogarithmic() ? Scale.LOGARITHMIC : Scale.LINEAR,
                            dimension.choices()))
                    .toList();
        }
    }

    /**
     * A trial before it is tried.
     *
     * @param number from 1
     * @param values by key
     * @param settings all of them, without a final fit
     * @param withFinalFit all of them as the winner has them; absent: nobody has a final fit
     */
    public record Candidate(
            int number, SortedMap<String, String> values, Settings settings, Optional<Settings> withFinalFit) {

        /** The values for a person: {@code train.batchSize = 100, train.learningRate = 0.001}. */
        String text() {
            return values.entrySet().stream()
                    .map(value -> value.getKey() + " = " + value.getValue())
                    .collect(Collectors.joining(", "));
        }
    }

    private final TrialRuns runs;
    private final ParallelTrainings parallel;

    /**
     * @param run whose lock this process holds
     * @param environment recorded in every manifest
     * @param parallel may do the trainings of a rung at once, before they are done one by one
     */
    public Tune(RunDirectory run, Stages stages, Map<String, Object> environment, ParallelTrainings parallel) {
        this.runs = new TrialRuns(run, stages, environment);
        this.parallel = parallel;
    }

    /** Fetches and preprocesses what all trials share, unless it is fresh. */
    public void prepare(Settings base) throws IOException {
        runs.training(base, base.train().epochs(), runs.run()).run(SeedRuns.SHARED, false);
    }

    /**
     * Trains the trials of a model, the better ones longer. If all of a rung diverge, the next best of the rung before take their
     * places.
     *
     * @param rungs of the same epochs that the candidates have
     * @throws UserError if every trial diverges
     */
    public Tuned model(Space space, List<Candidate> candidates, List<Rung> rungs) throws IOException {
        List<Standing> all = new HalvingSearch(runs, parallel, space, rungs).run(candidates);
        return tuned(space, rungs, all);
    }

    /**
     * Fits the trials of a baseline.
     *
     * @throws UserError if none of them can be fitted
     */
    public Tuned baseline(Space space, List<Candidate> candidates) throws IOException {
        Baseline baseline = space.baseline.orElseThrow();
        List<Standing> all = candidates.stream().map(Standing::new).toList();
        for (Standing standing : all) {
            Candidate candidate = standing.candidate();
            LOG.info("{}, trial {} of {}: {}", baseline.label(), candidate.number, all.size(), candidate.text());
            RunDirectory directory = runs.branch(space, candidate.number);
            try {
                runs.fit(candidate.settings, baseline, directory).run(VALIDATE, false);
            } catch (FruitlessSettings lost) {
                standing.lose(lost);
                continue;
            }
            standing.fitted(
                    ValidationFigures.read(directory.file(RunLayout.VALIDATION)).ndcg100());
        }
        if (all.stream().noneMatch(standing -> standing.hasReached(1))) {
            throw new UserError(
                    "tune.space",
                    "a trial of " + baseline.label() + " that can be fitted",
                    "none of " + all.size(),
                    "raise the ends of " + baseline.section());
        }
        return tuned(space, List.of(new Rung(0, all.size())), all);
    }

    private static Tuned tuned(Space space, List<Rung> rungs, List<Standing> all) {
        List<Tuned.Trial> trials = all.stream().map(Standing::trial).toList();
        Tuned.Trial best = trials.stream().min(Tuned.order()).orElseThrow();
        return new Tuned(space.name(), space.keys(), rungs, trials, trials.indexOf(best));
    }

    /**
     * Evaluates the winner on the test users, with the baselines.
     *
     * @param winner its number, from 1
     * @param settings all of them, with a final fit if there is to be one
     * @return its directory, which has a report
     */
    public RunDirectory evaluate(Space space, int winner, Settings settings) throws IOException {
        RunDirectory directory = runs.branch(space, winner);
        LOG.info("the best on the validation users, evaluated on the test users: trial {}", winner);
        AtomicFile.write(directory.root().resolve(RunLayout.RESOLVED_CONF), settings.render());
        Pipeline pipeline = runs.training(settings, settings.train().epochs(), directory);
        pipeline.run(SeedRuns.TRAIN, false); // the final fit, if there is to be one
        pipeline.run(RESULT, false);
        return directory;
    }
}
