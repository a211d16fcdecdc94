package multvae.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import multvae.evaluation.Metrics;
import multvae.io.UserError;
import multvae.run.Artifacts;
import multvae.run.Manifest;
import multvae.run.RunLayout;
import multvae.split.SplitStatistics;
import multvae.training.History;

/**
 * What a model is, what it is for and how good it is, in the form of Hugging Face's model cards: a header in YAML, then Markdown
 * (https://huggingface.co/docs/hub/model-cards). All of it comes from a run's files.
 *
 * @param dataset the data set of the catalogue; absent for ratings of the user's own
 * @param type of the model, as configurations and results name it: mult-vae, ease
 * @param statistics of the split
 * @param training how the model was trained; absent for a baseline, which is fitted in one go
 * @param metrics the result, if this model has been evaluated
 * @param settings of the data, the model and the training, by key
 */
public record ModelCard(
        Optional<String> dataset,
        String type,
        SplitStatistics statistics,
        Optional<Training> training,
        Optional<Metrics> metrics,
        SortedMap<String, Object> settings) {

    /**
     * A training.
     *
     * @param history how it went
     * @param manifest what train says of it
     */
    public record Training(History history, Manifest manifest) {}

    /**
     * The terms that the data came with; a model of the data may be bound by them.
     *
     * @param name short
     * @param text in a few words
     * @param link to all of them
     */
    public record License(String name, String text, Optional<String> link) {}

    /**
     * Of the model that a run has trained.
     *
     * @throws UserError if it is not trained, or a file is damaged
     */
    public static ModelCard ofTrained(Path root) throws IOException {
        Artifacts run = new Artifacts(root);
        Manifest preprocess = run.requiredManifest(RunLayout.PREPROCESS);
        Manifest train = run.requiredManifest(RunLayout.TRAIN);
        if (!train.outputs().containsKey(RunLayout.WEIGHTS.file())) {
            throw new UserError(
                    RunLayout.WEIGHTS.name(),
                    "the model's weights",
                    "none, as an older version trained it",
                    "run train again");
        }
        SortedMap<String, Object> settings = new TreeMap<>(preprocess.slice());
        settings.putAll(train.slice());
        String type = String.valueOf(settings.get("model.type"));
        return new ModelCard(
                run.manifest(RunLayout.FETCH).flatMap(DataName::catalogued),
                type,
                SplitStatistics.read(run.file(RunLayout.STATISTICS)),
                Optional.of(new Training(History.read(run.file(RunLayout.HISTORY)), train)),
                metrics(run, type, manifest -> FinishedRun.isResultOf(manifest, train, preprocess)),
                settings);
    }

    /**
     * Of a baseline that is fitted to a run's data.
     *
     * @param type the baseline's name
     * @param configuration what it is fitted with, by key
     * @throws UserError if preprocess has not run, or a file is damaged
     */
    public static ModelCard ofBaseline(Path root, String type, SortedMap<String, Object> configuration)
            throws IOException {
        Artifacts run = new Artifacts(root);
        Manifest preprocess = run.requiredManifest(RunLayout.PREPROCESS);
        SortedMap<String, Object> settings = new TreeMap<>(preprocess.slice());
        settings.putAll(configuration);
        Optional<Metrics> metrics = metrics(
                run,
                type,
                manifest -> FinishedRun.isOnTestDataOf(manifest, preprocess)
                        && configuration.entrySet().stream().allMatch(setting -> setting.getValue()
                                .equals(manifest.slice().get(setting.getKey()))));
        return new ModelCard(
                run.manifest(RunLayout.FETCH).flatMap(DataName::catalogued),
                type,
                SplitStatistics.read(run.file(RunLayout.STATISTICS)),
                Optional.empty(),
                metrics,
                settings);
    }

    /** Empty also if the model is not in the result: not every baseline is, and in a stranger's run it may be another one. */
    private static Optional<Metrics> metrics(Artifacts run, String type, Predicate<Manifest> ofThisModel)
            throws IOException {
        return run.manifest(RunLayout.EVALUATE).filter(ofThisModel).isPresent()
                ? Optional.of(Metrics.read(run.file(RunLayout.METRICS)))
                        .filter(result -> result.models().containsKey(type))
                : Optional.empty();
    }

    /** The data set's name, or what to call ratings of the user's own. */
    String data() {
        return dataset.orElse(DataName.OWN);
    }

    /**
     * The text.
     *
     * @param license of the data; absent if nobody has said
     * @param version the model's: the first digits of the SHA-256 of its weights
     * @param bytes of its weights
     */
    public String render(Optional<License> license, String version, long bytes) {
        return ModelCardHeader.of(this, license) + new ModelCardText(this, license, version, bytes).render();
    }
}
