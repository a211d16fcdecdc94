package multvae.cli;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import multvae.config.Settings;
import multvae.run.Pipeline;
import multvae.run.RunDirectory;
import multvae.run.Stage;
import multvae.training.StopRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

/** Prints what a run would do and why. Takes no lock and writes nothing. */
@Command(name = "plan", description = "Prints which stages a run would run and why, and runs nothing.")
final class PlanCommand implements Callable<Integer> {

    @Mixin
    private RunOptions options = new RunOptions();

    @Override
    public Integer call() throws IOException {
        return print(options);
    }

    static int print(RunOptions options) throws IOException {
        Settings settings = options.settings();
        List<Stage> pipeline = RunOptions.pipeline(settings, new StopRequest());
        new Pipeline(pipeline, new RunDirectory(settings.runDirectory()), Environment.describe())
                .plan(options.selected(pipeline), options.force())
                .lines()
                .forEach(Output::line);
        return ExitCode.OK;
    }
}
