package multvae.sweep;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import multvae.config.Settings;
import multvae.io.AtomicFile;
import multvae.run.Pipeline;
import multvae.run.RunDirectory;
import multvae.run.RunLayout;
import multvae.run.Stage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A run whose model is trained from several seeds. The first seed's training is the run's own; the others are in directories within the
 * run's, on the same data. The report, which is of all of them, comes last.
 */
public final class SeedRuns {

    private static final Logger LOG = LoggerFactory.getLogger(SeedRuns.class);

    static final Set<String> SHARED = Set.of(RunLayout.FETCH, RunLayout.PREPROCESS);

    private final RunDirectory run;
    private final Function<Settings, List<Stage>> stages;
    private final Map<String, Object> environment;

    /**
     * @param run whose lock this process holds
     * @param stages of a configuration
     * @param environment recorded in every manifest
     */
    public SeedRuns(RunDirectory run, Function<Settings, List<Stage>> stages, Map<String, Object> environment) {
        this.run = run;
        this.stages = stages;
        this.environment = environment;
    }

    /**
     * Runs what is stale among the selected stages, of each seed.
     *
     * @param settings of the run, whose {@link Settings#seeds} are trained from
     * @param selected names of stages; empty selects all
     * @param force whether selected stages run even if fresh
     */
    public void run(Settings settings, Set<String> selected, boolean force) throws IOException {
        Pipeline own = new Pipeline(stages.apply(settings), run, environment);
        if (settings.otherSeeds().isEmpty()) {
            own.run(selected, force);
            return;
        }
        Set<String> first = new TreeSet<>(selected.isEmpty() ? RunLayout.STAGES : selected);
        boolean report = first.remove(RunLayout.REPORT);
        if (!first.isEmpty()) {
            LOG.info("seed {}", settings.train().seed());
            own.run(first, force);
        }
        first.removeAll(SHARED);
        if (!first.isEmpty()) {
            others(run, "", settings, first, force);
        }
        if (report) {
            own.run(Set.of(RunLayout.REPORT), force);
        }
    }

    /**
     * Runs stages of the seeds but the first.
     *
     * @param below the directory within the run's whose seeds they are; empty for the run's own
     */
    void others(RunDirectory root, String below, Settings settings, Set<String> selected, boolean force)
            throws IOException {
        for (Map.Entry<Long, Settings> other : settings.otherSeeds().entrySet()) {
            LOG.info("seed {}", other.getKey());
            RunDirectory directory =
                    root.branch((below.isEmpty() ? "" : below + "/") + RunLayout.seed(other.getKey()), SHARED);
            AtomicFile.write(
                    directory.root().resolve(RunLayout.RESOLVED_CONF),
                    other.getValue().render());
            new Pipeline(stages.apply(other.getValue()), directory, environment).run(selected, force);
        }
    }
}
