package multvae.stages;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import multvae.baselines.Ease;
import multvae.baselines.ItemKnn;
import multvae.baselines.Popularity;
import multvae.config.Baseline;
import multvae.config.InputLayer;
import multvae.config.Settings;
import multvae.data.CsrFile;
import multvae.data.CsrMatrix;
import multvae.data.CsvRecords;
import multvae.data.ItemIndex;
import multvae.data.Part;
import multvae.data.UserIndex;
import multvae.evaluation.Bootstrap;
import multvae.evaluation.DetailedEvaluation;
import multvae.evaluation.DetailedEvaluator;
import multvae.evaluation.Evaluation;
import multvae.evaluation.Example;
import multvae.evaluation.ItemPopularity;
import multvae.evaluation.MetricAtK;
import multvae.model.Architecture;
import multvae.model.ModelScorer;
import multvae.model.TrainedModel;
import multvae.pipeline.Input;
import multvae.pipeline.Stage;
import multvae.training.Trainer;

/** The trained model and the baselines on the test users, all on the same path. */
public final class EvaluateStage implements Stage {

    static final String NAME = "evaluate";
    static final String METRICS = "metrics.json";
    static final String EXAMPLES = "examples.json";
    private static final String PER_USER = "per-user.csv";
    private static final int EXAMPLE_USERS = 5;
    private static final int EXAMPLE_ITEMS = 10;

    private final Settings settings;
    private final InputLayer inputLayer;

    /** @param backendsInputLayer what suits the backend, where the settings leave it open */
    public EvaluateStage(Settings settings, InputLayer backendsInputLayer) {
        this.settings = settings;
        this.inputLayer = settings.model().inputLayer().orElse(backendsInputLayer);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int version() {
        return 3;
    }

    @Override
    public SortedMap<String, Object> slice() {
        SortedMap<String, Object> slice = settings.slice("model", "evaluate");
        slice.put("model.inputLayer", inputLayer.label());
        return slice;
    }

    @Override
    public List<Input> inputs() {
        return List.of(
                Input.of(PreprocessStage.NAME, PreprocessStage.TRAIN),
                Input.of(PreprocessStage.NAME, PreprocessStage.TEST_FOLD_IN),
                Input.of(PreprocessStage.NAME, PreprocessStage.TEST_HELD_OUT),
                Input.of(PreprocessStage.NAME, PreprocessStage.ITEMS),
                Input.of(PreprocessStage.NAME, PreprocessStage.USERS),
                Input.of(TrainStage.NAME, Trainer.MODEL_FILE));
    }

    @Override
    public List<String> outputs() {
        return List.of(METRICS, PER_USER, EXAMPLES);
    }

    @Override
    public void run(Inputs inputs, Optional<Path> previous, Path directory) throws IOException {
        CsrMatrix train = CsrFile.read(inputs.path(PreprocessStage.NAME, PreprocessStage.TRAIN));
        CsrMatrix foldIn = CsrFile.read(inputs.path(PreprocessStage.NAME, PreprocessStage.TEST_FOLD_IN));
        CsrMatrix heldOut = CsrFile.read(inputs.path(PreprocessStage.NAME, PreprocessStage.TEST_HELD_OUT));
        UserIndex users = UserIndex.read(inputs.path(PreprocessStage.NAME, PreprocessStage.USERS));

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
        Architecture architecture = Architecture.of(train.columns(), settings.model());
        try (TrainedModel model = TrainedModel.load(inputs.path(TrainStage.NAME, Trainer.MODEL_FILE), architecture);
                ModelScorer scorer = model.scorer(inputLayer)) {
            evaluations.put(settings.model().type().label(), evaluator.evaluate(scorer));
            writeExamples(
                    directory.resolve(EXAMPLES),
                    Example.of(scorer, foldIn, heldOut, EXAMPLE_USERS, EXAMPLE_ITEMS),
                    users,
                    ItemIndex.read(inputs.path(PreprocessStage.NAME, PreprocessStage.ITEMS)));
        }
        for (Baseline baseline : settings.evaluate().baselines()) {
            evaluations.put(baseline.label(), evaluate(baseline, train, evaluator));
        }
        new MetricsFile(evaluations, popularity, evaluator.activity())
                .write(
                        directory.resolve(METRICS),
                        inputs.fingerprints(),
                        new Bootstrap(
                                settings.evaluate().bootstrap().resamples(),
                                settings.evaluate().bootstrap().seed()));
        writePerUser(directory.resolve(PER_USER), evaluations, users);
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
