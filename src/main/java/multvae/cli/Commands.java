package multvae.cli;

import multvae.io.UserError;
import multvae.training.StopRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ScopeType;

/** The commands of the program. */
@Command(
        name = "multvae",
        scope = ScopeType.INHERIT,
        mixinStandardHelpOptions = true,
        versionProvider = Environment.class,
        description = "Autoencoder recommenders: fetch, preprocess, train, evaluate, report.")
final class Commands {

    private static final Logger LOG = LoggerFactory.getLogger(Commands.class);

    private Commands() {}

    /** Runs a command in this process and returns its exit code; {@code stop} asks it to end early. */
    static int execute(StopRequest stop, String... arguments) {
        try {
            NvidiaDriver.requireForCuda();
        } catch (UserError error) {
            return Failures.report(error);
        }
        CommandLine commands = new CommandLine(new Commands())
                .addSubcommand(new RunCommand(stop))
                .addSubcommand(new SweepCommand(stop))
                .addSubcommand(new TuneCommand(stop))
                .addSubcommand(new BenchCommand())
                .addSubcommand(new PlanCommand())
                .addSubcommand(new InspectCommand())
                .addSubcommand(new DiffCommand())
                .addSubcommand(new ReportCommand())
                .addSubcommand(new BundleCommand())
                .addSubcommand(new RecommendCommand())
                .addSubcommand(new NotebookCommand())
                .addSubcommand(new ServeCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExpandAtFiles(false) // an id may begin with @
                .setParameterExceptionHandler((exception, args) -> {
                    LOG.error(exception.getMessage());
                    return Failures.USER_ERROR;
                })
                .setExecutionExceptionHandler((exception, commandLine, result) -> Failures.report(exception));
        int exitCode = commands.execute(arguments);
        return exitCode == ExitCode.OK && System.out.checkError() ? Failures.report(unwritable()) : exitCode;
    }

    /** A print stream does not tell by itself that a disk is full or a pipe closed. */
    private static UserError unwritable() {
        return new UserError(
                "standard output", "all of it to be written", "a full disk or a closed pipe", "free some space");
    }
}
