package multvae.stages;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import multvae.baselines.Popularity;
import multvae.config.Settings;
import multvae.data.CsrFile;
import multvae.data.CsrMatrix;
import multvae.data.Part;
import multvae.data.UserIndex;
import multvae.evaluation.Evaluation;
import multvae.evaluation.Evaluator;
import multvae.evaluation.MetricAtK;
import multvae.evaluation.PairedDifference;
import multvae.evaluation.Scorer;
import multvae.model.Architecture;
import multvae.model.ModelScorer;
import multvae.model.TrainedModel;
import multvae.model.Trainer;
import multvae.pipeline.Input;
import multvae.pipeline.Stage;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** The trained model and popularity on the test users. */
public final class EvaluateStage implements Stage {

    static final String NAME = "evaluate";
    static final String METRICS = "metrics.json";
    static final String MODEL = "mult-vae";
    static final String POPULARITY = "popularity";
    private static final String PER_USER = "per-user.csv";

    private final Settings settings;

    public EvaluateStage(Settings settings) {
        this.settings = settings;
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
        return settings.slice("model", "evaluate");
    }

    @Override
    public List<Input> inputs() {
        return List.of(
                Input.of(PreprocessStage.NAME, PreprocessStage.TRAIN),
                Input.of(PreprocessStage.NAME, PreprocessStage.TEST_FOLD_IN),
                Input.of(PreprocessStage.NAME, PreprocessStage.TEST_HELD_OUT),
                Input.of(PreprocessStage.NAME, PreprocessStage.USERS),
                Input.of(TrainStage.NAME, Trainer.MODEL_FILE));
    }

    @Override
    public List<String> outputs() {
        return List.of(METRICS, PER_USER);
    }

    @Override
    public void run(Inputs inputs, Optional<Path> previous, Path directory) throws IOException {
        CsrMatrix train = CsrFile.read(inputs.path(PreprocessStage.NAME, PreprocessStage.TRAIN));
        CsrMatrix foldIn = CsrFile.read(inputs.path(PreprocessStage.NAME, PreprocessStage.TEST_FOLD_IN));
        CsrMatrix heldOut = CsrFile.read(inputs.path(PreprocessStage.NAME, PreprocessStage.TEST_HELD_OUT));
        UserIndex users = UserIndex.read(inputs.path(PreprocessStage.NAME, PreprocessStage.USERS));

        Map<String, Evaluation> evaluations = new LinkedHashMap<>();
        Architecture architecture = new Architecture(
                train.columns(), settings.model().qDims(), settings.model().pDims());
        try (TrainedModel model = TrainedModel.load(inputs.path(TrainStage.NAME, Trainer.MODEL_FILE), architecture);
                ModelScorer scorer = model.scorer()) {
            evaluations.put(MODEL, evaluate(scorer, foldIn, heldOut));
        }
        evaluations.put(POPULARITY, evaluate(new Popularity(train), foldIn, heldOut));
        Map<String, Object> summary = summary(evaluations);
        summary.put("fingerprints", inputs.fingerprints());
        JsonFile.write(directory.resolve(METRICS), summary);
        writePerUser(directory.resolve(PER_USER), evaluations, users);
    }

    private Evaluation evaluate(Scorer scorer, CsrMatrix foldIn, CsrMatrix heldOut) {
        return new Evaluator(
                        foldIn, heldOut, MetricAtK.STANDARD, settings.evaluate().batchSize())
                .evaluate(scorer);
    }

    private static Map<String, Object> summary(Map<String, Evaluation> evaluations) {
        Evaluation model = evaluations.get(MODEL);
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("users", model.users());
        summary.put("skippedUsers", model.skippedUsers());
        Map<String, Object> models = new LinkedHashMap<>();
        evaluations.forEach((name, evaluation) -> {
            Map<String, Object> metrics = new LinkedHashMap<>();
            for (MetricAtK metric : evaluation.metrics()) {
                metrics.put(metric.name(), figure(evaluation.mean(metric), evaluation.standardError(metric)));
            }
            models.put(name, metrics);
        });
        summary.put("models", models);
        Map<String, Object> differences = new LinkedHashMap<>();
        for (MetricAtK metric : model.metrics()) {
            PairedDifference difference = PairedDifference.of(model, evaluations.get(POPULARITY), metric);
            differences.put(metric.name(), figure(difference.mean(), difference.standardError()));
        }
        summary.put("differenceToPopularity", differences);
        return summary;
    }

    private static Map<String, Object> figure(double mean, double standardError) {
        Map<String, Object> figure = new LinkedHashMap<>();
        figure.put("mean", mean);
        figure.put("standardError", standardError);
        return figure;
    }

    private static void writePerUser(Path file, Map<String, Evaluation> evaluations, UserIndex users)
            throws IOException {
        CSVFormat format = CSVFormat.DEFAULT.builder().setRecordSeparator('\n').get();
        try (CSVPrinter printer = new CSVPrinter(Files.newBufferedWriter(file), format)) {
            printer.print("userId");
            printer.print("model");
            for (MetricAtK metric : MetricAtK.STANDARD) {
                printer.print(metric.name());
            }
            printer.println();
            for (Map.Entry<String, Evaluation> entry : evaluations.entrySet()) {
                int[] rows = entry.getValue().rows();
                List<double[]> columns = MetricAtK.STANDARD.stream()
                        .map(entry.getValue()::perUser)
                        .toList();
                for (int i = 0; i < rows.length; i++) {
                    printer.print(users.userId(Part.TEST, rows[i]));
                    printer.print(entry.getKey());
                    for (double[] column : columns) {
                        printer.print(column[i]);
                    }
                    printer.println();
                }
            }
        }
    }
}
