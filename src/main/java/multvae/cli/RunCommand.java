package multvae.cli;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import multvae.config.Settings;
import multvae.io.AtomicFile;
import multvae.run.Pipeline;
import multvae.run.RunDirectory;
import multvae.run.RunLayout;
import multvae.run.RunLock;
import multvae.run.Stage;
import multvae.server.TrainingUi;
import multvae.stages.ReportStage;
import multvae.training.StopRequest;
import multvae.training.TrainingProgress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs the stages of a configuration. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = "Runs the stages of a configuration: fetch, preprocess, train, evaluate, report.")
final class RunCommand implements Callable<Integer> {

    private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);

    @Mixin
    private RunOptions options = new RunOptions();

    @Option(names = "--plan", description = "print what would run and why, and run nothing (-Dplan=true)")
    private boolean plan;

    private final StopRequest stop;

    RunCommand(StopRequest stop) {
        this.stop = stop;
    }

    @Override
    public Integer call() throws IOException {
        if (plan || RunOptions.flag("plan")) {
            return PlanCommand.print(options);
        }
        Settings settings = options.settings();
        if (!settings.train().ui()) {
            run(settings, new TrainingConsole());
            return ExitCode.OK;
        }
        try (TrainingUi ui = TrainingUi.serve(settings)) {
            run(settings, new Watchers(List.of(new TrainingConsole(), ui)));
        }
        return ExitCode.OK;
    }

    private void run(Settings settings, TrainingProgress progress) throws IOException {
        List<Stage> pipeline = RunOptions.pipeline(settings, progress, stop);
        Set<String> selected = options.selected(pipeline);
        boolean force = options.force();
        RunDirectory directory = new RunDirectory(settings.runDirectory());
        try (RunLock lock = RunLock.take(directory);
                RunLog log = new RunLog(directory.root())) {
            AtomicFile.write(directory.root().resolve(RunLayout.RESOLVED_CONF), settings.render());
            new Pipeline(pipeline, directory, Environment.describe()).run(selected, force);
            if (selected.isEmpty() || selected.contains(RunLayout.REPORT)) {
                LOG.info("\n{}\nArtifacts: {}", ReportStage.table(directory.root()), directory.root());
            }
        }
    }
}
