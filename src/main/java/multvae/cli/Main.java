package multvae.cli;

import ch.qos.logback.classic.LoggerContext;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import multvae.io.UserError;
import multvae.training.StopRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ScopeType;

/** The program: the command {@code run}, configured by the {@code -D} properties that Maven passes on, or a named command. */
@Command(
        name = "multvae",
        scope = ScopeType.INHERIT,
        mixinStandardHelpOptions = true,
        versionProvider = Environment.class,
        description = "Autoencoder recommenders: fetch, preprocess, train, evaluate, report.")
public final class Main {

    private static final Logger LOG = LoggerFactory.getLogger(Main.class);

    /** What {@code mvn exec:java} is given as a system property and is no key of the configuration. */
    private static final Pattern PROPERTY = Pattern.compile("-D(config|stage|force|plan|trustConfig)(?:=(.*))?", Pattern.DOTALL);

    private Main() {}

    public static void main(String[] commandLine) {
        Memory.limitOffHeap(); // before the first ND4J class loads
        Memory.keepHeapSmall();
        String[] arguments = withoutProperties(commandLine);
        StopRequest stop = new StopRequest();
        Interruption interruption = Interruption.watch(stop);
        if (arguments.length > 0 && arguments[0].equals(ServeCommand.NAME)) {
            interruption.end(); // serve has its own way to stop
        }
        int exitCode = execute(stop, arguments.length == 0 ? new String[] {"run"} : arguments);
        interruption.end();
        if (exitCode != ExitCode.OK) {
            ((LoggerContext) LoggerFactory.getILoggerFactory()).stop();
            System.exit(exitCode); // under exec:java too: Maven's own exit code would be 1
        }
    }

    /** Sets these properties as Maven does, so that {@code -Dforce} means the same behind {@code java -jar}. */
    private static String[] withoutProperties(String[] arguments) {
        return Arrays.stream(arguments)
                .filter(argument -> {
                    Matcher property = PROPERTY.matcher(argument);
                    if (!property.matches()) {
                        return true;
                    }
                    System.setProperty(property.group(1), Objects.requireNonNullElse(property.group(2), "true"));
                    return false;
                })
                .toArray(String[]::new);
    }

    /** Runs a command in this process and returns its exit code; {@code stop} asks it to end early. */
    static int execute(StopRequest stop, String... arguments) {
        try {
            NvidiaDriver.requireForCuda();
        } catch (UserError error) {
            return Failures.report(error);
        }
        CommandLine commands = new CommandLine(new Main())
                .addSubcommand(new RunCommand(stop))
                .addSubcommand(new SweepCommand(stop))
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

    /**
     * Says so if Ctrl-C or SIGTERM ends the process, and lets training write a checkpoint first. The exit code, 130 or 143,
     * is the JVM's.
     */
    private static final class Interruption {

        /** A step and a checkpoint take seconds. Whoever cannot wait kills, and loses what is newer than the last checkpoint. */
        private static final Duration PATIENCE = Duration.ofMinutes(2);

        private static final Duration WRAP_UP = Duration.ofSeconds(10);

        private final StopRequest stop;
        private final CountDownLatch over = new CountDownLatch(1);
        private final Thread hook = new Thread(this::interrupt, "interruption");

        private Interruption(StopRequest stop) {
            this.stop = stop;
        }

        static Interruption watch(StopRequest stop) {
            Interruption interruption = new Interruption(stop);
            Runtime.getRuntime().addShutdownHook(interruption.hook);
            return interruption;
        }

        private void interrupt() {
            LOG.warn("interrupted: finished stages are kept; the same command resumes from there");
            try {
                switch (stop.request(PATIENCE)) {
                    case NOTHING_TO_STOP -> {}
                    case STOPPED -> over.await(WRAP_UP.toSeconds(), TimeUnit.SECONDS); // the command reports it
                    case NOT_YET ->
                        LOG.warn(
                                "train: not stopped within {} s; the same command resumes from its last checkpoint",
                                PATIENCE.toSeconds());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        /** The command has ended, well or not: an exit from here on is no interruption. */
        void end() {
            over.countDown();
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                return; // the process is ending already: that is what stopped the command
            }
        }
    }
}
