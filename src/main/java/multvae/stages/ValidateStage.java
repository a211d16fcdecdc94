package multvae.stages;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import multvae.baselines.FitProgress;
import multvae.config.EngineSettings;
import multvae.config.EvaluateSettings;
import multvae.config.EvaluateSettings.Baseline;
import multvae.config.Settings;
import multvae.evaluation.ValidationFigures;
import multvae.matrix.CsrFile;
import multvae.matrix.CsrMatrix;
import multvae.run.Input;
import multvae.run.RunLayout;
import multvae.run.Stage;
import multvae.run.StageSpec;

/** A baseline, fitted on the train users, on the validation users: what a search does with each of its trials. */
public final class ValidateStage implements Stage {

    private static final int VERSION = 1;

    private final Baseline baseline;
    private final EvaluateSettings evaluate;
    private final EngineSettings engine;
    private final BaselineFits fits;
    private final StageSpec spec;
    private Map<String, Object> environment = Map.of();

    /** @param progress hears how far the fit is */
    public ValidateStage(Settings settings, Baseline baseline, FitProgress progress) {
        this.baseline = baseline;
        this.evaluate = settings.evaluate();
        this.engine = settings.engine();
        this.fits = new BaselineFits(evaluate, progress);
        SortedMap<String, Object> slice = settings.slice("evaluate.batchSize", baseline.section());
        this.spec = new StageSpec(
                RunLayout.VALIDATE,
                VERSION,
                slice,
                TrainMatrices.FILES.stream().map(Input::of).toList(),
                List.of(RunLayout.VALIDATION.file()),
                false);
    }

    @Override
    public StageSpec spec() {
        return spec;
    }

    @Override
    public Map<String, Object> environment() {
        return environment;
    }

    @Override
    public void run(Inputs inputs, Optional<Path> previous, Path directory) throws IOException {
        CsrMatrix foldIn = CsrFile.read(inputs.path(RunLayout.VALIDATION_FOLD_IN));
        CsrMatrix heldOut = CsrFile.read(inputs.path(RunLayout.VALIDATION_HELD_OUT), foldIn.rows(), foldIn.columns());
        FitEvents events = FitEvents.ofTrain(inputs::path, foldIn.columns());
        try (Engine open = fits.engine(List.of(baseline), () -> Engine.open(engine))) {
            FitData data = FitData.of(open, events);
            fits.requireMemory(List.of(baseline), data, foldIn, heldOut, 0); // three numbers for each user
            fits.of(baseline)
                    .scored(data, scorer -> ValidationFigures.of(scorer, foldIn, heldOut, evaluate.batchSize()))
                    .write(directory.resolve(RunLayout.VALIDATION.file()));
            environment = open.environment();
        }
    }
}
