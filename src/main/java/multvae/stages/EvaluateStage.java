package multvae.stages;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import multvae.baselines.FitProgress;
import multvae.config.EngineSettings;
import multvae.config.EvaluateSettings;
import multvae.config.EvaluateSettings.Baseline;
import multvae.config.ModelSettings;
import multvae.config.Settings;
import multvae.config.TrainSettings;
import multvae.evaluation.Bootstrap;
import multvae.evaluation.DetailedEvaluator;
import multvae.evaluation.Example;
import multvae.evaluation.Examples;
import multvae.evaluation.ItemPopularity;
import multvae.evaluation.PerUser;
import multvae.matrix.CsrFile;
import multvae.matrix.CsrMatrix;
import multvae.matrix.ItemIndex;
import multvae.matrix.Part;
import multvae.matrix.UserIndex;
import multvae.model.ModelScorer;
import multvae.model.TrainedModel;
import multvae.run.Input;
import multvae.run.RunLayout;
import multvae.run.Stage;
import multvae.run.StageSpec;
import multvae.weights.Architecture;

/** The trained model and the baselines on the test users, all on the same path. */
public final class EvaluateStage implements Stage {

    static final int VERSION = 6;
    private static final int EXAMPLE_USERS = 5;
    private static final int EXAMPLE_ITEMS = 10;

    private final ModelSettings model;
    private final EvaluateSettings evaluate;
    private final EngineSettings engine;
    private final BaselineFits fits;
    private final boolean finalFit;
    private final StageSpec spec;
    private Map<String, Object> environment = Map.of();

    /** @param progress hears how far the fit of a baseline is */
    public EvaluateStage(Settings settings, FitProgress progress) {
        this.model = settings.model();
        this.evaluate = settings.evaluate();
        this.engine = settings.engine();
        this.fits = new BaselineFits(evaluate, progress);
        this.finalFit = settings.train().finalFit();
        SortedMap<String, Object> slice = settings.slice("model", "evaluate");
        List<Input> inputs = new ArrayList<>(Stream.of(
                        RunLayout.TRAIN_MATRIX,
                        RunLayout.TEST_FOLD_IN,
                        RunLayout.TEST_HELD_OUT,
                        RunLayout.ITEMS,
                        RunLayout.USERS,
                        RunLayout.WEIGHTS)
                .map(Input::of)
                .toList());
        if (finalFit) { // the baselines are fitted on what the model was trained on
            slice.put(TrainSettings.FINAL_FIT, true);
            inputs.add(Input.of(RunLayout.VALIDATION_FOLD_IN));
            inputs.add(Input.of(RunLayout.VALIDATION_HELD_OUT));
        }
        this.spec = new StageSpec(
                RunLayout.EVALUATE,
                VERSION,
                slice,
                inputs,
                List.of(RunLayout.METRICS.file(), RunLayout.PER_USER.file(), RunLayout.EXAMPLES.file()),
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
        UserIndex users = UserIndex.read(inputs.path(RunLayout.USERS));
        ItemIndex items = ItemIndex.read(inputs.path(RunLayout.ITEMS));
        FitEvents events = FitEvents.of(inputs::path, users, items.size(), finalFit);
        try (Engine open = fits.engine(evaluate.baselines(), () -> Engine.open(engine))) {
            evaluate(inputs, users, items, FitData.of(open, events), directory);
            environment = open.environment();
        }
    }

    private void evaluate(Inputs inputs, UserIndex users, ItemIndex items, FitData data, Path directory)
            throws IOException {
        CsrMatrix foldIn = CsrFile.read(inputs.path(RunLayout.TEST_FOLD_IN), users.size(Part.TEST), items.size());
        CsrMatrix heldOut = CsrFile.read(inputs.path(RunLayout.TEST_HELD_OUT), users.size(Part.TEST), items.size());
        IntFunction<String> userId = row -> users.userId(Part.TEST, row);

        Architecture architecture = model.architecture(items.size());
        long heap = DetailedEvaluator.heap(
                1 + evaluate.baselines().size(),
                evaluate.metrics().size(),
                foldIn.rows(),
                evaluate.bootstrap().resamples());
        fits.requireMemory(evaluate.baselines(), data, foldIn, heldOut, heap); // before the model takes its time
        DetailedEvaluator evaluator = new DetailedEvaluator(
                foldIn,
                heldOut,
                new ItemPopularity(data.usersPerItem()),
                evaluate.metrics(),
                evaluate.recommendations(),
                evaluate.batchSize());

        Map<String, DetailedEvaluator.Result> results = new LinkedHashMap<>();
        Examples examples = new Examples(foldIn, heldOut, EXAMPLE_USERS, EXAMPLE_ITEMS);
        try (TrainedModel trained = TrainedModel.open(inputs.path(RunLayout.WEIGHTS), architecture);
                ModelScorer scorer = trained.scorer(model.itemLayers())) {
            results.put(model.type().label(), evaluator.evaluate(scorer));
            examples.add(model.type().label(), scorer);
        }
        for (Baseline baseline : evaluate.baselines()) {
            results.put(baseline.label(), fits.of(baseline).scored(data, scorer -> {
                examples.add(baseline.label(), scorer);
                return evaluator.evaluate(scorer);
            }));
        }
        Example.write(directory.resolve(RunLayout.EXAMPLES.file()), examples.byRawIds(userId, items::itemId));
        Bootstrap bootstrap = new Bootstrap(
                evaluate.bootstrap().resamples(), evaluate.bootstrap().seed());
        evaluator.metrics(results, bootstrap, inputs.fingerprints()).write(directory.resolve(RunLayout.METRICS.file()));
        PerUser.write(directory.resolve(RunLayout.PER_USER.file()), results, userId);
    }
}
