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

/** What to run, with which configuration. Each option can be given as a system property too, for {@code mvn exec:java}. */
final class RunOptions {

    @Mixin
    private ConfigOptions config = new ConfigOptions();

    @Option(
            names = "--stage",
            paramLabel = "NAME",
            split = ",",
            defaultValue = "${sys:stage}",
            description = "run only these stages, in the pipeline's order (-Dstage)")
    private List<String> stages = List.of();

    @Option(
            names = "--force",
            defaultValue = "${sys:force}",
            fallbackValue = "true",
            description = "run them even if they are fresh (-Dforce=true)")
    private boolean force;

    Settings settings() {
        return config.settings();
    }

    /** @param stop asks a running training to stop */
    static List<Stage> pipeline(Settings settings, StopRequest stop) {
        return pipeline(settings, new Console(), stop);
    }

    /**
     * The five stages.
     *
     * @param progress watches the training
     * @param stop asks a running training to stop
     */
    static List<Stage> pipeline(Settings settings, TrainingProgress progress, StopRequest stop) {
        return List.of(
                new FetchStage(settings, new Console()),
                new PreprocessStage(settings),
                new TrainStage(settings, progress, stop),
                new EvaluateStage(settings, new Console()),
                new ReportStage(settings));
    }

    /** The names of the stages to run; none means all. */
    Set<String> selected(List<Stage> pipeline) {
        List<String> names = pipeline.stream().map(Stage::name).toList();
        Set<String> selected = new LinkedHashSet<>();
        for (String stage : stages) {
            if (!names.contains(stage.strip())) {
                throw new UserError("-Dstage", "some of " + String.join(",", names), "\"" + stage + "\"", "correct it");
            }
            selected.add(stage.strip());
        }
        return selected;
    }

    boolean force() {
        return force;
    }
}
