package multvae.stages;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import multvae.config.Settings;
import multvae.pipeline.Input;
import multvae.pipeline.Stage;
import multvae.report.ResultTable;

/** report.md: the table and the configuration behind it. */
public final class ReportStage implements Stage {

    /** The stage's name. */
    public static final String NAME = "report";

    private static final String FILE = "report.md";

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
        return 2;
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
        return List.of(Input.of(EvaluateStage.NAME, EvaluateStage.METRICS));
    }

    @Override
    public List<String> outputs() {
        return List.of(FILE);
    }

    @Override
    public void run(Inputs inputs, Optional<Path> previous, Path directory) throws IOException {
        JsonNode metrics = JsonFile.read(inputs.path(EvaluateStage.NAME, EvaluateStage.METRICS));
        StringBuilder text = new StringBuilder("# Result\n\n");
        text.append(ResultTable.render(metrics))
                .append("\nMeans over ")
                .append(metrics.get("users").intValue())
                .append(" test users with their standard errors; ")
                .append(metrics.get("skippedUsers").intValue())
                .append(
                        " users without a held-out item were skipped. Differences are paired by user.\n\n# Configuration\n\n");
        slice().forEach((key, value) ->
                text.append("    ").append(key).append(" = ").append(value).append('\n'));
        Files.writeString(directory.resolve(FILE), text);
    }

    /** The table of a run whose report is complete, for the terminal. */
    public static String table(Path runDirectory) throws IOException {
        return ResultTable.render(
                JsonFile.read(runDirectory.resolve(EvaluateStage.NAME).resolve(EvaluateStage.METRICS)));
    }
}
