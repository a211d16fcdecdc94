package multvae.cli;

import ch.qos.logback.classic.LoggerContext;
import java.util.Arrays;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import multvae.io.UserError;
import multvae.training.StopRequest;
import multvae.training.TrainingStopped;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/** The program: {@code run} by default, from the {@code -D} properties that Maven passes on, or a named command. */
public final class Main {

    private static final Logger LOG = LoggerFactory.getLogger(Main.class);

    /** What {@code mvn exec:java} is given as a system property and is no key of the configuration. */
    private static final Pattern PROPERTY = Pattern.compile("-D(config|stage|force|plan)(?:=(.*))?", Pattern.DOTALL);

    private Main() {}

    public static void main(String[] commandLine) {
        OffHeapLimits.set(); // before the first ND4J class loads
        HeapFootprint.keepSmall();
        String[] arguments = withoutProperties(commandLine);
        StopRequest stop = new StopRequest();
        Interruption interruption = Interruption.watch(stop);
        if (arguments.length > 0 && arguments[0].equals(ServeCommand.NAME)) {
            interruption.end(); // it stops in a way of its own
        }
        int exitCode = execute(stop, arguments.length == 0 ? new String[] {"run"} : arguments);
        interruption.end();
        if (exitCode != ExitCode.OK) {
            stopLogging();
            System.exit(exitCode); // under exec:java too: Maven's own exit code would be 1
        }
    }

    /** Sets these properties, so that {@code -Dforce=true} means the same behind {@code java -jar} as behind Maven. */
    private static String[] withoutProperties(String[] arguments) {
        return Arrays.stream(arguments)
                .filter(argument -> {
                    Matcher property = PROPERTY.matcher(argument);
                    boolean isProperty = property.matches();
                    if (isProperty) {
                        System.setProperty(property.group(1), Objects.requireNonNullElse(property.group(2), ""));
                    }
                    return !isProperty;
                })
                .toArray(String[]::new);
    }

    /** Runs a command in this process and returns its exit code; {@code stop} asks it to end early. */
    static int execute(StopRequest stop, String... arguments) {
        try {
            NvidiaDriver.requireForCuda();
        } catch (UserError error) {
            return report(error);
        }
        CommandLine commands = new CommandLine(new Commands())
                .addSubcommand(new RunCommand(stop))
                .addSubcommand(new SweepCommand(stop))
                .addSubcommand(new BenchCommand())
                .addSubcommand(new PlanCommand())
                .addSubcommand(new InspectCommand())
                .addSubcommand(new DiffCommand())
                .addSubcommand(new BundleCommand())
                .addSubcommand(new RecommendCommand())
                .addSubcommand(new NotebookCommand())
                .addSubcommand(new ServeCommand())
                .setParameterExceptionHandler((exception, args) -> {
                    LOG.error(exception.getMessage());
                    return ExitCode.USER_ERROR;
                })
                .setExecutionExceptionHandler((exception, commandLine, result) -> report(exception));
        int exitCode = commands.execute(arguments);
        return exitCode == ExitCode.OK && System.out.checkError() ? report(unwritable()) : exitCode;
    }

    /** A print stream keeps it to itself that a disk is full or a pipe closed. */
    private static UserError unwritable() {
        return new UserError(
                "standard output", "all of it to be written", "a full disk or a closed pipe", "free some space");
    }

    private static int report(Exception exception) {
        if (exception instanceof TrainingStopped) {
            LOG.debug(exception.getMessage());
            return ExitCode.OK; // the process is ending already, with the signal's own exit code
        }
        UserError error = UserErrors.from(exception);
        if (error != null) {
            LOG.error(error.getMessage());
            LOG.debug("caused by", error);
            return ExitCode.USER_ERROR;
        }
        LOG.error("A bug in multvae, please report it with run.log", exception);
        exception.printStackTrace(System.err);
        return ExitCode.BUG;
    }

    private static void stopLogging() {
        ((LoggerContext) LoggerFactory.getILoggerFactory()).stop();
    }
}
