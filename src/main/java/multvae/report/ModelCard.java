package multvae.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import multvae.evaluation.Metrics;
import multvae.evaluation.Metrics.Figure;
import multvae.io.Json;
import multvae.io.Printable;
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

    private static final int MOST_ID = 60; // characters of license_name

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
        return new ModelCard(
                run.manifest(RunLayout.FETCH).flatMap(DataName::catalogued),
                String.valueOf(settings.get("model.type")),
                SplitStatistics.read(run.file(RunLayout.STATISTICS)),
                Optional.of(new Training(History.read(run.file(RunLayout.HISTORY)), train)),
                metrics(run, manifest -> FinishedRun.isResultOf(manifest, train, preprocess)),
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
                        manifest -> FinishedRun.isOnTestDataOf(manifest, preprocess)
                                && configuration.entrySet().stream().allMatch(setting -> setting.getValue()
                                        .equals(manifest.slice().get(setting.getKey()))))
                .filter(result -> result.models().containsKey(type));
        return new ModelCard(
                run.manifest(RunLayout.FETCH).flatMap(DataName::catalogued),
                type,
                SplitStatistics.read(run.file(RunLayout.STATISTICS)),
                Optional.empty(),
                metrics,
                settings);
    }

    private static Optional<Metrics> metrics(Artifacts run, Predicate<Manifest> ofThisModel) throws IOException {
        return run.manifest(RunLayout.EVALUATE).filter(ofThisModel).isPresent()
                ? Optional.of(Metrics.read(run.file(RunLayout.METRICS)))
                : Optional.empty();
    }

    private String kind() {
        return switch (type) {
            case "mult-vae" -> "a variational autoencoder with a multinomial likelihood";
            case "mult-dae" -> "a denoising autoencoder with a multinomial likelihood";
            case "recvae" ->
                "a variational autoencoder with a multinomial likelihood, a composite prior and training in turns";
            case "popularity" -> "the number of train users of each item";
            case "item-knn" -> "the nearest items by shrunk cosine similarity";
            case "ease" -> "a linear model from item to item (Steck 2019)";
            case "edlae" -> "a linear model from item to item, with dropout (Steck 2020)";
            case "ials" -> "matrix factorisation by implicit alternating least squares (Hu, Koren and Volinsky 2008)";
            default -> "a model of the user's items";
        };
    }

    private String name() {
        return ResultTable.printed(type);
    }

    private FinishedTraining finished(Training known) {
        return FinishedTraining.of(known.history(), settings);
    }

    /** Whether the model was fitted in the end on the validation events too. */
    private boolean finalFit() {
        return Boolean.TRUE.equals(settings.get("train.finalFit"));
    }

    private String data() {
        return dataset.orElse("own ratings");
    }

    /**
     * The text.
     *
     * @param license of the data; absent if nobody has said
     * @param version the model's: the first digits of the SHA-256 of its weights
     * @param bytes of its weights
     */
    public String render(Optional<License> license, String version, long bytes) {
        StringBuilder text = new StringBuilder();
        header(text, license);
        text.append("---\n\n# ")
                .append(Markdown.escaped(name() + " on " + data()))
                .append("\n\n");
        text.append("Recommends items to users from what they like. A user need not have been in the training data.\n");
        details(text, license, version, bytes);
        uses(text);
        trainingData(text);
        training(text);
        evaluation(text);
        limits(text);
        howToUse(text);
        citation(text);
        return text.toString();
    }

    /** Every text is a JSON string, which is one of YAML too. */
    private void header(StringBuilder text, Optional<License> license) {
        text.append("---\nlicense: other\nlicense_name: ")
                .append(quoted(license.map(known -> id(known.name())).orElse("unknown")))
                .append('\n');
        license.flatMap(License::link)
                .ifPresent(link ->
                        text.append("license_link: ").append(quoted(link)).append('\n'));
        text.append("library_name: multvae\ntags:\n");
        for (String tag : List.of("recommendation", "collaborative-filtering", "implicit-feedback", type)) {
            text.append("  - ").append(quoted(tag)).append('\n');
        }
        dataset.ifPresent(
                name -> text.append("datasets:\n  - ").append(quoted(name)).append('\n'));
        if (metrics.isEmpty()) {
            return;
        }
        Map<String, Figure> figures = metrics.get().models().get(type);
        text.append("metrics:\n");
        figures.keySet()
                .forEach(metric -> text.append("  - ").append(quoted(metric)).append('\n'));
        text.append("model-index:\n  - name: ")
                .append(quoted(type + "-" + data().replace(' ', '-')))
                .append(
                        "\n    results:\n      - task:\n          type: recommendation\n          name: top-n recommendation\n")
                .append("        dataset:\n          type: ")
                .append(quoted(data().replace(' ', '-')))
                .append("\n          name: ")
                .append(quoted(data()))
                .append("\n          split: test\n        metrics:\n");
        figures.forEach((metric, figure) -> text.append("          - type: ")
                .append(quoted(metric.toLowerCase(Locale.ROOT)))
                .append("\n            name: ")
                .append(quoted(metric))
                .append("\n            value: ")
                .append(Json.line(figure.mean()).strip())
                .append('\n'));
    }

    private static String quoted(String text) {
        return Json.line(Printable.oneLine(text)).strip();
    }

    /** As license_name has it: lower case, digits, hyphens and dots. */
    private static String id(String text) {
        String id = text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.]+", "-").replaceAll("^-|-$", "");
        return id.isEmpty() ? "custom" : id.substring(0, Math.min(MOST_ID, id.length()));
    }

    private void details(StringBuilder text, Optional<License> license, String version, long bytes) {
        text.append("\n## Model details\n\n");
        Map<String, String> rows = new LinkedHashMap<>();
        rows.put("Model", name() + ", " + kind());
        rows.put("Version", version + ", the first digits of the SHA-256 of weights.safetensors");
        if (training.isPresent()) {
            rows.put("Layers of the encoder", settings.get("model.qDims") + ", from " + items());
            rows.put("Layers of the decoder", settings.get("model.pDims") + ", to " + items());
            rows.put("Trained", ReportText.day(training.get().manifest().start()));
        }
        rows.put("Size", Numbers.bytes(bytes));
        rows.put("Input", "the items that a user likes, without an order and without ratings");
        rows.put(
                "Output",
                "a score for each item" + (training.isPresent() ? ", a logit" : "")
                        + ": higher is better, and comparable within one user's list only");
        rows.put(
                "License of the data",
                license.map(known -> known.text()
                                + known.link().map(link -> " See " + link).orElse(""))
                        .orElse("not known: whoever publishes this model has to say, with bundle --data-license"));
        list(text, rows);
    }

    private String items() {
        return Numbers.count(statistics.items(), "item");
    }

    private static void uses(StringBuilder text) {
        text.append(
                """

                ## Intended uses

                - Lists of items for users with at least one known item, from a service, a file of users or Java.
                - Research: comparing models on the same split.

                It is not meant for decisions about people, such as credit, work or prices, nor for guessing what somebody is like.
                """);
    }

    private void trainingData(StringBuilder text) {
        text.append("\n## Training data\n\n");
        Map<String, String> rows = new LinkedHashMap<>();
        rows.put("Data set", data());
        rows.putAll(ReportText.statistics(statistics));
        list(text, rows);
        text.append(
                "\nAn event is a rating above the threshold; how high it is does not count. With this model comes no event of any"
                        + " user, but the items' ids and titles, and how many train users have each.\n");
    }

    private void training(StringBuilder text) {
        text.append("\n## Training\n\n")
                .append(training.map(
                                known -> ReportText.training(finished(known), !type.equals("mult-dae"), finalFit()))
                        .orElse(
                                finalFit()
                                        ? "Fitted in one go to the events of the train and validation users."
                                        : "Fitted to the train users in one go."))
                .append("\n\n");
        List<List<String>> table = new ArrayList<>(List.of(List.of("setting", "value")));
        settings.forEach((key, value) -> {
            if (!key.startsWith("data.")) {
                table.add(List.of(Markdown.escaped(key), Markdown.escaped(String.valueOf(value))));
            }
        });
        text.append(TextTable.render(table));
        if (training.isPresent()) {
            text.append("\nTrained with:\n\n");
            Map<String, String> environment = new LinkedHashMap<>();
            training.get()
                    .manifest()
                    .environment()
                    .forEach((name, value) -> environment.put(name, String.valueOf(value)));
            list(text, environment);
        }
    }

    private void evaluation(StringBuilder text) {
        text.append("\n## Evaluation\n\n");
        if (metrics.isEmpty()) {
            text.append("This model has not been evaluated on test users."
                    + (training.isPresent()
                            ? " Its best epoch was chosen by validation NDCG@100, which is no result: it is too high for"
                                    + " having been chosen."
                            : "")
                    + "\n");
            return;
        }
        Metrics result = metrics.get();
        text.append(statistics.protocol())
                .append(finalFit() ? ReportText.FITTED_ON_VALIDATION : "")
                .append(" Means over ")
                .append(Numbers.count(result.users()))
                .append(" test users, and the 95 % bootstrap interval of each.\n\n");
        text.append(table("model", result.metrics(), result.models()));
        if (training.isPresent() && !result.differences().isEmpty()) {
            text.append(
                            "\nThe model minus each baseline, paired by user; an interval without zero means that the difference is no"
                                    + " chance of these users:\n\n")
                    .append(table("minus", result.metrics(), result.differences()));
        }
        text.append('\n')
                .append(Verdict.of(result, statistics.users(), training.map(this::finished))
                        .sentence())
                .append('\n');
    }

    private static String table(String corner, List<String> metrics, Map<String, Map<String, Figure>> models) {
        List<List<String>> rows = new ArrayList<>();
        List<String> head = new ArrayList<>(List.of(corner));
        head.addAll(metrics);
        rows.add(head);
        models.forEach((model, figures) -> {
            List<String> row = new ArrayList<>(List.of(ResultTable.printed(model)));
            figures.values()
                    .forEach(figure -> row.add(Numbers.metric(figure.mean()) + " ("
                            + Numbers.metric(figure.interval95().low()) + " to "
                            + Numbers.metric(figure.interval95().high()) + ")"));
            rows.add(row);
        });
        return TextTable.render(rows);
    }

    private void limits(StringBuilder text) {
        text.append("\n## Limits\n\n")
                .append("- **Cold start.** It knows the ")
                .append(items())
                .append(" of the train users and no other. A user without a known item gets the most popular items.\n")
                .append("- **Popularity.** Items with many train users are learnt best and recommended most.");
        metrics.map(Metrics::recommendations)
                .filter(recommendations -> recommendations.models().containsKey(type))
                .ifPresent(recommendations -> text.append(" The first ")
                        .append(recommendations.k())
                        .append(" items of all test users have ")
                        .append(Numbers.percent(
                                recommendations.models().get(type).coverage()))
                        .append(" of the items, and such an item has ")
                        .append(Numbers.fixed(recommendations.models().get(type).meanPopularity(), 1))
                        .append(" train users on average."));
        text.append(
                        "\n- **What the data does not have.** No content of the items, no time, no order, no context, and nothing that"
                                + " users dislike: an item without an event may be unknown to the user or unloved.\n")
                .append(
                        "- **Whose data it is.** The users are those of this data set. Nothing says that it serves other people as"
                                + " well, or groups of its own users equally.\n")
                .append("- **Time.** It is as old as its data: train it again as tastes and items change.\n");
    }

    private static void howToUse(StringBuilder text) {
        text.append(
                """

                ## How to use

                BUNDLE is the directory that this file is in.

                ```
                ./multvae recommend --run BUNDLE --likes "TITLE OR ID" --top 10 --explain
                ./multvae serve --run BUNDLE
                ```

                ```java
                try (Recommender recommender = Recommender.open(Path.of("BUNDLE"))) {
                    List<Recommendation> list = recommender.recommend(List.of("ID", "ANOTHER ID"), 10);
                }
                ```

                `weights.safetensors` opens with `safetensors.torch.load_file` too.
                """);
    }

    private void citation(StringBuilder text) {
        String papers = Citations.of(type, dataset.isPresent()); // the catalogue has MovieLens alone
        if (!papers.isEmpty()) {
            text.append("\n## Citation\n\n```bibtex\n").append(papers).append("```\n");
        }
    }

    private static void list(StringBuilder text, Map<String, String> rows) {
        rows.forEach((key, value) -> text.append("- ")
                .append(Markdown.escaped(key))
                .append(": ")
                .append(Markdown.escaped(value))
                .append('\n'));
    }
}
