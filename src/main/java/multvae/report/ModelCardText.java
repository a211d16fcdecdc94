package multvae.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import multvae.evaluation.Metrics;
import multvae.evaluation.Metrics.Figure;
import multvae.report.ModelCard.License;
import multvae.split.SplitStatistics;

/** The Markdown of a model card, section by section. */
final class ModelCardText {

    private final Optional<String> dataset;
    private final String type;
    private final String data;
    private final SplitStatistics statistics;
    private final Optional<ModelCard.Training> training;
    private final Optional<Metrics> metrics;
    private final SortedMap<String, Object> settings;
    private final Optional<License> license;
    private final String version;
    private final long bytes;
    private final StringBuilder text = new StringBuilder();

    /** The parameters are those of {@link ModelCard#render}. */
    ModelCardText(ModelCard card, Optional<License> license, String version, long bytes) {
        this.dataset = card.dataset();
        this.type = card.type();
        this.data = card.data();
        this.statistics = card.statistics();
        this.training = card.training();
        this.metrics = card.metrics();
        this.settings = card.settings();
        this.license = license;
        this.version = version;
        this.bytes = bytes;
    }

    String render() {
        text.append("# ").append(Markdown.escaped(name() + " on " + data)).append("\n\n");
        text.append("Recommends items to users from what they like. A user need not have been in the training data.\n");
        details();
        uses();
        trainingData();
        training();
        evaluation();
        limits();
        howToUse();
        citation();
        return text.toString();
    }

    private void details() {
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
        list(rows);
    }

    private String items() {
        return Numbers.count(statistics.items(), "item");
    }

    private void uses() {
        text.append(
                """

                ## Intended uses

                - Lists of items for users with at least one known item, from a service, a file of users or Java.
                - Research: comparing models on the same split.

                It is not meant for decisions about people, such as credit, work or prices, nor for guessing what somebody is like.
                """);
    }

    private void trainingData() {
        text.append("\n## Training data\n\n");
        Map<String, String> rows = new LinkedHashMap<>();
        rows.put("Data set", data);
        rows.putAll(ReportText.statistics(statistics));
        list(rows);
        text.append(
                "\nAn event is a rating above the threshold; how high it is does not count. With this model comes no event of any"
                        + " user, but the items' ids and titles, and how many train users have each.\n");
    }

    private void training() {
        text.append("\n## Training\n\n")
                .append(training.map(
                                known -> ReportText.training(finished(known), KnownModel.variational(type), finalFit()))
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
            list(environment);
        }
    }

    private void evaluation() {
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
                            "\nThe model minus each baseline, paired by user. If an interval includes zero, other test users might show"
                                    + " the opposite. The intervals are not corrected for how many there are.\n\n")
                    .append(table("minus", result.metrics(), result.differences()));
        }
        text.append('\n')
                .append(Verdict.of(result, training.map(this::finished)).sentence())
                .append('\n');
    }

    private static String table(String corner, List<String> metrics, Map<String, Map<String, Figure>> models) {
        List<List<String>> rows = new ArrayList<>();
        List<String> head = new ArrayList<>(List.of(corner));
        head.addAll(metrics);
        rows.add(head);
        models.forEach((model, figures) -> {
            List<String> row = new ArrayList<>(List.of(KnownModel.printed(model)));
            figures.values()
                    .forEach(figure -> row.add(Numbers.metric(figure.mean()) + " ("
                            + Numbers.metric(figure.interval95().low()) + " to "
                            + Numbers.metric(figure.interval95().high()) + ")"));
            rows.add(row);
        });
        return TextTable.render(rows);
    }

    private void limits() {
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

    private void howToUse() {
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

    private void citation() {
        String papers = Citations.of(type, dataset.isPresent()); // the catalogue has MovieLens alone
        if (!papers.isEmpty()) {
            text.append("\n## Citation\n\n```bibtex\n").append(papers).append("```\n");
        }
    }

    private void list(Map<String, String> rows) {
        rows.forEach((key, value) -> text.append("- ")
                .append(Markdown.escaped(key))
                .append(": ")
                .append(Markdown.escaped(value))
                .append('\n'));
    }

    private String kind() {
        return KnownModel.of(type).map(KnownModel::description).orElse("a model of the user's items");
    }

    private String name() {
        return KnownModel.printed(type);
    }

    private FinishedTraining finished(ModelCard.Training known) {
        return FinishedTraining.of(known.history(), settings);
    }

    /** Whether the model was fitted in the end on the validation events too. */
    private boolean finalFit() {
        return Boolean.TRUE.equals(settings.get(FinishedRun.FINAL_FIT));
    }
}
