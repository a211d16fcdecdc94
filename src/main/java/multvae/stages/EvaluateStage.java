package multvae.stages;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import multvae.baselines.Ease;
import multvae.baselines.ItemKnn;
import multvae.baselines.Popularity;
import multvae.config.EvaluateSettings.Baseline;
import multvae.config.Settings;
import multvae.evaluation.Bootstrap;
import multvae.evaluation.DetailedEvaluation;
import multvae.evaluation.DetailedEvaluator;
import multvae.evaluation.Evaluation;
import multvae.evaluation.Example;
import multvae.evaluation.ItemPopularity;
import multvae.evaluation.MetricAtK;
import multvae.io.CsvRecords;
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

    private static final int VERSION = 3;
    private static final int EXAMPLE_USERS = 5;
    private static final int EXAMPLE_ITEMS = 10;

    private final Settings settings;
    private final StageSpec spec;

    public EvaluateStage(Settings settings) {
        this.settings = settings;
        this.spec = new StageSpec(
                RunLayout.EVALUATE,
                VERSION,
                settings.slice("model", "evaluate"),
                List.of(
                        Input.of(RunLayout.TRAIN_MATRIX),
                        Input.of(RunLayout.TEST_FOLD_IN),
                        Input.of(RunLayout.TEST_HELD_OUT),
                        Input.of(RunLayout.ITEMS),
                        Input.of(RunLayout.USERS),
                        Input.of(RunLayout.MODEL)),
                List.of(RunLayout.METRICS.file(), RunLayout.PER_USER.file(), RunLayout.EXAMPLES.file()),
                false);
    }

    @Override
    public StageSpec spec() {
        return spec;
    }

    @Override
    public void run(Inputs inputs, Optional<Path> previous, Path directory) throws IOException {
        CsrMatrix train = CsrFile.read(inputs.path(RunLayout.TRAIN_MATRIX));
        CsrMatrix foldIn = CsrFile.read(inputs.path(RunLayout.TEST_FOLD_IN));
        CsrMatrix heldOut = CsrFile.read(inputs.path(RunLayout.TEST_HELD_OUT));
        UserIndex users = UserIndex.read(inputs.path(RunLayout.USERS));

        if (settings.evaluate().baselines().contains(Baseline.EASE)) {
            Ease.requireMemory(train.columns()); // before the model takes its time
        }
        ItemPopularity popularity = new ItemPopularity(train);
        DetailedEvaluator evaluator = new DetailedEvaluator(
                foldIn,
                heldOut,
                popularity,
                settings.evaluate().metrics().stream().map(MetricAtK::of).toList(),
                settings.evaluate().recommendations(),
                settings.evaluate().batchSize());

        Map<String, DetailedEvaluation> evaluations = new LinkedHashMap<>();
        Architecture architecture = settings.model().architecture(train.columns());
        try (TrainedModel model = TrainedModel.load(inputs.path(RunLayout.MODEL), architecture);
                ModelScorer scorer = model.scorer(settings.model().itemLayers())) {
            evaluations.put(settings.model().type().label(), evaluator.evaluate(scorer));
            writeExamples(
                    directory.resolve(RunLayout.EXAMPLES.file()),
                    Example.of(scorer, foldIn, heldOut, EXAMPLE_USERS, EXAMPLE_ITEMS),
                    users,
                    ItemIndex.read(inputs.path(RunLayout.ITEMS)));
        }
        for (Baseline baseline : settings.evaluate().baselines()) {
            evaluations.put(baseline.label(), evaluate(baseline, train, evaluator));
        }
        new MetricsFile(evaluations, popularity, evaluator.activity())
                .write(
                        directory.resolve(RunLayout.METRICS.file()),
                        inputs.fingerprints(),
                        new Bootstrap(
                                settings.evaluate().bootstrap().resamples(),
                                settings.evaluate().bootstrap().seed()));
        writePerUser(directory.resolve(RunLayout.PER_USER.file()), evaluations, users);
    }

    private DetailedEvaluation evaluate(Baseline baseline, CsrMatrix train, DetailedEvaluator evaluator) {
        return switch (baseline) {
            case POPULARITY -> evaluator.evaluate(new Popularity(train));
            case ITEM_KNN ->
                evaluator.evaluate(new ItemKnn(
                        train,
                        settings.evaluate().itemKnn().neighbours(),
                        settings.evaluate().itemKnn().shrinkage()));
            case EASE -> {
                try (Ease ease = new Ease(train, settings.evaluate().ease().lambda())) {
                    yield evaluator.evaluate(ease);
                }
            }
        };
    }

    /** By raw ids: what is read beside it may be of another split, whose columns are others. */
    private static void writeExamples(Path file, List<Example> examples, UserIndex users, ItemIndex items)
            throws IOException {
        List<Map<String, Object>> content = new ArrayList<>();
        for (Example example : examples) {
            Map<String, Object> user = new LinkedHashMap<>();
            user.put("userId", users.userId(Part.TEST, example.row()));
            user.put("foldIn", ids(items, example.foldIn()));
            user.put("heldOut", ids(items, example.heldOut()));
            user.put("recommended", ids(items, example.recommended()));
            content.add(user);
        }
        JsonFile.write(file, content);
    }

    private static List<Long> ids(ItemIndex items, List<Integer> columns) {
        return columns.stream().map(items::itemId).toList();
    }

    private static void writePerUser(Path file, Map<String, DetailedEvaluation> evaluations, UserIndex users) {
        List<MetricAtK> metrics = evaluations.values().iterator().next().all().metrics();
        List<String> header = new ArrayList<>(List.of("userId", "model"));
        metrics.forEach(metric -> header.add(metric.name()));
        CsvRecords.write(file, header, csv -> {
            for (Map.Entry<String, DetailedEvaluation> entry : evaluations.entrySet()) {
                Evaluation evaluation = entry.getValue().all();
                int[] rows = evaluation.rows();
                List<double[]> columns =
                        metrics.stream().map(evaluation::perUser).toList();
                for (int user = 0; user < rows.length; user++) {
                    List<Object> record = new ArrayList<>(List.of(users.userId(Part.TEST, rows[user]), entry.getKey()));
                    for (double[] column : columns) {
                        record.add(column[user]);
                    }
                    csv.print(record.toArray());
                }
            }
        });
    }
}
