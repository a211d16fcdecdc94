package multvae.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import multvae.evaluation.Metrics;
import multvae.io.IoReason;
import multvae.io.Printable;
import multvae.io.UserError;
import multvae.run.Artifacts;
import multvae.run.Manifest;
import multvae.run.RunLayout;

/**
 * A run in one row, finished or not.
 *
 * @param name its directory, from where the runs are looked for, with slashes
 * @param model mult-vae, mult-dae or recvae; null if it is not trained
 * @param dataset the data set's name, or what to call data of the user's own; null if nothing is fetched
 * @param start when its last complete stage began, ISO 8601 in UTC; null if there is none
 * @param state which stage was the last to be completed, or where it stopped, or why there is no result
 * @param metrics the means of the model over the test users, by the metric's name
 */
public record RunSummary(
        String name, String model, String dataset, String start, String state, Map<String, Double> metrics) {

    /** What a run is whose last complete stage this was. */
    private static final Map<String, String> STATES = Map.of(
            RunLayout.FETCH, "fetched",
            RunLayout.PREPROCESS, "preprocessed",
            RunLayout.TRAIN, "trained",
            RunLayout.EVALUATE, "evaluated",
            RunLayout.REPORT, "reported");

    /**
     * The runs below a directory, by name, the trainings of sweeps among them.
     *
     * @throws UserError if it is not a directory, or if there is no run below it
     */
    public static List<RunSummary> below(Path directory) throws IOException {
        RunSearch.Found found = RunSearch.find(directory);
        List<RunSummary> summaries = new ArrayList<>();
        found.runs().forEach((name, root) -> summaries.add(of(root, name, found.top())));
        found.unreadable().forEach(skipped -> summaries.add(unreadable(skipped.name(), skipped.reason())));
        return List.copyOf(summaries);
    }

    private static RunSummary of(Path root, String name, Path top) {
        try {
            return read(root, name, top);
        } catch (UserError e) {
            return unreadable(name, RunSearch.reason(e, top));
        } catch (IOException e) {
            return unreadable(name, IoReason.of(e));
        }
    }

    private static RunSummary unreadable(String name, String reason) {
        return new RunSummary(name, null, null, null, "cannot be read: " + reason, Map.of());
    }

    private static RunSummary read(Path root, String name, Path top) throws IOException {
        Artifacts run = new Artifacts(root);
        Map<String, Manifest> manifests = new LinkedHashMap<>();
        Optional<String> begun = Optional.empty();
        for (String stage : RunLayout.STAGES) {
            Optional<Manifest> manifest = run.manifest(stage);
            manifest.ifPresent(known -> manifests.put(stage, known));
            if (manifest.isEmpty() && begun.isEmpty() && run.isBegun(stage)) {
                begun = Optional.of(stage);
            }
        }
        Manifest last =
                manifests.values().stream().reduce((first, second) -> second).orElse(null);
        String state = begun.map(stage -> "stopped in " + stage + ", or still running")
                .orElse(last == null ? "nothing is complete" : STATES.get(last.stage()));
        Map<String, Double> means = new LinkedHashMap<>();
        if (manifests.containsKey(RunLayout.EVALUATE)) {
            try {
                Metrics metrics = FinishedRun.read(root, name).metrics();
                metrics.models().get(metrics.model()).forEach((metric, figure) -> means.put(metric, figure.mean()));
            } catch (UserError e) {
                state = RunSearch.reason(e, top);
            }
        }
        Manifest fetch = manifests.get(RunLayout.FETCH);
        return new RunSummary(
                name,
                text(manifests.get(RunLayout.TRAIN), "model.type"),
                fetch == null
                        ? null
                        : Printable.oneLine(DataName.catalogued(fetch).orElse(DataName.OWN)),
                last == null ? null : last.start(),
                state,
                means);
    }

    private static String text(Manifest manifest, String key) {
        Object value = manifest == null ? null : manifest.slice().get(key);
        return value == null ? null : Printable.oneLine(value.toString());
    }
}
