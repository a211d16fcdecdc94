package multvae.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import multvae.config.EvaluateSettings.Baseline;
import multvae.io.FileTree;
import multvae.io.Printable;
import multvae.io.UserError;
import multvae.run.Artifacts;
import multvae.run.RunDirectory;
import multvae.run.RunLayout;
import multvae.run.RunLock;
import multvae.serving.Bundle;
import multvae.serving.FittedModel;
import multvae.stages.BaselineModel;
import picocli.CommandLine.Option;

/** Which model of a run recommends: the one that it has trained, or a baseline, fitted as evaluate fits it. */
final class ModelOption {

    @Option(
            names = "--model",
            paramLabel = "NAME",
            description =
                    "popularity, item-knn, ease, edlae or ials, fitted with the settings of the run's evaluate section"
                            + " (the trained model)")
    private String name;

    /** Whether it is a baseline. */
    boolean isBaseline() {
        return name != null;
    }

    /**
     * The baseline as a model of a run's data.
     *
     * @throws UserError if there is none of that name, or it is not a run's directory
     */
    FittedModel of(Path run) throws IOException {
        Baseline baseline = Arrays.stream(Baseline.values())
                .filter(known -> known.label().equals(name))
                .findFirst()
                .orElseThrow(() -> new UserError(
                        "--model",
                        "one of "
                                + Arrays.stream(Baseline.values())
                                        .map(Baseline::label)
                                        .collect(Collectors.joining(", ")),
                        '"' + Printable.oneLine(name) + '"',
                        "correct it, or leave it out for the trained model"));
        Path root = new Artifacts(run).root(); // a bundle has one model only
        return BaselineModel.of(root, ConfigOptions.ofRun(root), baseline, new Console());
    }

    /**
     * Refuses a run that has never trained a model. A baseline needs none.
     *
     * @param path the directory of a run or a bundle
     */
    static void requireTrained(Path path) {
        Path trained = path.resolve(RunLayout.TRAIN);
        if (Files.exists(path.resolve(RunLayout.RESOLVED_CONF)) && !Files.exists(trained)) {
            throw new UserError(
                    trained.toString(),
                    "the model that train makes",
                    "nothing",
                    "run train first, or ask for a baseline with --model");
        }
    }

    /**
     * The directory to open: the given one, or that of a bundle of the baseline in the run, which is made unless it is there
     * already.
     *
     * @param path the directory of a run; of a bundle only if there is no baseline to be fitted
     * @throws UserError if it is that of a run without the model that is asked for
     */
    Path opened(Path path) throws IOException {
        if (!isBaseline()) {
            requireTrained(path);
            return path;
        }
        FittedModel model = of(path);
        Path models = path.resolve(RunLayout.MODELS);
        if (Files.isSymbolicLink(models)) { // what is deleted below would be somebody's
            throw new UserError(
                    models.toString(),
                    "a directory of this run",
                    "a link",
                    "delete it, or write the model elsewhere with bundle --model " + model.name());
        }
        Path bundle = models.resolve(model.name());
        if (!Bundle.isFitted(path, model, bundle)) {
            try (RunLock lock = RunLock.take(new RunDirectory(path))) { // no stage replaces the data meanwhile
                FileTree.delete(bundle);
                Bundle.fit(path, model, bundle);
            }
        }
        return bundle;
    }
}
