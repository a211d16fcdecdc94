package multvae.stages;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import multvae.baselines.Ease;
import multvae.baselines.FitProgress;
import multvae.baselines.ItemKnn;
import multvae.baselines.Popularity;
import multvae.config.EvaluateSettings;
import multvae.config.EvaluateSettings.Baseline;
import multvae.config.ModelSettings;
import multvae.config.Settings;
import multvae.evaluation.Bootstrap;
import multvae.evaluation.DetailedEvaluator;
import multvae.evaluation.Example;
import multvae.evaluation.Examples;
import multvae.evaluation.ItemPopularity;
import multvae.evaluation.PerUser;
import multvae.evaluation.RankingMetric;
import multvae.evaluation.Scorer;
import multvae.io.ProcessMemory;
import multvae.matrix.AllEvents;
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

    private static final int VERSION = 5;
    private static final int EXAMPLE_USERS = 5;
    private static final int EXAMPLE_ITEMS = 10;

    private final ModelSettings model;
    private final EvaluateSettings evaluate;
    private final FitProgress progress;
    private final boolean finalFit;
    private final StageSpec spec;

    /** @param progress hears how far the fit of a baseline is */
    public EvaluateStage(Settings settings, FitProgress progress) {
        this.model = settings.model();
        this.evaluate = settings.evaluate();
        this.progress = progress;
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
            slice.put(TrainStage.FINAL_FIT, true);
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
    public void run(Inputs inputs, Optional<Path> previous, Path directory) throws IOException {
        UserIndex users = UserIndex.read(inputs.path(RunLayout.USERS));
        ItemIndex items = ItemIndex.read(inputs.path(RunLayout.ITEMS));
        Matrices matrices = (file, part) -> CsrFile.read(inputs.path(file), users.size(part), items.size());
        CsrMatrix train = trainedOn(matrices, users);
        CsrMatrix foldIn = matrices.read(RunLayout.TEST_FOLD_IN, Part.TEST);
        CsrMatrix heldOut = matrices.read(RunLayout.TEST_HELD_OUT, Part.TEST);
        IntFunction<String> userId = row -> users.userId(Part.TEST, row);

        Architecture architecture = model.architecture(train.columns());
        requireHeap(evaluate, evaluate.baselines(), train, foldIn, heldOut);
        if (evaluate.baselines().contains(Baseline.EASE)) {
            Ease.requireMemory(train.columns()); // before the model takes its time
        }
        DetailedEvaluator evaluator = new DetailedEvaluator(
                foldIn,
                heldOut,
                new ItemPopularity(train),
                evaluate.metrics().stream()
                        .map(metric ->
                                RankingMetric.valueOf(metric.name().name()).at(metric.k()))
                        .toList(),
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
            results.put(baseline.label(), fit(baseline, evaluate, train, progress, scorer -> {
                examples.add(baseline.label(), scorer);
                return evaluator.evaluate(scorer);
            }));
        }
        Example.write(directory.resolve(RunLayout.EXAMPLES.file()), examples.byRawIds(userId, items::itemId));
        Bootstrap bootstrap = new Bootstrap(
                evaluate.bootstrap().resamples(), evaluate.bootstrap().seed());
        evaluator.metrics(results, bootstrap, inputs.fingerprints()).write(directory.resolve(RunLayout.METRICS.file()));
        PerUser.of(results, userId).write(directory.resolve(RunLayout.PER_USER.file()));
    }

    /** Reads a matrix of preprocess: a row for each user of the part, a column for each item. */
    private interface Matrices {
        CsrMatrix read(RunLayout.Artifact file, Part part);
    }

    /** For the matrices, a batch's scores, and item-kNN while it is fitted. */
    static void requireHeap(
            EvaluateSettings evaluate, List<Baseline> baselines, CsrMatrix train, CsrMatrix foldIn, CsrMatrix heldOut) {
        long matrices = Stream.of(train, foldIn, heldOut)
                .mapToLong(matrix -> Integer.BYTES * ((long) matrix.rows() + 1 + matrix.nonZeros()))
                .sum();
        long scores = (long) Float.BYTES * Math.min(evaluate.batchSize(), foldIn.rows()) * train.columns();
        boolean knn = baselines.contains(Baseline.ITEM_KNN);
        long fit = knn ? ItemKnn.heapToFit(train, evaluate.itemKnn().neighbours()) : 0;
        ProcessMemory.requireHeap(
                String.format(Locale.ROOT, "evaluate, with %,d items", train.columns()),
                matrices + scores + fit,
                "or lower evaluate.batchSize" + (knn ? " or evaluate.itemKnn.neighbours" : ""));
    }

    private CsrMatrix trainedOn(Matrices matrices, UserIndex users) {
        CsrMatrix train = matrices.read(RunLayout.TRAIN_MATRIX, Part.TRAIN);
        return finalFit
                ? AllEvents.of(
                        train,
                        matrices.read(RunLayout.VALIDATION_FOLD_IN, Part.VALIDATION),
                        matrices.read(RunLayout.VALIDATION_HELD_OUT, Part.VALIDATION),
                        users)
                : train;
    }

    /**
     * Fits a baseline, and passes it on for as long as {@code evaluator} takes.
     *
     * @param train what it is fitted on, [users, items]
     */
    static <T> T fit(
            Baseline baseline,
            EvaluateSettings evaluate,
            CsrMatrix train,
            FitProgress progress,
            Function<Scorer, T> evaluator) {
        return switch (baseline) {
            case POPULARITY -> evaluator.apply(new Popularity(train));
            case ITEM_KNN ->
                evaluator.apply(new ItemKnn(
                        train,
                        evaluate.itemKnn().neighbours(),
                        new ItemKnn.Similarity(
                                evaluate.itemKnn().shrinkage(),
                                evaluate.itemKnn().asymmetry(),
                                evaluate.itemKnn().userDamping())));
            case EASE -> {
                try (Ease ease = new Ease(train, evaluate.ease().lambda(), progress)) {
                    yield evaluator.apply(ease);
                }
            }
        };
    }
}
