package multvae.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import multvae.config.Settings;
import multvae.inspect.DataView;
import multvae.inspect.ItemsView;
import multvae.inspect.ResultView;
import multvae.inspect.RunView;
import multvae.inspect.TrainingView;
import multvae.inspect.UserView;
import multvae.inspect.View;
import multvae.io.Json;
import multvae.io.UserError;
import multvae.run.Artifacts;
import multvae.run.Pipeline;
import multvae.run.RunDirectory;
import multvae.run.RunLayout;
import multvae.training.StopRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows a run's artifacts. Takes no lock and writes nothing. */
@Command(name = "inspect", description = "Shows a run: its stages, or what one of them wrote.")
final class InspectCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "RUN", description = "the run's directory, such as runs/quickstart")
    private Path root;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "PART",
            description = "preprocess, train, evaluate or items; without it, an overview of the run")
    private String part = "";

    @Option(names = "--user", paramLabel = "ID", description = "with preprocess: the rows of the user with this raw id")
    private String userId;

    @Option(names = "--find", paramLabel = "TEXT", description = "with items: those with this text in their titles")
    private String text = "";

    @Option(names = "--json", description = "print JSON, for programs")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        if (userId != null && !part.equals(RunLayout.PREPROCESS)) {
            throw new UserError("--user", "inspect RUN preprocess", part.isEmpty() ? "no part" : part, "name the part");
        }
        if (!text.isEmpty() && !part.equals("items")) {
            throw new UserError("--find", "inspect RUN items", part.isEmpty() ? "no part" : part, "name the part");
        }
        print(view(new Artifacts(root)), json);
        return ExitCode.OK;
    }

    /** Text for people, JSON for programs. */
    static void print(View view, boolean json) {
        if (json) {
            System.out.println(Json.indented(view.data()));
        } else {
            view.lines().forEach(System.out::println);
        }
    }

    private View view(Artifacts run) throws IOException {
        return switch (part) {
            case "" -> overview();
            case RunLayout.PREPROCESS -> userId == null ? new DataView(run) : new UserView(run, userId);
            case RunLayout.TRAIN -> new TrainingView(run);
            case RunLayout.EVALUATE -> new ResultView(run);
            case "items" -> new ItemsView(run, text);
            default ->
                throw new UserError(
                        "inspect", "preprocess, train, evaluate or items", "\"" + part + "\"", "correct it");
        };
    }

    /** Judges the stages by the configuration that the last run saved. */
    private View overview() throws IOException {
        Settings settings =
                ConfigOptions.load(root.resolve(RunLayout.RESOLVED_CONF), Map.of("run.directory", root.toString()));
        return new RunView(new Pipeline(
                        RunOptions.pipeline(settings, new StopRequest()), RunDirectory.at(root), Environment.describe())
                .plan(Set.of(), false));
    }
}
