package multvae.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import multvae.config.EvaluateSettings.Baseline;
import multvae.config.Settings;
import multvae.config.TrainSettings;
import multvae.config.TuneSettings;
import multvae.config.TuneSettings.Dimension;
import multvae.io.AtomicFile;
import multvae.io.UserError;
import multvae.report.Tuned;
import multvae.report.Tuned.Rung;
import multvae.run.RunDirectory;
import multvae.run.RunLayout;
import multvae.run.Stage;
import multvae.stages.Engine;
import multvae.stages.FetchStage;
import multvae.stages.PreprocessStage;
import multvae.stages.ReportStage;
import multvae.stages.TrainStage;
import multvae.stages.ValidateStage;
import multvae.sweep.Draws;
import multvae.sweep.Halving;
import multvae.sweep.Tune;
import multvae.sweep.Tune.Candidate;
import multvae.sweep.Tune.Space;
import multvae.sweep.TuneTable;
import multvae.sweep.VariedKeys;
import multvae.training.StopRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Searches for settings. */
@Command(
        name = "tune",
        description =
                "Draws settings from tune.space, trains each for a part of the epochs and the better ones for longer, compares"
                        + " them on the validation users, and evaluates the best one on the test users.")
final class TuneCommand implements Callable<Integer> {

    private static final Logger LOG = LoggerFactory.getLogger(TuneCommand.class);

    private static final String WINNER = "winner.conf";
    private static final String RUN_DIRECTORY = "run.directory";
    private static final String BASELINES = "evaluate.baselines";

    @Mixin
    private ConfigOptions config = new ConfigOptions();

    @Option(
            names = "--space",
            paramLabel = "KEY=DRAW",
            description = "instead of tune.space, once for each key: \"train.learningRate = log-uniform 1e-4 1e-2\"")
    private List<String> space = new ArrayList<>();

    private final StopRequest stop;

    TuneCommand(StopRequest stop) {
        this.stop = stop;
    }

    @Override
    public Integer call() throws IOException {
        Map<String, String> own =
                new TreeMap<>(space.isEmpty() ? Map.of() : Map.of("tune.space", ConfigOptions.list(space)));
        Settings base = config.settings(own);
        KnownUsers.check(base);
        if (!base.seeds().isEmpty()) { // trials are trained from the first one; winner.conf keeps them all
            own.put("run.seeds", "null");
            own.put("train.seed", String.valueOf(base.train().seed()));
        }
        TuneSettings tune = base.tune();
        Draws.requireDistinct(tune.space());
        Map<Space, List<Candidate>> candidates = new LinkedHashMap<>();
        for (Space part : spaces(tune)) {
            candidates.put(part, candidates(part, base, own));
        }
        RunDirectory directory = new RunDirectory(base.runDirectory());
        return RunLog.during(directory, () -> run(directory, base, candidates, own));
    }

    private void run(
            RunDirectory directory, Settings base, Map<Space, List<Candidate>> candidates, Map<String, String> own)
            throws IOException {
        Tune tune = new Tune(directory, new TrialStages(), Environment.describe(), Engine.trainings(base.engine()));
        tune.prepare(base);
        List<Rung> rungs =
                Halving.rungs(base.tune(), base.train().epochs(), base.train().evaluateEvery());
        List<Tuned> all = new ArrayList<>();
        Map<String, String> best = new TreeMap<>();
        for (Map.Entry<Space, List<Candidate>> part : candidates.entrySet()) {
            Tuned tuned = part.getKey().baseline().isPresent()
                    ? tune.baseline(part.getKey(), part.getValue())
                    : tune.model(part.getKey(), part.getValue(), rungs);
            all.add(tuned);
            best.putAll(tuned.best().values());
        }
        Set<String> baselines = new LinkedHashSet<>();
        base.evaluate().baselines().forEach(baseline -> baselines.add(baseline.label()));
        candidates.keySet().forEach(part -> part.baseline().ifPresent(tuned -> baselines.add(tuned.label())));
        Map<String, String> values = new TreeMap<>(own);
        values.putAll(best);
        values.put(BASELINES, "[" + String.join(",", baselines) + "]");

        Path at = directory.root().resolve(RunLayout.TUNE);
        StringBuilder text = new StringBuilder();
        all.forEach(tuned -> text.append('\n').append(TuneTable.render(tuned)));
        AtomicFile.write(at.resolve("tune.csv"), file -> TuneTable.write(file, all));
        Settings winner = config.settings(values);
        Optional<Space> model = candidates.keySet().stream()
                .filter(part -> part.baseline().isEmpty())
                .findFirst();
        AtomicFile.write(at.resolve(WINNER), winnerConf(base, winner, best.keySet(), model.isPresent()));
        Optional<RunDirectory> result = Optional.empty();
        if (model.isPresent()) {
            int number = all.get(all.size() - 1).best().number();
            result = Optional.of(tune.evaluate(model.get(), number, winner));
            text.append('\n').append(ReportStage.table(result.get()));
        } else {
            text.append("\nThe test users have not been read: the model was not searched.\n");
        }
        AtomicFile.write(at.resolve("tune.html"), TuneTable.page(all, result, directory));
        LOG.info("{}\nArtifacts: {}\nRun it: ./multvae run --config {}", text, at, at.resolve(WINNER));
    }

    /** Those of the baselines, then that of the model, which is last to be compared with tuned ones. */
    private static List<Space> spaces(TuneSettings tune) {
        Map<Optional<Baseline>, List<Dimension>> parts = tune.space().stream()
                .collect(Collectors.groupingBy(Dimension::baseline, LinkedHashMap::new, Collectors.toList()));
        List<Space> spaces = new ArrayList<>();
        parts.forEach((baseline, dimensions) -> {
            if (baseline.isPresent()) {
                spaces.add(new Space(baseline, dimensions));
            }
        });
        Optional.ofNullable(parts.get(Optional.<Baseline>empty()))
                .ifPresent(dimensions -> spaces.add(new Space(Optional.empty(), dimensions)));
        return spaces;
    }

    /** Each with its settings, all of them, so that a mistake shows before the first one trains. */
    private List<Candidate> candidates(Space part, Settings base, Map<String, String> own) {
        TuneSettings tune = base.tune();
        Map<String, UserError> errors = new TreeMap<>();
        for (Dimension dimension : part.dimensions()) {
            for (String value : dimension.extremes()) {
                candidate(0, new TreeMap<>(Map.of(dimension.key(), value)), base, own, errors);
            }
        }
        List<Candidate> candidates = new ArrayList<>();
        if (errors.isEmpty()) {
            for (int trial = 1; trial <= tune.trials(); trial++) {
                SortedMap<String, String> values = Draws.of(part.dimensions(), tune.seed(), trial);
                candidate(trial, values, base, own, errors).ifPresent(candidates::add);
            }
        }
        if (!errors.isEmpty()) {
            throw UserError.all(List.copyOf(errors.values()));
        }
        VariedKeys.requireRead(
                "tune.space",
                part.dimensions().stream().map(Dimension::key).toList(),
                candidates.stream().map(Candidate::settings).toList());
        return candidates;
    }

    /** What is wrong with its settings goes to {@code errors}, one for each key. */
    private Optional<Candidate> candidate(
            int trial,
            SortedMap<String, String> drawn,
            Settings base,
            Map<String, String> own,
            Map<String, UserError> errors) {
        Map<String, String> values = new TreeMap<>(own);
        values.putAll(drawn);
        try {
            Optional<Settings> withFinalFit =
                    base.train().finalFit() ? Optional.of(config.settings(values)) : Optional.empty();
            values.put(TrainSettings.FINAL_FIT, "false");
            Settings settings = config.settings(values);
            if (TrainStage.searches(settings)) {
                errors.putIfAbsent(
                        "train.anneal.type",
                        new UserError(
                                "train.anneal.type",
                                "linear, constant or cyclical: a promoted trial resumes its training",
                                "search, which trains twice",
                                "draw train.anneal.cap instead"));
            }
            return Optional.of(new Candidate(trial, drawn, settings, withFinalFit));
        } catch (UserError error) {
            for (UserError.Problem problem : error.problems()) {
                String key = problem.where().replaceFirst("^-D", "");
                errors.putIfAbsent(
                        key,
                        new UserError(
                                "tune.space, " + key,
                                problem.expected(),
                                problem.found(),
                                drawn.containsKey(key) ? "change what it is drawn from" : problem.remedy()));
            }
            return Optional.empty();
        }
    }

    /** The configuration that the search began with, with what it has found. */
    private static String winnerConf(Settings base, Settings winner, Collection<String> found, boolean trains) {
        Set<String> given = new TreeSet<>(base.given());
        given.removeIf(key -> key.equals(RUN_DIRECTORY)
                || key.startsWith("tune.")
                || key.startsWith("sweep.")
                || found.contains(key));
        given.remove(BASELINES);
        String name =
                trains ? base.runDirectory() + "-tuned" : base.runDirectory().toString();
        Set<String> tuned = new TreeSet<>(found);
        tuned.add(BASELINES);
        return "# What the search was given.\n" + base.render(given) + "\n# What it has found.\n" + winner.render(tuned)
                + "\n" + RUN_DIRECTORY + " = " + Settings.quoted(name) + "\n";
    }

    private final class TrialStages implements Tune.Stages {

        @Override
        public List<Stage> of(Settings settings, int until) {
            return Stages.pipeline(settings, until, new Console(), stop);
        }

        @Override
        public List<Stage> of(Settings settings, Baseline baseline) {
            return List.of(
                    new FetchStage(settings, new Console()),
                    new PreprocessStage(settings),
                    new ValidateStage(settings, baseline, new Console()));
        }
    }
}
