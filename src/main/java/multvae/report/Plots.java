package multvae.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import multvae.report.Charts.Bars;

/** The report's plots. */
final class Plots {

    private static final String EPOCH = "epoch";

    private Plots() {}

    /** How the training went, epoch by epoch. Without a KL term there is neither KL nor beta. */
    static List<Plot> training(RunResult run) {
        History history = run.history();
        List<Plot> plots = new ArrayList<>();
        plots.add(trainAndValidation(history, "loss", "Loss"));
        plots.add(trainAndValidation(history, "nll", "Negative log-likelihood"));
        if (run.variational()) {
            plots.add(trainAndValidation(history, "kl", "KL divergence"));
            plots.add(Plot.of(
                    "beta",
                    "beta, the weight of the KL divergence",
                    "beta in the last step of each epoch.",
                    Charts.lines(EPOCH, "beta", List.of(history.line("beta", EPOCH, History.BETA)))));
        }
        plots.add(Plot.of(
                "validation",
                "Validation metrics",
                "Over the epochs: NDCG@100, Recall@20 and Recall@50 of the validation users. The best epoch is "
                        + history.bestEpoch() + ".",
                Charts.lines(
                        EPOCH,
                        "mean over users",
                        List.of(
                                history.line("NDCG@100", EPOCH, History.NDCG),
                                history.line("Recall@20", EPOCH, "validation_recall_20"),
                                history.line("Recall@50", EPOCH, "validation_recall_50")))));
        run.searchHistory()
                .ifPresent(first -> plots.add(Plot.of(
                        "search",
                        "The search for beta's cap",
                        "Validation NDCG@100 of the first training, in which beta rises to 1, over beta.",
                        Charts.lines(
                                "beta", "NDCG@100", List.of(first.line("NDCG@100", History.BETA, History.NDCG))))));
        return plots;
    }

    private static Plot trainAndValidation(History history, String column, String title) {
        return Plot.of(
                column,
                title,
                "Over the epochs: the mean over the train users, with dropout and noise, and over the validation users,"
                        + " without, of whom the fold-in items are the input and the target.",
                Charts.lines(
                        EPOCH,
                        column,
                        List.of(
                                history.line("training", EPOCH, column),
                                history.line("validation", EPOCH, "validation_" + column))));
    }

    /** How the train users' events are distributed. */
    static List<Plot> data(RunResult run) {
        int[] eventsPerUser = IntStream.range(0, run.train().rows())
                .map(run.train()::rowLength)
                .toArray();
        return List.of(
                histogram("events-per-user", "Events a train user", "events", "users", Histogram.of(eventsPerUser)),
                histogram(
                        "users-per-item",
                        "Train users an item",
                        "users",
                        "items",
                        Histogram.of(run.train().columnCounts())));
    }

    private static Plot histogram(String id, String title, String counted, String counting, Histogram histogram) {
        List<Histogram.Bin> bins =
                histogram.bins().stream().dropWhile(bin -> bin.frequency() == 0).toList();
        return Plot.of(
                id,
                title,
                "A histogram in bins that double: how many " + counting + " have so many " + counted + ".",
                Charts.bars(
                        counted + ", from one number to below the next",
                        counting,
                        bins.stream().map(bin -> String.valueOf(bin.from())).toList(),
                        List.of(new Bars(
                                counting,
                                bins.stream()
                                        .map(bin -> (double) bin.frequency())
                                        .toList(),
                                null))));
    }

    /** The leading metric by the users' activity and by the items' popularity. */
    static List<Plot> slices(RunResult run) {
        return List.of(
                slice(
                        run,
                        "by-activity",
                        "byActivity",
                        "by the users' activity",
                        "fold-in items",
                        part -> part.get("foldInItems").get(0) + "-"
                                + part.get("foldInItems").get(1)),
                slice(
                        run,
                        "by-popularity",
                        "byPopularity",
                        "by the items' popularity",
                        "items, of which each part has a third of the train events",
                        part -> part.get("items") + " items"));
    }

    private static Plot slice(
            RunResult run, String id, String field, String by, String xTitle, Function<JsonNode, String> extent) {
        String metric = run.leadingMetric();
        List<String> categories = new ArrayList<>();
        List<JsonNode> parts = new ArrayList<>();
        for (Map.Entry<String, JsonNode> part : run.metrics().get(field).properties()) {
            if (part.getValue().get("users").intValue() > 0) {
                categories.add(part.getKey() + ": " + extent.apply(part.getValue()));
                parts.add(part.getValue());
            }
        }
        List<Bars> bars = new ArrayList<>();
        for (Iterator<String> models = run.metrics().get("models").fieldNames(); models.hasNext(); ) {
            String model = models.next();
            bars.add(new Bars(
                    ResultTable.printed(model),
                    numbers(parts, model, metric, "mean"),
                    numbers(parts, model, metric, "standardError")));
        }
        return Plot.of(
                id,
                metric + " " + by,
                "Bars with whiskers of one standard error: " + metric + " of each model, " + by + ".",
                Charts.bars(xTitle, metric, categories, bars));
    }

    private static List<Double> numbers(List<JsonNode> parts, String model, String metric, String figure) {
        return parts.stream()
                .map(part ->
                        part.get("models").get(model).get(metric).get(figure).doubleValue())
                .toList();
    }
}
