package multvae.stages;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import multvae.config.Settings;
import multvae.data.CsrFile;
import multvae.model.Trainer;
import multvae.model.TrainingData;
import multvae.model.TrainingProgress;
import multvae.pipeline.Input;
import multvae.pipeline.Stage;

/** The train users' matrix to the weights of the best validation epoch. */
public final class TrainStage implements Stage {

    static final String NAME = "train";

    private final Settings settings;
    private final TrainingProgress progress;

    public TrainStage(Settings settings, TrainingProgress progress) {
        this.settings = settings;
        this.progress = progress;
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
        return settings.slice("model", "train");
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
        return List.of(Trainer.MODEL_FILE, Trainer.HISTORY_FILE);
    }

    @Override
    public void run(Inputs inputs, Optional<Path> previous, Path directory) throws IOException {
        TrainingData data = new TrainingData(
                CsrFile.read(inputs.path(PreprocessStage.NAME, PreprocessStage.TRAIN)),
                CsrFile.read(inputs.path(PreprocessStage.NAME, PreprocessStage.VALIDATION_FOLD_IN)),
                CsrFile.read(inputs.path(PreprocessStage.NAME, PreprocessStage.VALIDATION_HELD_OUT)));
        Trainer.train(data, settings.model(), settings.train(), directory, progress);
    }
}
