package multvae.cli;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import multvae.config.Settings;
import multvae.io.UserError;
import multvae.run.Stage;
import multvae.stages.EvaluateStage;
import multvae.stages.FetchStage;
import multvae.stages.PreprocessStage;
import multvae.stages.ReportStage;
import multvae.stages.TrainStage;
import multvae.training.StopRequest;
import multvae.training.TrainingProgress;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What to run, with which configuration. Each option has its {@code -D} twin for {@code mvn exec:java}. */
final class RunOptions {

    @Mixin
    private ConfigOptions config = new ConfigOptions();

    @Option(
            names = "--stage",
            paramLabel = "NAME",
            split = ",",
            description = "run just these stages, in the pipeline's order (-Dstage)")
    private List<String> stages = names(System.getProperty("stage", ""));

    @Option(names = "--force", description = "run them even if fresh (-Dforce=true)")
    private boolean force;

    Settings settings() {
        return config.settings();
    }

    /** @param stop asks a training that is under way to stop */
    static List<Stage> pipeline(Settings settings, StopRequest stop) {
        return pipeline(settings, new TrainingConsole(), stop);
    }

    /**
     * The five stages.
     *
     * @param progress watches the training
     * @param stop asks a training that is under way to stop
     */
    static List<Stage> pipeline(Settings settings, TrainingProgress progress, StopRequest stop) {
        return List.of(
                new FetchStage(settings, new DownloadConsole()),
                new PreprocessStage(settings),
                new TrainStage(settings, progress, stop),
                new EvaluateStage(settings),
                new ReportStage(settings));
    }

    /** The names of the stages to run; none means all. */
    Set<String> selected(List<Stage> pipeline) {
        List<String> names = pipeline.stream().map(Stage::name).toList();
        for (String stage : stages) {
            if (!names.contains(stage)) {
                throw new UserError("-Dstage", "some of " + String.join(",", names), "\"" + stage + "\"", "correct it");
            }
        }
        return new LinkedHashSet<>(stages);
    }

    boolean force() {
        return force || flag("force");
    }

    /** Whether a system property is set, as {@code -Dforce=true} or {@code -Dforce}. */
    static boolean flag(String property) {
        String value = System.getProperty(property, "false");
        if (!value.isEmpty() && !value.equals("true") && !value.equals("false")) {
            throw new UserError("-D" + property, "true or false", "\"" + value + "\"", "correct it");
        }
        return !value.equals("false");
    }

    private static List<String> names(String commaSeparated) {
        return commaSeparated.isBlank()
                ? List.of()
                : List.of(commaSeparated.trim().split("\\s*,\\s*", -1));
    }
}
