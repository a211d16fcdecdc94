package multvae.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import multvae.config.Settings;
import multvae.inspect.DataView;
import multvae.inspect.ItemsView;
import multvae.inspect.PublishedView;
import multvae.inspect.ResultView;
import multvae.inspect.RunView;
import multvae.inspect.RunsView;
import multvae.inspect.TrainingView;
import multvae.inspect.UserView;
import multvae.inspect.View;
import multvae.io.UserError;
import multvae.run.Artifacts;
import multvae.run.Pipeline;
import multvae.run.RunDirectory;
import multvae.run.RunLayout;
import multvae.split.PublishedComparison;
import multvae.stages.RunSplit;
import multvae.training.StopRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows a run's artifacts, or lists runs. Takes no lock and writes nothing. */
@Command(
        name = "inspect",
        description = "Shows a run: its stages, or what one of them wrote. Of a directory with runs it lists the runs.")
final class InspectCommand implements Callable<Integer> {

    @Parameters(
            index = "0",
            paramLabel = "RUN",
            description = "the run's directory, such as runs/quickstart, or one with runs, such as runs")
    private Path root;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "PART",
            description = "preprocess, train, evaluate or items; without it, an overview of the run")
    private String part = "";

    @Option(names = "--user", paramLabel = "ID", description = "with preprocess: the rows of the user with this raw id")
    private String userId;

    @Option(
            names = "--published",
            description =
                    "with preprocess: the authors' files of this split by their git blob ids, compared with the published"
                            + " ones of MovieLens 20M; reads the ratings again; exit code 2 if one differs")
    private boolean published;

    @Option(names = "--find", paramLabel = "TEXT", description = "with items: those with this text in their titles")
    private String text = "";

    @Option(
            names = "--sort",
            paramLabel = "METRIC",
            description = "of a directory with runs: the metric to sort by, such as ndcg@100")
    private String sort;

    @Option(names = "--json", description = "print JSON, for programs")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        requirePart(userId != null, "--user", RunLayout.PREPROCESS);
        requirePart(published, "--published", RunLayout.PREPROCESS);
        requirePart(!text.isEmpty(), "--find", "items");
        if (published && userId != null) {
            throw new UserError("--published", "no --user with it", "--user " + userId, "leave one of them out");
        }
        boolean ofRuns =
                part.isEmpty() && Files.isDirectory(root) && !Files.exists(root.resolve(RunLayout.RESOLVED_CONF));
        if (ofRuns) {
            print(new RunsView(root, Optional.ofNullable(sort)), json);
            return ExitCode.OK;
        }
        if (sort != null) {
            throw new UserError("--sort", "a directory with runs", root + ", and no such list", "leave it out");
        }
        Artifacts run = new Artifacts(root);
        if (published) {
            compare(run);
        } else {
            print(view(run), json);
        }
        return ExitCode.OK;
    }

    private void requirePart(boolean isGiven, String option, String required) {
        if (isGiven && !part.equals(required)) {
            throw new UserError(option, "inspect RUN " + required, part.isEmpty() ? "no part" : part, "name the part");
        }
    }

    /** Prints the whole comparison before it fails: the ids say more than the error's one line. */
    private void compare(Artifacts run) throws IOException {
        Settings settings = ConfigOptions.ofRun(root);
        PublishedComparison comparison = PublishedComparison.of(RunSplit.of(run, settings), settings);
        print(new PublishedView(comparison), json);
        if (!comparison.different().isEmpty()) {
            throw new UserError(
                    run.root().resolve(RunLayout.PREPROCESS).toString(),
                    "the published files",
                    "another " + String.join(", ", comparison.different()),
                    "see \"When a number differs\" in docs/reproducing-the-paper.md");
        }
    }

    /** Text for people, JSON for programs. */
    static void print(View view, boolean json) {
        if (json) {
            Output.json(view.data());
        } else {
            view.lines().forEach(Output::line);
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
        return new RunView(new Pipeline(
                        Stages.pipeline(ConfigOptions.ofRun(root), new StopRequest()),
                        RunDirectory.at(root),
                        Environment.describe())
                .plan(Set.of(), false));
    }
}
