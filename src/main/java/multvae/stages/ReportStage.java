package multvae.stages;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import multvae.config.Settings;
import multvae.data.CsrFile;
import multvae.data.ItemIndex;
import multvae.pipeline.Input;
import multvae.pipeline.Manifest;
import multvae.pipeline.Stage;
import multvae.report.History;
import multvae.report.HtmlReport;
import multvae.report.MarkdownReport;
import multvae.report.ResultTable;
import multvae.report.RunResult;
import multvae.training.Trainer;

/** report.html and report.md: the result, how it came about, and the configuration behind it. */
public final class ReportStage implements Stage {

    /** The stage's name. */
    public static final String NAME = "report";

    private static final String MARKDOWN = "report.md";
    private static final String HTML = "report.html";

    private final Settings settings;

    public ReportStage(Settings settings) {
        this.settings = settings;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int version() {
        return 3;
    }

    /** All of the configuration but where it reads from and writes to, since all of it is printed. */
    @Override
    public SortedMap<String, Object> slice() {
        SortedMap<String, Object> slice = settings.slice("preprocess", "model", "train", "evaluate");
        slice.put("data.dataset", settings.data().dataset().orElse(null));
        return slice;
    }

    @Override
    public List<Input> inputs() {
        List<Input> inputs = new ArrayList<>(List.of(
                Input.of(PreprocessStage.NAME, PreprocessStage.TRAIN),
                Input.of(PreprocessStage.NAME, PreprocessStage.ITEMS),
                Input.of(PreprocessStage.NAME, PreprocessStage.STATISTICS),
                Input.of(TrainStage.NAME, Trainer.HISTORY_FILE),
                Input.of(EvaluateStage.NAME, EvaluateStage.METRICS),
                Input.of(EvaluateStage.NAME, EvaluateStage.EXAMPLES)));
        if (TrainStage.searches(settings)) {
            inputs.add(Input.of(TrainStage.NAME, TrainStage.SEARCH_HISTORY));
        }
        return inputs;
    }

    @Override
    public List<String> outputs() {
        return List.of(MARKDOWN, HTML);
    }

    @Override
    public void run(Inputs inputs, Optional<Path> previous, Path directory) throws IOException {
        Path history = inputs.path(TrainStage.NAME, Trainer.HISTORY_FILE);
        RunResult result = new RunResult(
                settings.data().dataset().orElse("your own ratings"),
                JsonFile.read(inputs.path(EvaluateStage.NAME, EvaluateStage.METRICS)),
                JsonFile.read(inputs.path(EvaluateStage.NAME, EvaluateStage.EXAMPLES)),
                JsonFile.read(inputs.path(PreprocessStage.NAME, PreprocessStage.STATISTICS)),
                History.read(history),
                TrainStage.searches(settings)
                        ? Optional.of(History.read(inputs.path(TrainStage.NAME, TrainStage.SEARCH_HISTORY)))
                        : Optional.empty(),
                CsrFile.read(inputs.path(PreprocessStage.NAME, PreprocessStage.TRAIN)),
                ItemIndex.read(inputs.path(PreprocessStage.NAME, PreprocessStage.ITEMS)),
                slice(),
                inputs.fingerprints(),
                Manifest.read(history.getParent()).environment());
        Files.writeString(directory.resolve(MARKDOWN), MarkdownReport.render(result));
        Files.writeString(directory.resolve(HTML), HtmlReport.render(result));
    }

    /** The table of a run whose report is complete, for the terminal. */
    public static String table(Path runDirectory) throws IOException {
        return ResultTable.render(
                JsonFile.read(runDirectory.resolve(EvaluateStage.NAME).resolve(EvaluateStage.METRICS)));
    }
}
