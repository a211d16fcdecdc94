package multvae.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import multvae.error.UserError;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stages in their order, each run when what it depends on has changed.
 *
 * <p>A stage is fresh when its directory's manifest has the fingerprint that the stage would have now, and the outputs
 * are what the manifest says, byte for byte.
 */
public final class Pipeline {

    private static final Logger LOG = LoggerFactory.getLogger(Pipeline.class);

    private final List<Stage> stages;
    private final RunDirectory directory;
    private final Map<String, Object> environment;
    private final Map<String, Manifest> complete = new HashMap<>(); // of the stages that are fresh or have run

    /**
     * @param stages in an order in which each follows those that it reads from
     * @param environment recorded in every manifest
     */
    public Pipeline(List<Stage> stages, RunDirectory directory, Map<String, Object> environment) {
        this.stages = List.copyOf(stages);
        this.directory = directory;
        this.environment = Map.copyOf(environment);
    }

    /**
     * Runs what is stale among the selected stages.
     *
     * @param selected names of stages; empty selects all
     * @param force whether selected stages run even if fresh
     * @throws UserError where a stage that was not selected is needed and stale; the message names the command
     */
    public void run(Set<String> selected, boolean force) throws IOException {
        for (Stage stage : stages) {
            boolean chosen = selected.isEmpty() || selected.contains(stage.name());
            if (!chosen) {
                noteIfFresh(stage);
                continue;
            }
            SortedMap<String, FileHash> inputs = hashes(stage);
            String fingerprint = Manifest.fingerprint(stage.name(), stage.version(), stage.slice(), inputs);
            String reason = force ? "forced" : staleness(stage, fingerprint);
            if (reason.isEmpty()) {
                LOG.info("{}: fresh, skipped", stage.name());
                complete.put(stage.name(), Manifest.read(directory.of(stage.name())));
                continue;
            }
            LOG.info("{}: running ({})", stage.name(), reason);
            complete.put(stage.name(), execute(stage, inputs, fingerprint, force));
        }
    }

    private void noteIfFresh(Stage stage) throws IOException {
        for (Input input : stage.inputs()) {
            if (!input.isExternal() && !complete.containsKey(input.stage())) {
                return;
            }
        }
        String fingerprint = Manifest.fingerprint(stage.name(), stage.version(), stage.slice(), hashes(stage));
        if (staleness(stage, fingerprint).isEmpty()) {
            complete.put(stage.name(), Manifest.read(directory.of(stage.name())));
        }
    }

    private SortedMap<String, FileHash> hashes(Stage stage) throws IOException {
        SortedMap<String, FileHash> hashes = new TreeMap<>();
        for (Input input : stage.inputs()) {
            if (input.isExternal()) {
                hashes.put(input.name(), FileHash.of(input.path()));
                continue;
            }
            Manifest producer = complete.get(input.stage());
            if (producer == null) {
                throw new UserError(
                        stage.name(),
                        "fresh artifacts of " + input.stage() + " in " + directory.of(input.stage()),
                        Files.exists(directory.of(input.stage())) ? "stale or damaged ones" : "none",
                        "run with -Dstage=" + input.stage() + "," + stage.name() + ", or without -Dstage");
            }
            hashes.put(input.name(), producer.outputs().get(input.path().toString()));
        }
        return hashes;
    }

    /** Why the stage must run, or nothing if it is fresh. */
    private String staleness(Stage stage, String fingerprint) throws IOException {
        Path at = directory.of(stage.name());
        if (!Files.isRegularFile(at.resolve(Manifest.FILE))) {
            return "no artifacts yet";
        }
        Manifest manifest = Manifest.read(at);
        return manifest.fingerprint().equals(fingerprint)
                ? damage(at, manifest)
                : "its configuration or inputs changed";
    }

    /** Which output is not what the manifest says, or nothing. */
    private static String damage(Path at, Manifest manifest) throws IOException {
        for (Map.Entry<String, FileHash> output : manifest.outputs().entrySet()) {
            Path file = at.resolve(output.getKey());
            if (!Files.isRegularFile(file) || !FileHash.of(file).equals(output.getValue())) {
                return output.getKey() + " is missing or was changed";
            }
        }
        return "";
    }

    private Optional<Path> previous(Stage stage) throws IOException {
        Path at = directory.of(stage.name());
        boolean complete = Files.isRegularFile(at.resolve(Manifest.FILE))
                && damage(at, Manifest.read(at)).isEmpty();
        return complete ? Optional.of(at) : Optional.empty();
    }

    private Manifest execute(Stage stage, SortedMap<String, FileHash> inputs, String fingerprint, boolean force)
            throws IOException {
        Instant start = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        Map<String, Path> paths = new HashMap<>();
        for (Input input : stage.inputs()) {
            Path path = input.isExternal()
                    ? input.path()
                    : directory.of(input.stage()).resolve(input.path());
            paths.put(input.name(), path);
        }
        boolean afresh = force || !stage.resumes();
        Path work = directory.startWork(stage.name(), fingerprint, afresh);
        stage.run(paths::get, afresh ? Optional.empty() : previous(stage), work);
        SortedMap<String, FileHash> outputs = new TreeMap<>();
        for (String output : stage.outputs()) {
            outputs.put(output, FileHash.of(work.resolve(output)));
        }
        double seconds = start.until(Instant.now(), ChronoUnit.MILLIS) / 1000.0;
        Manifest manifest = new Manifest(
                stage.name(),
                stage.version(),
                fingerprint,
                stage.slice(),
                inputs,
                outputs,
                environment,
                start.toString(),
                seconds);
        manifest.write(work);
        directory.publish(stage.name(), work);
        return manifest;
    }
}
