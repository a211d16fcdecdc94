package multvae.cli;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.Callable;
import multvae.io.UserError;
import multvae.training.StopRequest;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Runs one stage of a configuration. The earlier ones must be fresh. */
@Command
final class StageCommand implements Callable<Integer> {

    @Mixin
    private RunOptions options = new RunOptions();

    private final String stage;
    private final StopRequest stop;

    private StageCommand(String stage, StopRequest stop) {
        this.stage = stage;
        this.stop = stop;
    }

    /** @param description what the stage does */
    static CommandLine of(String stage, String description, StopRequest stop) {
        CommandLine command = new CommandLine(new StageCommand(stage, stop));
        command.getCommandSpec().usageMessage().description("Runs one stage: " + description);
        return command;
    }

    @Override
    public Integer call() throws IOException {
        requireNoStages(stage);
        return Stages.run(options, Set.of(stage), stop);
    }

    /** Maven's -Dstage would say something else than the command's name. */
    static void requireNoStages(String command) {
        String stages = System.getProperty("stage");
        if (stages != null) {
            throw new UserError("-Dstage", "none with " + command, stages, "leave it out, or use run");
        }
    }
}
