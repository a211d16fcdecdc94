package multvae.stages;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.LongFunction;
import multvae.config.DataSettings;
import multvae.config.Settings;
import multvae.config.TrainSettings;
import multvae.evaluation.Example;
import multvae.evaluation.Metrics;
import multvae.io.NamedFile;
import multvae.io.UserError;
import multvae.matrix.CsrFile;
import multvae.matrix.ItemIndex;
import multvae.report.DataName;
import multvae.report.FinishedTraining;
import multvae.report.HtmlReport;
import multvae.report.MarkdownReport;
import multvae.report.ResultTable;
import multvae.report.RunResult;
import multvae.report.SeedTable;
import multvae.run.Input;
import multvae.run.Manifest;
import multvae.run.RunDirectory;
import multvae.run.RunLayout;
import multvae.run.Stage;
import multvae.run.StageSpec;
import multvae.split.SplitStatistics;
import multvae.training.History;
import multvae.training.Timings;

/** report.html and report.md: the result, the training, and the configuration behind them. */
public final class ReportStage implements Stage {

    private static final int VERSION = 7;

    private static final String MODEL_TYPE = "model.type";
    private static final String SEEDS = "run.seeds";

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
        settings.otherSeeds()
                .keySet()
                .forEach(seed -> inputs.add(Input.optional(
                        seedMetrics(seed), seedMetricsPath(settings, seed).toString())));
        this.spec = new StageSpec(
                RunLayout.REPORT,
                VERSION,
                slice(settings),
                inputs,
                List.of(RunLayout.REPORT_MARKDOWN.file(), RunLayout.REPORT_HTML.file()),
                false);
    }

    @Override
    public StageSpec spec() {
        return spec;
    }

    @Override
    public void run(Inputs inputs, Optional<Path> previous, Path directory) throws IOException {
        Path history = inputs.path(RunLayout.HISTORY);
        Path matrix = inputs.path(RunLayout.TRAIN_MATRIX);
        Manifest preprocess = Manifest.read(matrix.getParent());
        Manifest train = Manifest.read(history.getParent());
        ItemIndex items = ItemIndex.read(inputs.path(RunLayout.ITEMS));
        Metrics metrics = Metrics.read(inputs.path(RunLayout.METRICS));
        RunResult result = new RunResult(
                DataName.catalogued(preprocess).orElse("your own ratings"),
                metrics,
                seeds(metrics, seed -> inputs.file(seedMetrics(seed))),
                Example.read(inputs.path(RunLayout.EXAMPLES)),
                SplitStatistics.read(inputs.path(RunLayout.STATISTICS)),
                History.read(history),
                TrainStage.searches(settings)
                        ? Optional.of(History.read(inputs.path(RunLayout.SEARCH_HISTORY)))
                        : Optional.empty(),
                CsrFile.read(matrix, CsrFile.ANY, items.size()),
                items,
                spec.slice(),
                defaults(settings),
                inputs.fingerprints(),
                new RunResult.Trained(
                        train.start(),
                        train.seconds(),
                        new Timings(history.getParent()).usersPerSecond(),
                        train.outputs().get(RunLayout.WEIGHTS.file()).bytes(),
                        train.environment()));
        NamedFile.write(directory.resolve(RunLayout.REPORT_MARKDOWN.file()), MarkdownReport.render(result));
        NamedFile.write(directory.resolve(RunLayout.REPORT_HTML.file()), HtmlReport.render(result));
    }

    /** What the metrics.json of a training from another seed is called, as an input and below the run's directory. */
    private static String seedMetrics(long seed) {
        return RunLayout.ofSeed(seed, RunLayout.METRICS);
    }

    private static Path seedMetricsPath(Settings settings, long seed) {
        return settings.runDirectory().resolve(seedMetrics(seed));
    }

    /**
     * The figures over the seeds; absent for one seed.
     *
     * @param first of the run's own seed
     * @param others gives the metrics.json of each other seed; absent if it has not been evaluated
     */
    private Optional<SeedTable> seeds(Metrics first, LongFunction<Optional<Path>> others) {
        if (settings.otherSeeds().isEmpty()) {
            return Optional.empty();
        }
        List<Metrics> metrics = new ArrayList<>(List.of(first));
        for (long seed : settings.otherSeeds().keySet()) {
            Path file = others.apply(seed)
                    .orElseThrow(() -> new UserError(
                            seedMetricsPath(settings, seed).toString(),
                            "the result of seed " + seed,
                            "nothing",
                            "run evaluate too"));
            metrics.add(Metrics.read(file));
        }
        return Optional.of(new SeedTable(settings.seeds(), metrics));
    }

    /** All of the configuration, since all of it is printed, except for other models' keys and where it reads from and writes to. */
    private static SortedMap<String, Object> slice(Settings settings) {
        SortedMap<String, Object> slice = settings.slice("preprocess", "model", "train", "evaluate");
        slice.keySet().removeAll(TrainSettings.WITHOUT_EFFECT);
        TrainStage.removeUnread(slice, settings);
        slice.putAll(settings.slice(DataSettings.READING));
        slice.put(DataSettings.DATASET, settings.data().dataset().orElse(null));
        if (!settings.otherSeeds().isEmpty()) {
            slice.putAll(settings.slice(SEEDS));
        }
        return slice;
    }

    /** What the slice would be with nothing set; some defaults depend on the type of the model. */
    private static SortedMap<String, Object> defaults(Settings settings) {
        SortedMap<String, Object> defaults = slice(
                Settings.defaults(Map.of(MODEL_TYPE, settings.model().type().label())));
        defaults.put(MODEL_TYPE, Settings.defaults(Map.of()).model().type().label());
        defaults.remove(DataSettings.DATASET);
        return defaults;
    }

    /** The table of a run that has been evaluated, and what it means, for the terminal. */
    public static String table(RunDirectory run) throws IOException {
        return ResultTable.renderWithVerdict(Metrics.read(run.file(RunLayout.METRICS)), FinishedTraining.of(run));
    }

    /** As {@link #table(RunDirectory)}, and the figures over the seeds, if there are several. */
    public static String table(RunDirectory run, Settings settings) throws IOException {
        return table(run)
                + new ReportStage(settings)
                        .seeds(
                                Metrics.read(run.file(RunLayout.METRICS)),
                                seed -> Optional.of(run.root().resolve(seedMetrics(seed))))
                        .map(seeds -> "\n" + seeds.render())
                        .orElse("");
    }
}
