package multvae.spark;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import multvae.config.Settings;
import multvae.download.DownloadProgress;
import multvae.io.AtomicFile;
import multvae.ratings.Dataset;
import multvae.run.Pipeline;
import multvae.run.RunDirectory;
import multvae.run.RunLayout;
import multvae.run.RunLock;
import multvae.run.Stage;
import multvae.stages.FetchStage;
import multvae.stages.PreprocessStage;
import multvae.stages.TrainStage;
import multvae.training.StopRequest;
import multvae.training.TrainingProgress;

/**
 * A training on an executor. It ends as one in the driver's process would, and resumes from its checkpoint if an executor before this
 * one was lost.
 *
 * @param run the run's directory, which every machine finds there
 * @param branch the training's own directory within the run's
 * @param settings rendered
 * @param until after which epoch it ends
 */
record TrainTask(String run, String branch, String settings, int until, Map<String, Object> environment, boolean force)
        implements Serializable {

    private static final long serialVersionUID = 1;
    private static final Set<String> SHARED = Set.of(RunLayout.FETCH, RunLayout.PREPROCESS);

    /**
     * Gives the branch. One attempt after the other: Spark may begin a second one beside the first ({@code spark.speculation}), or after
     * it lost sight of an executor that still trains.
     */
    Attempt<String> train() throws IOException {
        return Attempt.of(() -> {
            RunDirectory directory = new RunDirectory(Path.of(run)).branch(branch, SHARED);
            try (RunLock alone = RunLock.await(directory)) {
                train(directory);
            }
            return branch;
        });
    }

    private void train(RunDirectory directory) throws IOException {
        Path file = directory.root().resolve(RunLayout.RESOLVED_CONF);
        AtomicFile.write(file, settings);
        Settings all = Settings.load(
                file, Map.of(), Dataset.catalogue().stream().map(Dataset::name).toList());
        List<Stage> stages = List.of(
                new FetchStage(all, DownloadProgress.NONE),
                new PreprocessStage(all),
                new TrainStage(all, until, new TrainingProgress() {}, new StopRequest()));
        new Pipeline(stages, directory, new HashMap<>(environment)).run(Set.of(RunLayout.TRAIN), force);
    }
}
