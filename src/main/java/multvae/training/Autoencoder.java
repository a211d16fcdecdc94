package multvae.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import multvae.config.ModelSettings;
import multvae.config.TrainSettings;
import multvae.io.FileTree;
import multvae.io.UserError;
import multvae.matrix.CsrMatrix;
import multvae.model.ModelScorer;
import multvae.model.TrainedModel;
import multvae.run.RunLayout;
import multvae.weights.Architecture;

/**
 * A Mult-VAE, Mult-DAE or RecVAE, trained from Java: the whole training in one call, without a configuration file or a run's
 * directory.
 *
 * <pre>{@code
 * Settings settings = Settings.defaults(Map.of("train.batchSize", "10", "train.epochs", "50"));
 * TrainingData data = new TrainingData(train, validationFoldIn, validationHeldOut);
 * try (Autoencoder model = Autoencoder.train(data, settings.model(), settings.train())) {
 *     System.out.println(model.history().best().validation().ndcg100());
 *     model.save(Path.of("models/first"));
 * }
 * }</pre>
 *
 * <p>The same data, settings and seed give the same model as the pipeline's train stage. Training takes all cores and needs
 * one of ND4J's backends on the class path. It cannot be resumed: for a training of hours use the pipeline, which writes
 * checkpoints where a kill leaves them. Not thread-safe.
 */
public final class Autoencoder implements AutoCloseable {

    private static final List<RunLayout.Artifact> FILES =
            List.of(RunLayout.MODEL, RunLayout.WEIGHTS, RunLayout.HISTORY);

    private final ModelSettings settings;
    private final Path files; // a temporary directory with what save copies
    private final TrainedModel model;
    private final History history;

    private Autoencoder(ModelSettings settings, Path files, TrainedModel model, History history) {
        this.settings = settings;
        this.files = files;
        this.model = model;
        this.history = history;
    }

    /** As {@link #train(TrainingData, ModelSettings, TrainSettings, TrainingProgress)}, watched by nobody. */
    public static Autoencoder train(TrainingData data, ModelSettings model, TrainSettings training) throws IOException {
        return train(data, model, training, TrainingProgress.NONE);
    }

    /**
     * Trains a model and keeps the weights of the best validation epoch.
     *
     * @param data the train users, and the validation users in two parts; all three have the same items as columns
     * @param model the layers
     * @param training epochs, batches, annealing, schedules; without a final fit
     * @param progress told of steps and epochs, on this thread
     * @throws IllegalArgumentException if the matrices do not fit each other
     * @throws UserError if a final fit is asked for, the loss is not finite, or memory would not suffice
     * @throws IOException if the temporary directory cannot be written
     */
    public static Autoencoder train(
            TrainingData data, ModelSettings model, TrainSettings training, TrainingProgress progress)
            throws IOException {
        requireSameItems(data);
        if (training.finalFit()) {
            throw new UserError(
                    TrainSettings.FINAL_FIT,
                    "false from Java, where the weights of the best epoch are kept",
                    "true",
                    "leave it out, or use the pipeline");
        }
        Architecture architecture = model.architecture(data.train().columns());
        Path files = Files.createTempDirectory("multvae-training");
        try {
            Trainer.train(
                    new TrainingTask(
                            data, Optional.empty(), architecture, model.itemLayers(), training, new TreeMap<>()),
                    Optional.empty(),
                    files,
                    progress,
                    new StopRequest());
            FileTree.delete(files.resolve(Trainer.CHECKPOINTS)); // four times as large as the model
            // before the model, which would have to be closed if it could not be read
            History history = History.read(files.resolve(RunLayout.HISTORY.file()));
            TrainedModel trained = TrainedModel.open(files.resolve(RunLayout.WEIGHTS.file()), architecture);
            return new Autoencoder(model, files, trained, history);
        } catch (IOException | RuntimeException | Error e) {
            FileTree.delete(files);
            throw e;
        }
    }

    private static void requireSameItems(TrainingData data) {
        CsrMatrix foldIn = data.validationFoldIn();
        CsrMatrix heldOut = data.validationHeldOut();
        int items = data.train().columns();
        if (foldIn.columns() != items || heldOut.columns() != items || foldIn.rows() != heldOut.rows()) {
            throw new IllegalArgumentException(
                    "the validation users are [" + foldIn.rows() + ", " + foldIn.columns() + "] and [" + heldOut.rows()
                            + ", " + heldOut.columns() + "], must be [users, " + items + "] twice");
        }
    }

    /** How the training went, epoch by epoch. */
    public History history() {
        return history;
    }

    /** A scorer of users, for evaluation; close it before the model. */
    public ModelScorer scorer() {
        return model.scorer(settings.itemLayers());
    }

    /**
     * Writes model.fb, weights.safetensors and history.csv, the files of the pipeline's train stage.
     *
     * @param directory made if it is missing; files of these names are replaced
     */
    public void save(Path directory) throws IOException {
        Files.createDirectories(directory);
        for (RunLayout.Artifact artifact : FILES) {
            Files.copy(
                    files.resolve(artifact.file()),
                    directory.resolve(artifact.file()),
                    StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Frees the model's memory and deletes the temporary files. */
    @Override
    public void close() throws IOException {
        try {
            model.close();
        } finally {
            FileTree.delete(files);
        }
    }
}
