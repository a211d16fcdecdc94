package multvae.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import multvae.config.InputLayer;
import multvae.config.Settings;
import multvae.data.Dataset;
import multvae.error.UserError;
import multvae.pipeline.Pipeline;
import multvae.pipeline.RunDirectory;
import multvae.pipeline.RunLock;
import multvae.pipeline.Stage;
import multvae.stages.EvaluateStage;
import multvae.stages.FetchStage;
import multvae.stages.PreprocessStage;
import multvae.stages.ReportStage;
import multvae.stages.TrainStage;
import multvae.training.StopRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the stages of a configuration. Each option has its {@code -D} twin for {@code mvn exec:java}. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = "Runs the stages of a configuration: fetch, preprocess, train, evaluate, report.")
final class RunCommand implements Callable<Integer> {

    private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);

    @Option(names = "--config", paramLabel = "FILE", description = "the configuration, HOCON (-Dconfig)")
    private String config = System.getProperty("config");

    @Option(
            names = "--stage",
            paramLabel = "NAME",
            split = ",",
            description = "run just these stages, in the pipeline's order (-Dstage)")
    private List<String> stages = names(System.getProperty("stage", ""));

    @Option(names = "--force", description = "run them even if fresh (-Dforce=true)")
    private boolean force;

    @Option(names = "-D", paramLabel = "KEY=VALUE", description = "override a key of the configuration")
    private Map<String, String> overrides = new TreeMap<>();

    private final StopRequest stop;

    RunCommand(StopRequest stop) {
        this.stop = stop;
    }

    @Override
    public Integer call() throws IOException {
        if (config == null) {
            throw new UserError("-Dconfig", "a configuration file", "none", "try -Dconfig=conf/quickstart.conf");
        }
        Map<String, String> all = new TreeMap<>(Settings.overridesFrom(System.getProperties()));
        all.putAll(overrides);
        List<String> datasets = Dataset.catalogue().stream().map(Dataset::name).toList();
        Settings settings = Settings.load(Path.of(config), all, datasets);
        InputLayer inputLayer = Environment.inputLayer();
        List<Stage> pipeline = List.of(
                new FetchStage(settings, new DownloadConsole()),
                new PreprocessStage(settings),
                new TrainStage(settings, inputLayer, new TrainingConsole(), stop),
                new EvaluateStage(settings, inputLayer),
                new ReportStage(settings));
        Set<String> selected = selected(pipeline);

        RunDirectory directory = new RunDirectory(settings.runDirectory());
        try (RunLock lock = RunLock.take(directory);
                RunLog log = new RunLog(directory.root())) {
            Files.writeString(directory.root().resolve("resolved.conf"), settings.render());
            new Pipeline(pipeline, directory, Environment.describe()).run(selected, force || flag("force"));
            if (selected.isEmpty() || selected.contains(ReportStage.NAME)) {
                LOG.info("\n{}\nArtifacts: {}", ReportStage.table(directory.root()), directory.root());
            }
        }
        return ExitCode.OK;
    }

    private Set<String> selected(List<Stage> pipeline) {
        List<String> names = pipeline.stream().map(Stage::name).toList();
        for (String stage : stages) {
            if (!names.contains(stage)) {
                throw new UserError("-Dstage", "some of " + String.join(",", names), "\"" + stage + "\"", "correct it");
            }
        }
        return new LinkedHashSet<>(stages);
    }

    private static List<String> names(String commaSeparated) {
        return commaSeparated.isBlank()
                ? List.of()
                : List.of(commaSeparated.trim().split("\\s*,\\s*", -1));
    }

    private static boolean flag(String property) {
        String value = System.getProperty(property, "false");
        if (!value.isEmpty() && !value.equals("true") && !value.equals("false")) {
            throw new UserError("-D" + property, "true or false", "\"" + value + "\"", "correct it");
        }
        return !value.equals("false");
    }
}
