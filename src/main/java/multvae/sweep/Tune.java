package multvae.sweep;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import multvae.config.EvaluateSettings.Baseline;
import multvae.config.Settings;
import multvae.config.TuneSettings.Dimension;
import multvae.evaluation.ValidationFigures;
import multvae.io.AtomicFile;
import multvae.io.FruitlessSettings;
import multvae.io.Plural;
import multvae.io.UserError;
import multvae.report.Tuned;
import multvae.report.Tuned.Rung;
import multvae.report.Tuned.Scale;
import multvae.run.Pipeline;
import multvae.run.RunDirectory;
import multvae.run.RunLayout;
import multvae.run.Stage;
import multvae.training.Ahead;
import multvae.training.History;
import multvae.training.History.Epoch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A random search with successive halving on the data of one run. Trials are compared on the validation users; what is fresh is not
 * repeated, and a promoted trial resumes from where it was compared last.
 */
public final class Tune {

    private static final Logger LOG = LoggerFactory.getLogger(Tune.class);

    private static final String MODEL = "model";
    private static final Set<String> TRAIN = Set.of(RunLayout.TRAIN);
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
     */
    public record Candidate(int number, SortedMap<String, String> values, Settings settings) {}

    /** Where a trial stands. */
    private static final class Standing {

        private final Candidate candidate;
        private final List<Double> ndcg100 = new ArrayList<>();
        private int bestEpoch;
        private Optional<History> history = Optional.empty();

        Standing(Candidate candidate) {
            this.candidate = candidate;
        }

        /** Whether all is well up to a rung, which is the last one so far. */
        boolean hasReached(int rung) {
            return ndcg100.size() == rung && !Double.isNaN(last());
        }

        /** NDCG@100 at the last rung so far; 0 before the first one. */
        double last() {
            return ndcg100.isEmpty() ? 0 : ndcg100.get(ndcg100.size() - 1);
        }

        void lose(FruitlessSettings why) {
            LOG.warn("trial {} is lost: {}", candidate.number, why.getMessage());
            ndcg100.add(Double.NaN);
        }

        Tuned.Trial trial() {
            return new Tuned.Trial(candidate.number, candidate.values, ndcg100, bestEpoch, history);
        }
    }

    private final RunDirectory run;
    private final Stages stages;
    private final Map<String, Object> environment;
    private final Ahead ahead;

    /**
     * @param run whose lock this process holds
     * @param environment recorded in every manifest
     * @param ahead may do the trainings of a rung side by side
     */
    public Tune(RunDirectory run, Stages stages, Map<String, Object> environment, Ahead ahead) {
        this.ahead = ahead;
        this.run = run;
        this.stages = stages;
        this.environment = environment;
    }

    /** Fetches and preprocesses what all trials share, unless it is fresh. */
    public void prepare(Settings base) throws IOException {
        pipeline(stages.of(base, base.train().epochs()), run).run(SeedRuns.SHARED, false);
    }

    /**
     * Trains the trials of a model, the better ones longer. If all of a rung diverge, the next best of the rung before take their
     * places.
     *
     * @param rungs of the same epochs that the candidates have
     * @throws UserError if every trial diverges
     */
    public Tuned model(Space space, List<Candidate> candidates, List<Rung> rungs) throws IOException {
        List<Standing> all = candidates.stream().map(Standing::new).toList();
        int rung = 0;
        while (rung < rungs.size()) {
            List<Standing> next = next(all, rung, rungs.get(rung).trials());
            if (!next.isEmpty()) {
                compare(space, next, rungs, rung);
                int after = rung + 1;
                rung = next.stream().anyMatch(standing -> standing.hasReached(after)) ? after : rung;
            } else if (rung > 0) {
                rung--; // nobody is left here: more of those that were passed over go on
            } else {
                throw new UserError(
                        "tune.space",
                        "a trial whose loss stays finite",
                        "none of " + all.size(),
                        "lower the ends of train.learningRate, or set train.clipNorm");
            }
        }
        return tuned(space, rungs, all);
    }

    /** The best of those that wait for a rung, in the order of their numbers. */
    private static List<Standing> next(List<Standing> all, int rung, int most) {
        return all.stream()
                .filter(standing -> standing.hasReached(rung))
                .sorted(Comparator.comparingDouble(standing -> -standing.last())) // stable: of equals the first one
                .limit(most)
                .sorted(Comparator.comparingInt(standing -> standing.candidate.number))
                .toList();
    }

    private void compare(Space space, List<Standing> standings, List<Rung> rungs, int rung) throws IOException {
        LOG.info(
                "rung {} of {}: {} up to epoch {}",
                rung + 1,
                rungs.size(),
                Plural.of(standings.size(), "trial"),
                rungs.get(rung).epochs());
        ahead(space, standings, rungs, rung);
        for (int n = 0; n < standings.size(); n++) {
            Standing standing = standings.get(n);
            LOG.info(
                    "rung {} of {}, {} of {}: trial {}, {}",
                    rung + 1,
                    rungs.size(),
                    n + 1,
                    standings.size(),
                    standing.candidate.number,
                    text(standing.candidate.values));
            train(space, standing, rungs, rung);
        }
    }

    /** Trains those that are not trained yet. */
    private void ahead(Space space, List<Standing> standings, List<Rung> rungs, int rung) throws IOException {
        List<Ahead.Training> trainings = new ArrayList<>();
        for (Standing standing : standings) {
            Settings settings = standing.candidate.settings;
            if (!isTrained(settings, branch(space, standing.candidate.number), rungs, rung)) {
                trainings.add(new Ahead.Training(
                        path(space, standing.candidate.number),
                        settings,
                        rungs.get(rung).epochs()));
            }
        }
        ahead.train(run, trainings, environment, false);
    }

    private static String text(SortedMap<String, String> values) {
        List<String> parts = new ArrayList<>();
        values.forEach((key, value) -> parts.add(key + " = " + value));
        return String.join(", ", parts);
    }

    private void train(Space space, Standing standing, List<Rung> rungs, int rung) throws IOException {
        Settings settings = standing.candidate.settings;
        RunDirectory directory = branch(space, standing.candidate.number);
        AtomicFile.write(directory.root().resolve(RunLayout.RESOLVED_CONF), settings.render());
        if (!isTrained(settings, directory, rungs, rung)) {
            try {
                pipeline(stages.of(settings, rungs.get(rung).epochs()), directory)
                        .run(TRAIN, false);
            } catch (FruitlessSettings lost) {
                standing.lose(lost);
                return;
            }
        }
        List<Epoch> epochs = History.read(directory.file(RunLayout.HISTORY)).epochs().stream()
                .filter(epoch -> epoch.epoch() <= rungs.get(rung).epochs())
                .toList();
        History history = new History(epochs);
        double ndcg = history.best().validation().ndcg100();
        standing.history = Optional.of(history);
        standing.bestEpoch = history.best().epoch();
        standing.ndcg100.add(ndcg);
        LOG.info(String.format(
                Locale.ROOT,
                "trial %d: validation NDCG@100 %.4f, epoch %d",
                standing.candidate.number,
                ndcg,
                standing.bestEpoch));
    }

    /** For this rung, or for a later one before the search was interrupted. */
    private boolean isTrained(Settings settings, RunDirectory directory, List<Rung> rungs, int rung)
            throws IOException {
        for (int later = rungs.size() - 1; later >= rung; later--) {
            boolean fresh =
                    pipeline(stages.of(settings, rungs.get(later).epochs()), directory)
                            .plan(TRAIN, false)
                            .steps()
                            .stream()
                            .filter(step -> step.judgement().stage().equals(RunLayout.TRAIN))
                            .allMatch(step -> step.judgement().isFresh());
            if (fresh) {
                return true;
            }
        }
        return false;
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
            Candidate candidate = standing.candidate;
            LOG.info("{}, trial {} of {}: {}", baseline.label(), candidate.number, all.size(), text(candidate.values));
            RunDirectory directory = branch(space, candidate.number);
            try {
                pipeline(stages.of(candidate.settings, baseline), directory).run(VALIDATE, false);
            } catch (FruitlessSettings lost) {
                standing.lose(lost);
                continue;
            }
            standing.ndcg100.add(
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
        RunDirectory directory = branch(space, winner);
        LOG.info("the best on the validation users, evaluated on the test users: trial {}", winner);
        AtomicFile.write(directory.root().resolve(RunLayout.RESOLVED_CONF), settings.render());
        Pipeline pipeline = pipeline(stages.of(settings, settings.train().epochs()), directory);
        pipeline.run(TRAIN, false); // the final fit, if there is to be one
        pipeline.run(RESULT, false);
        return directory;
    }

    private RunDirectory branch(Space space, int trial) throws IOException {
        return run.branch(path(space, trial), SeedRuns.SHARED);
    }

    private static String path(Space space, int trial) {
        return RunLayout.TUNE + "/" + space.name() + "/" + String.format(Locale.ROOT, "trial-%03d", trial);
    }

    private Pipeline pipeline(List<Stage> of, RunDirectory directory) {
        return new Pipeline(of, directory, environment);
    }
}
