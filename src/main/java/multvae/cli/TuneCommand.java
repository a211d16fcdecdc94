package multvae.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import multvae.config.EvaluateSettings.Baseline;
import multvae.config.Settings;
import multvae.config.TrainSettings;
import multvae.config.TuneSettings;
import multvae.config.TuneSettings.Dimension;
import multvae.io.AtomicFile;
import multvae.report.Tuned;
import multvae.report.Tuned.Rung;
import multvae.run.RunDirectory;
import multvae.run.RunLayout;
import multvae.run.Stage;
import multvae.stages.Engine;
import multvae.stages.FetchStage;
import multvae.stages.PreprocessStage;
import multvae.stages.ReportStage;
import multvae.stages.ValidateStage;
import multvae.sweep.Draws;
import multvae.sweep.Halving;
import multvae.sweep.Tune;
import multvae.sweep.Tune.Candidate;
import multvae.sweep.Tune.Space;
import multvae.sweep.TuneTable;
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
            own.put(TrainSettings.SEED, String.valueOf(base.train().seed()));
        }
        TuneSettings tune = base.tune();
        Draws.requireDistinct(tune.space());
        Map<Space, List<Candidate>> candidates = new LinkedHashMap<>();
        for (Space part : spaces(tune)) {
            candidates.put(part, TuneCandidates.of(part, config, base, own));
        }
        RunDirectory directory = new RunDirectory(base.runDirectory());
        return RunLog.during(directory, () -> run(directory, base, candidates, own));
    }

    private void run(
            RunDirectory directory, Settings base, Map<Space, List<Candidate>> candidates, Map<String, String> own)
            throws IOException {
        Tune tune = new Tune(directory, new TrialStages(), Environment.describe(), Engine.trainings(base.engine()));
        tune.prepare(base);
        List<Tuned> searched = search(tune, base, candidates);
        TuneWinner winner = TuneWinner.of(config, base, own, candidates.keySet(), searched);

        Path at = directory.root().resolve(RunLayout.TUNE);
        AtomicFile.write(at.resolve("tune.csv"), file -> TuneTable.write(file, searched));
        AtomicFile.write(at.resolve(WINNER), winner.conf());
        Optional<RunDirectory> result = evaluate(tune, candidates.keySet(), searched, winner.settings());
        AtomicFile.write(at.resolve("tune.html"), TuneTable.page(searched, result));

        StringBuilder text = new StringBuilder();
        searched.forEach(tuned -> text.append('\n').append(TuneTable.render(tuned)));
        text.append('\n')
                .append(
                        result.isPresent()
                                ? ReportStage.table(result.get())
                                : "The test users have not been read: the model was not searched.\n");
        LOG.info("{}\nArtifacts: {}\nRun it: ./multvae run --config {}", text, at, at.resolve(WINNER));
    }

    /** One result for each space, in their order. */
    private static List<Tuned> search(Tune tune, Settings base, Map<Space, List<Candidate>> candidates)
            throws IOException {
        List<Rung> rungs =
                Halving.rungs(base.tune(), base.train().epochs(), base.train().evaluateEvery());
        List<Tuned> searched = new ArrayList<>();
        for (Map.Entry<Space, List<Candidate>> part : candidates.entrySet()) {
            Space space = part.getKey();
            searched.add(
                    space.baseline().isPresent()
                            ? tune.baseline(space, part.getValue())
                            : tune.model(space, part.getValue(), rungs));
        }
        return searched;
    }

    /** Evaluates the best trial of the model, if it was searched. */
    private static Optional<RunDirectory> evaluate(
            Tune tune, Collection<Space> spaces, List<Tuned> searched, Settings winner) throws IOException {
        Optional<Space> model =
                spaces.stream().filter(space -> space.baseline().isEmpty()).findFirst();
        if (model.isEmpty()) {
            return Optional.empty();
        }
        Tuned last = searched.get(searched.size() - 1); // that of the model, as spaces() orders them
        return Optional.of(tune.evaluate(model.get(), last.best().number(), winner));
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
