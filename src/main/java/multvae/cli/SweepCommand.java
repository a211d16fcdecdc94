package multvae.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import multvae.config.Settings;
import multvae.config.SweepSettings;
import multvae.io.AtomicFile;
import multvae.run.RunDirectory;
import multvae.run.RunLayout;
import multvae.run.Stage;
import multvae.stages.Engine;
import multvae.stages.ReportStage;
import multvae.sweep.Sweep;
import multvae.sweep.Sweep.Outcome;
import multvae.sweep.SweepTable;
import multvae.sweep.Trial;
import multvae.sweep.VariedKeys;
import multvae.training.StopRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains with every combination of some settings, and evaluates the best one. */
@Command(
        name = "sweep",
        description =
                "Trains with every combination of sweep.grid's values on a run's data, compares the trainings on the"
                        + " validation users, and evaluates the best one on the test users.")
final class SweepCommand implements Callable<Integer> {

    private static final Logger LOG = LoggerFactory.getLogger(SweepCommand.class);

    @Mixin
    private ConfigOptions config = new ConfigOptions();

    @Option(
            names = "--grid",
            paramLabel = "KEY=VALUE,...",
            description = "instead of sweep.grid, once for each key: train.anneal.cap=0,0.2,1")
    private List<String> grid = new ArrayList<>();

    @Option(names = "--force", description = "train again even if fresh")
    private boolean force;

    private final StopRequest stop;

    SweepCommand(StopRequest stop) {
        this.stop = stop;
    }

    @Override
    public Integer call() throws IOException {
        Map<String, String> own = grid.isEmpty() ? Map.of() : Map.of("sweep.grid", ConfigOptions.list(grid));
        Settings base = config.settings(own);
        KnownUsers.check(base);
        List<String> keys =
                base.sweep().grid().stream().map(SweepSettings.Axis::key).toList();
        VariedKeys.requireOneSourceOfSeeds(keys, base);
        Map<Trial, Settings> trials = new LinkedHashMap<>();
        for (Trial trial : Trial.grid(base.sweep().grid())) {
            Map<String, String> values = new LinkedHashMap<>(own);
            values.putAll(trial.values());
            trials.put(
                    trial, config.settings(values)); // all of them, so that a mistake shows before the first one trains
        }
        VariedKeys.requireRead("sweep.grid", keys, trials.values());
        RunDirectory directory = new RunDirectory(base.runDirectory());
        return RunLog.during(directory, () -> {
            List<Outcome> outcomes = new Sweep(
                            directory, this::pipeline, Environment.describe(), Engine.trainings(base.engine()))
                    .run(base, trials, force);
            SweepTable table = new SweepTable(outcomes);
            Path at = directory.root().resolve(RunLayout.SWEEP);
            AtomicFile.write(at.resolve("sweep.csv"), table::write);
            AtomicFile.write(at.resolve("sweep.html"), table.page());
            LOG.info(
                    "\n{}\n{}\nArtifacts: {}",
                    table.render(),
                    ReportStage.table(Outcome.best(outcomes).directory(), base),
                    at);
        });
    }

    private List<Stage> pipeline(Settings settings) {
        return Stages.pipeline(settings, stop);
    }
}
