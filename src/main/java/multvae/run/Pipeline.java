package multvae.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import multvae.io.AtomicFile;
import multvae.io.FileHash;
import multvae.io.Printable;
import multvae.io.ProcessEnd;
import multvae.io.UserError;
import multvae.run.Plan.Judgement;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stages in their order, each run if what it depends on has changed.
 *
 * <p>A stage is fresh when its directory's manifest has the version, slice and inputs that the stage has now, and the
 * outputs are what the manifest says, byte for byte. A file is hashed once per run, and only if the run reads it or the
 * stage that writes it is selected.
 */
public final class Pipeline {

    private static final Logger LOG = LoggerFactory.getLogger(Pipeline.class);

    /** Thrown instead of beginning a stage if the process is ending. */
    public static final class StageNotBegun extends RuntimeException {

        StageNotBegun(String stage) {
            super(stage + ": not begun");
        }
    }

    private final List<Stage> stages;
    private final RunDirectory directory;
    private final Map<String, Object> environment;
    private final BooleanSupplier ending;

    /**
     * @param stages in an order in which each follows those that it reads from
     * @param environment recorded in every manifest
     */
    public Pipeline(List<Stage> stages, RunDirectory directory, Map<String, Object> environment) {
        this(stages, directory, environment, ProcessEnd::hasBegun);
    }

    /** @param ending whether no further stage is to begin */
    Pipeline(List<Stage> stages, RunDirectory directory, Map<String, Object> environment, BooleanSupplier ending) {
        this.ending = ending;
        this.stages = List.copyOf(stages);
        this.directory = directory;
        this.environment = Map.copyOf(environment);
    }

    /**
     * What {@link #run} would do with the same arguments. Nothing on disk changes.
     *
     * @param selected names of stages; empty selects all
     */
    public Plan plan(Set<String> selected, boolean force) throws IOException {
        Freshness freshness = new Freshness(directory);
        List<Plan.Step> steps = new ArrayList<>();
        for (Stage stage : stages) {
            boolean chosen = isSelected(stage, selected);
            Judgement judgement =
                    chosen && force ? Judgement.forced(stage.name()) : freshness.judge(stage, isRead(stage, selected));
            List<String> missing = chosen
                    ? missing(stage, freshness).stream()
                            .filter(name -> !selected.isEmpty() && !selected.contains(name))
                            .toList()
                    : List.of();
            steps.add(new Plan.Step(
                    judgement,
                    chosen,
                    missing,
                    chosen && !judgement.isFresh() ? firstProblem(stage) : Optional.empty(),
                    warnings(stage, judgement)));
        }
        return new Plan(steps);
    }

    /**
     * Runs what is stale among the selected stages.
     *
     * @param selected names of stages; empty selects all
     * @param force whether selected stages run even if fresh
     * @throws UserError if a stage that was not selected is needed and stale; the message names the command
     * @throws StageNotBegun if the process is ending
     */
    public void run(Set<String> selected, boolean force) throws IOException {
        for (Stage stage : stages) {
            directory.recover(stage.name()).forEach(LOG::info);
        }
        Freshness freshness = new Freshness(directory);
        Map<String, Judgement> passedOver = new HashMap<>();
        for (Stage stage : stages) {
            boolean chosen = isSelected(stage, selected);
            if (chosen) {
                requireInputs(stage, freshness, passedOver);
            }
            Judgement judgement =
                    chosen && force ? Judgement.forced(stage.name()) : freshness.judge(stage, isRead(stage, selected));
            if (!chosen) {
                passedOver.put(stage.name(), judgement);
            } else if (judgement.isFresh()) {
                LOG.info("{}: fresh, skipped", stage.name());
                missingFiles(stage).forEach(missing -> LOG.warn("{}: {}", stage.name(), Printable.oneLine(missing)));
                dropLeftovers(stage, judgement.manifest().orElseThrow());
            } else {
                firstProblem(stage).ifPresent(problem -> {
                    throw problem;
                });
                if (ending.getAsBoolean()) {
                    throw new StageNotBegun(stage.name());
                }
                LOG.info("{}: running ({})", stage.name(), judgement.why());
                freshness.completed(execute(stage, freshness, force));
            }
        }
    }

    private static boolean isSelected(Stage stage, Set<String> selected) {
        return selected.isEmpty() || selected.contains(stage.name());
    }

    /** The outputs that a run looks at: all of a selected stage's, else those that a selected stage reads. */
    private Predicate<String> isRead(Stage stage, Set<String> selected) {
        if (isSelected(stage, selected)) {
            return output -> true;
        }
        Set<String> read = new HashSet<>();
        stages.stream()
                .filter(reader -> isSelected(reader, selected))
                .flatMap(reader -> reader.spec().inputs().stream())
                .filter(input -> input.stage().equals(stage.name()))
                .forEach(input -> read.add(input.path()));
        return read::contains;
    }

    private void requireInputs(Stage stage, Freshness freshness, Map<String, Judgement> passedOver) {
        List<String> missing = missing(stage, freshness);
        if (missing.isEmpty()) {
            return;
        }
        Judgement first = passedOver.get(missing.get(0));
        throw new UserError(
                stage.name(),
                "fresh artifacts of " + String.join(", ", missing),
                first.stage() + " stale (" + first.why() + ")",
                "run with -Dstage=" + String.join(",", missing) + "," + stage.name() + ", or without -Dstage");
    }

    /** The stages that a stage reads from, directly or not, and that are not complete, in the pipeline's order. */
    private List<String> missing(Stage stage, Freshness freshness) {
        Set<String> needed = needed(stage);
        return stages.stream()
                .map(Stage::name)
                .filter(name ->
                        needed.contains(name) && freshness.complete(name).isEmpty())
                .toList();
    }

    private Set<String> needed(Stage stage) {
        Set<String> needed = new HashSet<>();
        for (Input input : stage.spec().inputs()) {
            if (!input.isExternal() && needed.add(input.stage())) {
                stages.stream()
                        .filter(producer -> producer.name().equals(input.stage()))
                        .forEach(producer -> needed.addAll(needed(producer)));
            }
        }
        return needed;
    }

    /** The first thing that is wrong with a user's file that a stage reads. */
    private static Optional<UserError> firstProblem(Stage stage) {
        return stage.spec().inputs().stream()
                .flatMap(input -> input.problem().stream())
                .findFirst();
    }

    private List<String> warnings(Stage stage, Judgement judgement) {
        List<String> warnings = new ArrayList<>();
        if (judgement.isFresh()) {
            judgement.numericalDifferences(environment).forEach(difference -> warnings.add("made with " + difference));
            warnings.addAll(missingFiles(stage));
        }
        return warnings;
    }

    /** The user's files that a fresh stage was made from and that are gone. */
    private static List<String> missingFiles(Stage stage) {
        return stage.spec().inputs().stream()
                .filter(input -> input.problem().isPresent())
                .map(input -> input.path() + " is not there, taken as unchanged")
                .toList();
    }

    private Manifest execute(Stage stage, Freshness freshness, boolean force) throws IOException {
        StageSpec spec = stage.spec();
        Instant start = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        SortedMap<String, FileHash> inputs = freshness.inputs(stage);
        String fingerprint = Manifest.fingerprint(stage.name(), spec.version(), spec.slice(), inputs);
        boolean fromTheStart = force || !spec.resumes();
        Path work = directory.startWork(stage.name(), fingerprint, fromTheStart);
        Optional<Path> previous = fromTheStart ? Optional.empty() : freshness.previous(stage);
        stage.run(new Stage.Inputs(paths(stage), inputs, fingerprints(stage, fingerprint, freshness)), previous, work);
        AtomicFile.syncTree(work);
        SortedMap<String, FileHash> outputs = new TreeMap<>();
        for (String output : spec.outputs()) {
            if (!Files.isRegularFile(work.resolve(output))) {
                throw new IllegalStateException(stage.name() + " did not write " + output);
            }
            outputs.put(output, FileHash.of(work.resolve(output)));
        }
        double seconds = start.until(Instant.now(), ChronoUnit.MILLIS) / 1000.0;
        Manifest manifest = new Manifest(
                stage.name(),
                spec.version(),
                fingerprint,
                spec.slice(),
                inputs,
                outputs,
                environment(stage),
                start.toString(),
                seconds);
        manifest.write(work);
        directory.publish(stage.name(), work);
        dropLeftovers(stage, manifest);
        return manifest;
    }

    private Map<String, Object> environment(Stage stage) {
        Map<String, Object> all = new HashMap<>(environment);
        all.putAll(stage.environment());
        SortedMap<String, String> files = new TreeMap<>();
        stage.spec().inputs().stream()
                .filter(Input::isExternal)
                .forEach(input -> files.put(input.name(), input.path()));
        if (!files.isEmpty()) {
            all.put(Manifest.FILES, files);
        }
        return all;
    }

    private void dropLeftovers(Stage stage, Manifest published) throws IOException {
        directory.dropLeftovers(
                stage.name(), published.fingerprint(), stage.spec().resumes());
    }

    private Map<String, List<Path>> paths(Stage stage) {
        Map<String, List<Path>> paths = new HashMap<>();
        for (Input input : stage.spec().inputs()) {
            if (!input.isExternal()) {
                paths.put(input.name(), List.of(directory.of(input.stage()).resolve(input.path())));
            } else {
                List<Path> files = input.files();
                if (!files.isEmpty()) {
                    paths.put(input.name(), files);
                }
            }
        }
        return paths;
    }

    private SortedMap<String, String> fingerprints(Stage stage, String own, Freshness freshness) {
        SortedMap<String, String> fingerprints = new TreeMap<>(Map.of(stage.name(), own));
        for (String name : needed(stage)) {
            fingerprints.put(name, freshness.complete(name).orElseThrow().fingerprint());
        }
        return fingerprints;
    }
}
