package multvae.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import multvae.training.StopRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Runs the stages of a configuration. */
@Command(name = "run", description = "Runs the stages of a configuration: fetch, preprocess, train, evaluate, report.")
final class RunCommand implements Callable<Integer> {

    @Mixin
    private RunOptions options = new RunOptions();

    @Mixin
    private StageSelection stages = new StageSelection();

    private final StopRequest stop;

    RunCommand(StopRequest stop) {
        this.stop = stop;
    }

    @Override
    public Integer call() throws IOException {
        return Stages.run(options, stages.names(), stop);
    }
}
