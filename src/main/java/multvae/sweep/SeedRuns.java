package multvae.sweep;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import multvae.config.Settings;
import multvae.io.AtomicFile;
import multvae.run.Pipeline;
import multvae.run.Plan;
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
    static final Set<String> TRAIN = Set.of(RunLayout.TRAIN);
    private static final Set<String> EACH = Set.of(RunLayout.TRAIN, RunLayout.EVALUATE);

    /**
     * What a run would do.
     *
     * @param seed the first one
     * @param own what it would do with the stages of the run itself
     * @param others what with those of each other seed; only {@link #EACH} of them would run
     */
    public record Planned(long seed, Plan own, Map<Long, Plan> others) {

        /** For people, one line per stage and seed, and per warning. */
        public List<String> lines() {
            if (others.isEmpty()) {
                return own.lines();
            }
            List<String> lines = new ArrayList<>(own.of(SHARED).lines());
            lines.addAll(lines(seed, own));
            others.forEach((other, plan) -> lines.addAll(lines(other, plan)));
            List<String> evaluated = others.entrySet().stream()
                    .filter(other -> other.getValue().mayRun(RunLayout.EVALUATE))
                    .map(other -> RunLayout.ofSeed(other.getKey(), RunLayout.METRICS))
                    .toList();
            lines.addAll(own.of(Set.of(RunLayout.REPORT)).openedBy(evaluated).lines());
            return lines;
        }

        private static List<String> lines(long seed, Plan plan) {
            return plan.of(EACH).lines().stream()
                    .map(line -> "seed " + seed + ", " + line)
                    .toList();
        }
    }

    private final RunDirectory run;
    private final Function<Settings, List<Stage>> stages;
    private final Map<String, Object> environment;

    /**
     * @param run whose lock this process holds, unless it only plans
     * @param stages of a configuration
     * @param environment recorded in every manifest
     */
    public SeedRuns(RunDirectory run, Function<Settings, List<Stage>> stages, Map<String, Object> environment) {
        this.run = run;
        this.stages = stages;
        this.environment = environment;
    }

    /** The stages of a configuration in a directory: the run's, or one within it. */
    Pipeline pipeline(Settings settings, RunDirectory directory) {
        return new Pipeline(stages.apply(settings), directory, environment);
    }

    /**
     * What {@link #run} would do with the same arguments. Nothing on disk changes.
     *
     * @param selected names of stages; empty selects all
     */
    public Planned plan(Settings settings, Set<String> selected, boolean force) throws IOException {
        Map<Long, Plan> others = new LinkedHashMap<>();
        for (Map.Entry<Long, Settings> other : settings.otherSeeds().entrySet()) {
            RunDirectory directory = run.below(RunLayout.seed(other.getKey()), SHARED);
            others.put(other.getKey(), pipeline(other.getValue(), directory).plan(selected, force));
        }
        return new Planned(settings.train().seed(), pipeline(settings, run).plan(selected, force), others);
    }

    /**
     * Runs what is stale among the selected stages, of each seed.
     *
     * @param settings of the run, whose {@link Settings#seeds} are trained from
     * @param selected names of stages; empty selects all
     * @param force whether selected stages run even if fresh
     */
    public void run(Settings settings, Set<String> selected, boolean force) throws IOException {
        Pipeline own = pipeline(settings, run);
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
            others("", settings, first, force);
        }
        if (report) {
            own.run(Set.of(RunLayout.REPORT), force);
        }
    }

    /**
     * Runs stages of the seeds but the first.
     *
     * @param below the directory within the run's whose seeds they are, with a slash at its end; empty for the run's own
     */
    void others(String below, Settings settings, Set<String> selected, boolean force) throws IOException {
        for (Map.Entry<Long, Settings> other : settings.otherSeeds().entrySet()) {
            LOG.info("seed {}", other.getKey());
            branch(below + RunLayout.seed(other.getKey()), other.getValue(), selected, force);
        }
    }

    /**
     * Runs stages in a directory within the run's, on the run's data.
     *
     * @return the directory
     */
    RunDirectory branch(String path, Settings settings, Set<String> selected, boolean force) throws IOException {
        RunDirectory directory = run.branch(path, SHARED);
        AtomicFile.write(directory.root().resolve(RunLayout.RESOLVED_CONF), settings.render());
        pipeline(settings, directory).run(selected, force);
        return directory;
    }
}
