package multvae.stages;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import multvae.config.AnnealType;
import multvae.config.InputLayer;
import multvae.config.ModelType;
import multvae.config.Settings;
import multvae.data.CsrFile;
import multvae.model.Architecture;
import multvae.pipeline.FileHash;
import multvae.pipeline.Input;
import multvae.pipeline.Stage;
import multvae.training.StopRequest;
import multvae.training.Trainer;
import multvae.training.TrainingData;
import multvae.training.TrainingProgress;
import multvae.training.TrainingTask;

/** The train users' matrix to the weights of the best validation epoch. */
public final class TrainStage implements Stage {

    static final String NAME = "train";
    static final String SEARCH_HISTORY = Trainer.SEARCH + "/" + Trainer.HISTORY_FILE;

    private final Settings settings;
    private final InputLayer inputLayer;
    private final TrainingProgress progress;
    private final StopRequest stop;

    /**
     * @param backendsInputLayer what suits the backend, where the settings leave it open
     * @param stop asks a training that is under way to stop
     */
    public TrainStage(Settings settings, InputLayer backendsInputLayer, TrainingProgress progress, StopRequest stop) {
        this.settings = settings;
        this.inputLayer = settings.model().inputLayer().orElse(backendsInputLayer);
        this.progress = progress;
        this.stop = stop;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public SortedMap<String, Object> slice() {
        SortedMap<String, Object> slice = settings.slice("model", "train");
        slice.put("model.inputLayer", inputLayer.label());
        slice.remove("train.checkpointEvery"); // no effect on the result
        return slice;
    }

    @Override
    public boolean resumes() {
        return true;
    }

    @Override
    public List<Input> inputs() {
        return List.of(
                Input.of(PreprocessStage.NAME, PreprocessStage.TRAIN),
                Input.of(PreprocessStage.NAME, PreprocessStage.VALIDATION_FOLD_IN),
                Input.of(PreprocessStage.NAME, PreprocessStage.VALIDATION_HELD_OUT));
    }

    @Override
    public List<String> outputs() {
        return searches(settings)
                ? List.of(Trainer.MODEL_FILE, Trainer.HISTORY_FILE, SEARCH_HISTORY)
                : List.of(Trainer.MODEL_FILE, Trainer.HISTORY_FILE);
    }

    /** Whether there are two trainings, the first of them for beta's cap. */
    static boolean searches(Settings settings) {
        return settings.train().anneal().type() == AnnealType.SEARCH
                && settings.model().type() == ModelType.MULT_VAE;
    }

    @Override
    public void run(Inputs inputs, Optional<Path> previous, Path directory) throws IOException {
        TrainingData data = new TrainingData(
                CsrFile.read(inputs.path(PreprocessStage.NAME, PreprocessStage.TRAIN)),
                CsrFile.read(inputs.path(PreprocessStage.NAME, PreprocessStage.VALIDATION_FOLD_IN)),
                CsrFile.read(inputs.path(PreprocessStage.NAME, PreprocessStage.VALIDATION_HELD_OUT)));
        Trainer.train(
                new TrainingTask(
                        data,
                        Architecture.of(data.train().columns(), settings.model()),
                        inputLayer,
                        settings.train(),
                        identity(inputs)),
                previous,
                directory,
                progress,
                stop);
    }

    /** What the steps of training depend on: all but how many there are, and what is written on the side. */
    private SortedMap<String, Object> identity(Inputs inputs) throws IOException {
        SortedMap<String, Object> identity = slice();
        identity.keySet().removeIf(key -> key.startsWith("train.anneal.")); // the trainer adds what comes of it
        identity.remove("train.epochs");
        identity.remove("train.statistics");
        for (Input input : inputs()) {
            identity.put(input.name(), FileHash.of(inputs.path(input.name())).sha256());
        }
        return identity;
    }
}
