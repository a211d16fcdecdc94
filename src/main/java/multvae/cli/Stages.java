package multvae.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import multvae.config.Settings;
import multvae.io.AtomicFile;
import multvae.model.LossTerms;
import multvae.run.Pipeline;
import multvae.run.Plan;
import multvae.run.RunDirectory;
import multvae.run.RunLayout;
import multvae.run.Stage;
import multvae.server.TrainingUi;
import multvae.stages.EvaluateStage;
import multvae.stages.FetchStage;
import multvae.stages.PreprocessStage;
import multvae.stages.ReportStage;
import multvae.stages.TrainStage;
import multvae.sweep.SeedRuns;
import multvae.training.History.Epoch;
import multvae.training.StopRequest;
import multvae.training.TrainingProgress;
import multvae.weights.Architecture.ModelType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The five stages of a configuration, to run or to judge. */
final class Stages {

    private static final Logger LOG = LoggerFactory.getLogger(Stages.class);

    private static final Set<String> OF_DATA = Set.of(RunLayout.FETCH, RunLayout.PREPROCESS);

    private Stages() {}

    /** @param stop asks a running training to stop */
    static List<Stage> pipeline(Settings settings, StopRequest stop) {
        return pipeline(settings, new Console(), stop);
    }

    private static List<Stage> pipeline(Settings settings, TrainingProgress progress, StopRequest stop) {
        return pipeline(settings, settings.train().epochs(), progress, stop);
    }

    /**
     * The stages of a training that may end early.
     *
     * @param until after which epoch, from 1
     * @param progress watches the training
     */
    static List<Stage> pipeline(Settings settings, int until, TrainingProgress progress, StopRequest stop) {
        return List.of(
                new FetchStage(settings, new Console()),
                new PreprocessStage(settings),
                new TrainStage(settings, until, progress, stop),
                new EvaluateStage(settings, new Console()),
                new ReportStage(settings));
    }

    /** Prints what {@link #run} would do and why. */
    static void plan(Settings settings, Set<String> selected, boolean force) throws IOException {
        KnownUsers.check(settings);
        RunDirectory directory = new RunDirectory(settings.runDirectory());
        SeedRuns.Planned planned = new SeedRuns(
                        directory, each -> pipeline(each, new StopRequest()), Environment.describe())
                .plan(settings, selected, force);
        KnownUsers.check(settings, directory, planned.own());
        planned.lines().forEach(Output::line);
    }

    /** @throws multvae.io.UserError if it is known already that a run is refused when the ratings have been read */
    private static void check(Settings settings, Set<String> selected, boolean force) throws IOException {
        KnownUsers.check(settings);
        RunDirectory directory = new RunDirectory(settings.runDirectory());
        if (Files.exists(directory.file(RunLayout.STATISTICS))) {
            List<Stage> ofData = pipeline(settings, new StopRequest()).stream()
                    .filter(stage -> OF_DATA.contains(stage.name()))
                    .toList(); // the run itself judges the others, whose files take longer to hash
            Plan plan = new Pipeline(ofData, directory, Environment.describe()).plan(selected, force);
            KnownUsers.check(settings, directory, plan);
        }
    }

    /**
     * Runs stages, or plans to.
     *
     * @param selected their names; none means all
     * @return the exit code
     */
    static int run(RunOptions options, Set<String> selected, StopRequest stop) throws IOException {
        Settings settings = options.settings();
        if (options.plan()) {
            plan(settings, selected, options.force());
            return 0;
        }
        check(settings, selected, options.force());
        if (!settings.train().ui()) {
            return run(settings, selected, options.force(), each -> pipeline(each, stop));
        }
        try (TrainingUi ui = TrainingUi.serve(settings)) {
            TrainingProgress progress = new Watchers(List.of(new Console(), ui));
            return run(settings, selected, options.force(), each -> pipeline(each, progress, stop));
        }
    }

    private static int run(
            Settings settings, Set<String> selected, boolean force, Function<Settings, List<Stage>> pipeline)
            throws IOException {
        RunDirectory directory = new RunDirectory(settings.runDirectory());
        return RunLog.during(directory, () -> {
            AtomicFile.write(directory.root().resolve(RunLayout.RESOLVED_CONF), settings.render());
            new SeedRuns(directory, pipeline, Environment.describe()).run(settings, selected, force);
            if (selected.isEmpty() || selected.contains(RunLayout.REPORT)) {
                LOG.info("\n{}\nArtifacts: {}", ReportStage.table(directory, settings), directory.root());
            }
        });
    }

    /** Several that watch the same training. */
    private record Watchers(List<TrainingProgress> all) implements TrainingProgress {

        @Override
        public void note(String line) {
            all.forEach(watcher -> watcher.note(line));
        }

        @Override
        public void begun(ModelType model, int users, int items) {
            all.forEach(watcher -> watcher.begun(model, users, items));
        }

        @Override
        public void resumed(List<Epoch> epochs) {
            all.forEach(watcher -> watcher.resumed(epochs));
        }

        @Override
        public void epochStarted(int epoch, int epochs, int users, int done) {
            all.forEach(watcher -> watcher.epochStarted(epoch, epochs, users, done));
        }

        @Override
        public void stepDone(int users, LossTerms loss, double beta) {
            all.forEach(watcher -> watcher.stepDone(users, loss, beta));
        }

        @Override
        public void epochDone(Epoch result, double seconds) {
            all.forEach(watcher -> watcher.epochDone(result, seconds));
        }
    }
}
