package multvae.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints what a run would do and why. Takes no lock and writes nothing. */
@Command(name = "plan", description = "Prints which stages a run would run and why, and runs nothing.")
final class PlanCommand implements Callable<Integer> {

    @Mixin
    private ConfigOptions config = new ConfigOptions();

    @Mixin
    private StageSelection stages = new StageSelection();

    @Option(
            names = "--force",
            defaultValue = "${sys:force}",
            fallbackValue = "true",
            description = "as run with --force would do (-Dforce=true)")
    private boolean force;

    @Override
    public Integer call() throws IOException {
        Stages.plan(config.settings(), stages.names(), force);
        return ExitCode.OK;
    }
}
