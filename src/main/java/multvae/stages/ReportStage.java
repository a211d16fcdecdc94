package multvae.stages;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import multvae.config.DataSettings;
import multvae.config.Settings;
import multvae.config.TrainSettings;
import multvae.evaluation.Example;
import multvae.evaluation.Metrics;
import multvae.io.NamedFile;
import multvae.matrix.CsrFile;
import multvae.matrix.ItemIndex;
import multvae.report.HtmlReport;
import multvae.report.MarkdownReport;
import multvae.report.ResultTable;
import multvae.report.RunResult;
import multvae.run.Input;
import multvae.run.Manifest;
import multvae.run.RunDirectory;
import multvae.run.RunLayout;
import multvae.run.Stage;
import multvae.run.StageSpec;
import multvae.split.SplitStatistics;
import multvae.training.History;

/** report.html and report.md: the result, the training, and the configuration behind them. */
public final class ReportStage implements Stage {

    private static final int VERSION = 6;

    private static final String DATASET = "data.dataset";
    private static final String MODEL_TYPE = "model.type";

    private final Settings settings;
    private final StageSpec spec;

    public ReportStage(Settings settings) {
        this.settings = settings;
        List<Input> inputs = new ArrayList<>(List.of(
                Input.of(RunLayout.TRAIN_MATRIX),
                Input.of(RunLayout.ITEMS),
                Input.of(RunLayout.STATISTICS),
                Input.of(RunLayout.HISTORY),
                Input.of(RunLayout.METRICS),
                Input.of(RunLayout.EXAMPLES)));
        if (TrainStage.searches(settings)) {
            inputs.add(Input.of(RunLayout.SEARCH_HISTORY));
        }
        this.spec = new StageSpec(
                RunLayout.REPORT,
                VERSION,
                slice(settings),
                inputs,
                List.of(RunLayout.REPORT_MARKDOWN.file(), RunLayout.REPORT_HTML.file()),
                false);
    }

    /** All of the configuration, since all of it is printed, except for other models' keys and where it reads from and writes to. */
    private static SortedMap<String, Object> slice(Settings settings) {
        SortedMap<String, Object> slice = settings.slice("preprocess", "model", "train", "evaluate");
        slice.keySet().removeAll(TrainSettings.WITHOUT_EFFECT);
        TrainStage.removeOtherModels(slice, settings);
        slice.putAll(settings.slice(DataSettings.READING));
        slice.put(DATASET, settings.data().dataset().orElse(null));
        return slice;
    }

    @Override
    public StageSpec spec() {
        return spec;
    }

    /** What the slice would be with nothing set; some defaults depend on the type of the model. */
    private static SortedMap<String, Object> defaults(Settings settings) {
        SortedMap<String, Object> defaults = slice(
                Settings.defaults(Map.of(MODEL_TYPE, settings.model().type().label())));
        defaults.put(MODEL_TYPE, Settings.defaults(Map.of()).model().type().label());
        defaults.remove(DATASET);
        return defaults;
    }

    @Override
    public void run(Inputs inputs, Optional<Path> previous, Path directory) throws IOException {
        Path history = inputs.path(RunLayout.HISTORY);
        Manifest train = Manifest.read(history.getParent());
        ItemIndex items = ItemIndex.read(inputs.path(RunLayout.ITEMS));
        RunResult result = new RunResult(
                settings.data().dataset().orElse("your own ratings"),
                Metrics.read(inputs.path(RunLayout.METRICS)),
                Example.read(inputs.path(RunLayout.EXAMPLES)),
                SplitStatistics.read(inputs.path(RunLayout.STATISTICS)),
                History.read(history),
                TrainStage.searches(settings)
                        ? Optional.of(History.read(inputs.path(RunLayout.SEARCH_HISTORY)))
                        : Optional.empty(),
                CsrFile.read(inputs.path(RunLayout.TRAIN_MATRIX), CsrFile.ANY, items.size()),
                items,
                spec.slice(),
                defaults(settings),
                inputs.fingerprints(),
                new RunResult.Trained(
                        train.start(),
                        train.seconds(),
                        train.outputs().get(RunLayout.WEIGHTS.file()).bytes(),
                        train.environment()));
        NamedFile.write(directory.resolve(RunLayout.REPORT_MARKDOWN.file()), MarkdownReport.render(result));
        NamedFile.write(directory.resolve(RunLayout.REPORT_HTML.file()), HtmlReport.render(result));
    }

    /** The table of a run that has been evaluated, and what it means, for the terminal. */
    public static String table(RunDirectory run) {
        return ResultTable.renderWithVerdict(
                Metrics.read(run.file(RunLayout.METRICS)),
                SplitStatistics.read(run.file(RunLayout.STATISTICS)).users());
    }
}
