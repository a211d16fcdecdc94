package multvae.cli;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import multvae.config.Settings;
import multvae.io.AtomicFile;
import multvae.model.LossTerms;
import multvae.run.RunDirectory;
import multvae.run.RunLayout;
import multvae.run.Stage;
import multvae.server.TrainingUi;
import multvae.stages.ReportStage;
import multvae.sweep.SeedRuns;
import multvae.training.History.Epoch;
import multvae.training.StopRequest;
import multvae.training.TrainingProgress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs the stages of a configuration. */
@Command(name = "run", description = "Runs the stages of a configuration: fetch, preprocess, train, evaluate, report.")
final class RunCommand implements Callable<Integer> {

    private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);

    @Mixin
    private RunOptions options = new RunOptions();

    @Option(
            names = "--plan",
            defaultValue = "${sys:plan}",
            fallbackValue = "true",
            description = "print what would run and why, and run nothing (-Dplan=true)")
    private boolean plan;

    private final StopRequest stop;

    RunCommand(StopRequest stop) {
        this.stop = stop;
    }

    @Override
    public Integer call() throws IOException {
        if (plan) {
            return PlanCommand.print(options);
        }
        Settings settings = options.settings();
        if (!settings.train().ui()) {
            return run(settings, new Console());
        }
        try (TrainingUi ui = TrainingUi.serve(settings)) {
            return run(settings, new Watchers(List.of(new Console(), ui)));
        }
    }

    private int run(Settings settings, TrainingProgress progress) throws IOException {
        List<Stage> pipeline = RunOptions.pipeline(settings, progress, stop);
        Set<String> selected = options.selected(pipeline);
        RunDirectory directory = new RunDirectory(settings.runDirectory());
        return RunLog.during(directory, () -> {
            AtomicFile.write(directory.root().resolve(RunLayout.RESOLVED_CONF), settings.render());
            new SeedRuns(directory, each -> RunOptions.pipeline(each, progress, stop), Environment.describe())
                    .run(settings, selected, options.force());
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
