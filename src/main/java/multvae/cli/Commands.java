package multvae.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import multvae.config.Spelling;
import multvae.io.Printable;
import multvae.io.UserError;
import multvae.run.RunLayout;
import multvae.training.StopRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.UnmatchedArgumentException;

/** The commands of the program. */
@Command(
        name = "multvae",
        scope = ScopeType.INHERIT,
        mixinStandardHelpOptions = true,
        versionProvider = Environment.class,
        description = "Autoencoder recommenders: fetch, preprocess, train, evaluate, report.")
final class Commands {

    private static final Logger LOG = LoggerFactory.getLogger(Commands.class);

    /** What a person needs on the first day. */
    private static final List<String> OVERVIEW = List.of(
            "multvae trains autoencoder recommenders (Mult-VAE, Mult-DAE, RecVAE) and recommends with them. Most used:",
            "",
            "  run        trains and evaluates what a configuration describes",
            "               ./multvae run conf/quickstart.conf",
            "  inspect    shows a run, or lists the runs of a directory",
            "               ./multvae inspect runs/quickstart",
            "  report     compares the runs of a directory on a page",
            "               ./multvae report --runs runs",
            "  recommend  recommends to somebody who likes some items",
            "               ./multvae recommend --run runs/quickstart --likes \"Toy Story (1995)\"",
            "  serve      recommends over HTTP, with a page to try it",
            "               ./multvae serve --run runs/quickstart",
            "",
            "All commands: ./multvae --help. The options of one: ./multvae run --help.");

    private Commands() {}

    /**
     * Runs a command in this process and returns its exit code; without one it shows the most used ones.
     *
     * @param stop asks the command to end early
     */
    static int execute(StopRequest stop, String... arguments) {
        if (arguments.length == 0) {
            System.out.println(String.join("\n", OVERVIEW));
            return Failures.USER_ERROR; // as git does: a script that has lost its arguments notices
        }
        try {
            NvidiaDriver.requireForCuda();
        } catch (UserError error) {
            return Failures.report(error);
        }
        Map<String, Supplier<Object>> all = all(stop);
        CommandLine commands = new CommandLine(new Commands());
        String named = arguments[0];
        if (all.containsKey(named) && !named.equals(CompletionCommand.NAME)) {
            // Alone: to collect the options of all commands takes longer than a short one needs.
            commands.addSubcommand(named, all.get(named).get());
        } else {
            all.forEach((name, command) -> commands.addSubcommand(name, command.get()));
        }
        commands.setCaseInsensitiveEnumValuesAllowed(true)
                .setExpandAtFiles(false) // an id may begin with @
                .setParameterExceptionHandler((exception, args) -> {
                    LOG.error(line(exception));
                    return Failures.USER_ERROR;
                })
                .setExecutionExceptionHandler((exception, commandLine, result) -> Failures.report(exception));
        int exitCode = commands.execute(arguments);
        return exitCode == ExitCode.OK ? written() : exitCode;
    }

    /** By name, in the order of the help. */
    private static Map<String, Supplier<Object>> all(StopRequest stop) {
        Map<String, Supplier<Object>> all = new LinkedHashMap<>();
        all.put("run", () -> new RunCommand(stop));
        all.put(RunLayout.FETCH, () -> StageCommand.of(RunLayout.FETCH, "downloads or reads the ratings.", stop));
        all.put(
                RunLayout.PREPROCESS,
                () -> StageCommand.of(RunLayout.PREPROCESS, "filters and splits the ratings.", stop));
        all.put(RunLayout.TRAIN, () -> StageCommand.of(RunLayout.TRAIN, "trains the model.", stop));
        all.put(
                RunLayout.EVALUATE,
                () -> StageCommand.of(
                        RunLayout.EVALUATE, "measures the model and the baselines on the test users.", stop));
        all.put("sweep", () -> new SweepCommand(stop));
        all.put("tune", () -> new TuneCommand(stop));
        all.put("bench", BenchCommand::new);
        all.put("plan", PlanCommand::new);
        all.put("inspect", InspectCommand::new);
        all.put("diff", DiffCommand::new);
        all.put("report", () -> new ReportCommand(stop));
        all.put("bundle", BundleCommand::new);
        all.put("recommend", RecommendCommand::new);
        all.put("notebook", NotebookCommand::new);
        all.put(ServeCommand.NAME, ServeCommand::new);
        all.put(CompletionCommand.NAME, CompletionCommand::new);
        return all;
    }

    private static int written() {
        try {
            Output.check();
            return ExitCode.OK;
        } catch (Output.ClosedPipe | UserError e) {
            return Failures.report(e);
        }
    }

    /** What is wrong with the arguments, and what may have been meant. */
    private static String line(ParameterException exception) {
        CommandLine command = exception.getCommandLine();
        String line = exception.getMessage();
        if (exception instanceof UnmatchedArgumentException unmatched) {
            String word = unmatched.getUnmatched().get(0);
            boolean isCommand = command.getParent() == null && !unmatched.isUnknownOption();
            if (isCommand && word.endsWith(".conf")) {
                return line + "; name a command before it: multvae run " + Printable.oneLine(word);
            }
            Optional<String> near = Spelling.nearest(
                    word.split("=", 2)[0],
                    unmatched.isUnknownOption()
                            ? command.getCommandSpec().optionsMap().keySet()
                            : command.getSubcommands().keySet());
            if (near.isPresent()) {
                return line + "; write " + near.get();
            }
        }
        return line + "; see " + command.getCommandSpec().qualifiedName() + " --help";
    }
}
