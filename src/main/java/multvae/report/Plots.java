package multvae.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import multvae.evaluation.Metrics.Mean;
import multvae.evaluation.Metrics.Slice;
import multvae.model.LossTerms;
import multvae.report.Charts.Bars;
import multvae.training.History;
import multvae.training.History.Epoch;

/** The report's plots. */
final class Plots {

    private static final String EPOCH = "epoch";

    private Plots() {}

    /** How a training went, epoch by epoch. Without a KL term there is neither KL nor beta. */
    static List<Plot> training(History history, boolean variational) {
        List<Plot> plots = new ArrayList<>();
        plots.add(trainAndValidation(history, "loss", "Loss", LossTerms::loss));
        plots.add(trainAndValidation(history, "nll", "Negative log-likelihood", LossTerms::nll));
        if (variational) {
            plots.add(trainAndValidation(history, "kl", "KL divergence", LossTerms::kl));
            plots.add(Plot.of(
                    "beta",
                    "beta, the weight of the KL divergence",
                    "beta in the last step of each epoch.",
                    Charts.lines(EPOCH, "beta", List.of(line("beta", history.epochs(), Epoch::epoch, Epoch::beta)))));
        }
        plots.add(Plot.of(
                "validation",
                "Validation metrics",
                "Over the epochs: NDCG@100, Recall@20 and Recall@50 of the validation users.",
                Charts.lines(
                        EPOCH,
                        "mean over users",
                        List.of(
                                line("NDCG@100", history.evaluated(), Epoch::epoch, Plots::ndcg100),
                                line("Recall@20", history.evaluated(), Epoch::epoch, epoch -> epoch.validation()
                                        .recall20()),
                                line("Recall@50", history.evaluated(), Epoch::epoch, epoch -> epoch.validation()
                                        .recall50())))));
        return plots;
    }

    /** The first training of a search for beta's cap. */
    static Plot search(History first) {
        return Plot.of(
                "search",
                "The search for beta's cap",
                "Validation NDCG@100 of the first training, in which beta rises to 1, over beta.",
                Charts.lines(
                        "beta", "NDCG@100", List.of(line("NDCG@100", first.evaluated(), Epoch::beta, Plots::ndcg100))));
    }

    /** The trainings of a sweep, as in Figure 1 of the paper: over the epochs, and the best ones over their beta. */
    static List<Plot> sweep(Map<String, History> trials) {
        List<Charts.Line> curves = new ArrayList<>();
        trials.forEach((name, history) -> curves.add(line(name, history.evaluated(), Epoch::epoch, Plots::ndcg100)));
        List<Epoch> best = trials.values().stream()
                .map(History::best)
                .sorted(Comparator.comparingDouble(Epoch::beta))
                .toList();
        return List.of(
                Plot.of(
                        "epochs",
                        "Validation NDCG@100 over the epochs",
                        "A line for each training.",
                        Charts.lines(EPOCH, "NDCG@100", curves)),
                Plot.of(
                        "betas",
                        "The best validation NDCG@100 over beta",
                        "A point for each training: the best epoch's NDCG@100 over the beta of its last step.",
                        Charts.points("beta", "NDCG@100", line("best epoch", best, Epoch::beta, Plots::ndcg100))));
    }

    private static double ndcg100(Epoch evaluated) {
        return evaluated.validation().ndcg100();
    }

    private static Plot trainAndValidation(History history, String id, String title, ToDoubleFunction<LossTerms> term) {
        return Plot.of(
                id,
                title,
                "Over the epochs: the mean over the train users, with dropout and noise, and the mean over the validation"
                        + " users, without; their fold-in items are the input and the target.",
                Charts.lines(
                        EPOCH,
                        id,
                        List.of(
                                line(
                                        "training",
                                        history.epochs(),
                                        Epoch::epoch,
                                        epoch -> term.applyAsDouble(epoch.train())),
                                line(
                                        "validation",
                                        history.evaluated(),
                                        Epoch::epoch,
                                        epoch -> term.applyAsDouble(
                                                epoch.validation().loss())))));
    }

    private static Charts.Line line(
            String name, List<Epoch> epochs, ToDoubleFunction<Epoch> x, ToDoubleFunction<Epoch> y) {
        return new Charts.Line(
                name,
                epochs.stream().map(x::applyAsDouble).toList(),
                epochs.stream().map(y::applyAsDouble).toList());
    }

    /** How the train users' events are distributed. */
    static List<Plot> data(RunResult run) {
        int[] eventsPerUser = IntStream.range(0, run.train().rows())
                .map(run.train()::rowLength)
                .toArray();
        return List.of(
                histogram("events-per-user", "Events per train user", "events", "users", Histogram.of(eventsPerUser)),
                histogram(
                        "users-per-item",
                        "Train users per item",
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
                "A histogram in bins that double: the number of " + counting + " by how many " + counted
                        + " they have.",
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
                        "by the users' activity",
                        "fold-in items",
                        run.metrics().byActivity(),
                        part -> part.foldInItems().from() + "-"
                                + part.foldInItems().to()),
                slice(
                        run,
                        "by-popularity",
                        "by the items' popularity",
                        "items, of which each part has a third of the train events",
                        run.metrics().byPopularity(),
                        part -> part.items() + " items"));
    }

    private static <S extends Slice> Plot slice(
            RunResult run, String id, String by, String xTitle, Map<?, S> slices, Function<S, String> extent) {
        String metric = run.leadingMetric();
        List<String> categories = new ArrayList<>();
        List<S> parts = new ArrayList<>();
        slices.forEach((name, part) -> {
            if (part.users() > 0) {
                categories.add(name + ": " + extent.apply(part));
                parts.add(part);
            }
        });
        List<Bars> bars = new ArrayList<>();
        for (String model : run.metrics().models().keySet()) {
            List<Mean> means = parts.stream()
                    .map(part -> part.models().get(model).get(metric))
                    .toList();
            bars.add(new Bars(
                    ResultTable.printed(model),
                    means.stream().map(Mean::mean).toList(),
                    means.stream().map(Mean::standardError).toList()));
        }
        return Plot.of(
                id,
                metric + " " + by,
                "Bars with whiskers of one standard error: " + metric + " of each model, " + by + ".",
                Charts.bars(xTitle, metric, categories, bars));
    }
}
