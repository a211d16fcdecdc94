package multvae.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import multvae.evaluation.Metrics.Figure;
import multvae.evaluation.Metrics.Slice;
import multvae.model.LossTerms;
import multvae.report.LineChart.Line;
import multvae.report.LineChart.Mark;
import multvae.training.History;
import multvae.training.History.Epoch;

/** The report's plots. */
final class Plots {

    static final String NDCG = "NDCG@100"; // what training goes by

    private Plots() {}

    /**
     * How a training went, epoch by epoch, the best one marked. Without a KL term there is neither KL nor beta; without a
     * schedule there is no learning rate.
     */
    static List<Plot> training(History history, boolean variational) {
        List<Plot> plots = new ArrayList<>();
        plots.add(LineChart.overEpochs(
                "validation",
                "Validation metrics",
                "Over the epochs: NDCG@100, Recall@20 and Recall@50 of the validation users. The best epoch by NDCG@100 has"
                        + " a dashed line.",
                "mean over users",
                List.of(
                        line(NDCG, history.evaluated(), Epoch::epoch, Plots::ndcg100),
                        line("Recall@20", history.evaluated(), Epoch::epoch, epoch -> epoch.validation()
                                .recall20()),
                        line("Recall@50", history.evaluated(), Epoch::epoch, epoch -> epoch.validation()
                                .recall50())),
                best(history)));
        plots.add(trainAndValidation(history, "loss", "Loss", LossTerms::loss));
        plots.add(trainAndValidation(history, "nll", "Negative log-likelihood", LossTerms::nll));
        if (variational) {
            plots.add(trainAndValidation(history, "kl", "KL divergence", LossTerms::kl));
        }
        if (variational && !inTurn(history)) { // a RecVAE's weight of the KL term stays
            plots.add(perEpoch(history, "beta", "Beta, the weight of the KL divergence", "beta", Epoch::beta));
        }
        if (history.epochs().stream()
                        .mapToDouble(Epoch::learningRate)
                        .distinct()
                        .count()
                > 1) {
            plots.add(perEpoch(history, "learning-rate", "Learning rate", "learning rate", Epoch::learningRate));
        }
        return plots;
    }

    /** The loss while it is trained, step by step; the end of the best epoch is marked. */
    static Plot steps(StepLosses losses, History history) {
        List<StepLosses.Point> points = losses.points();
        String each = losses.stepsPerPoint() == 1
                ? "The loss of each step"
                : "The loss, each point the mean of " + losses.stepsPerPoint() + " steps";
        Optional<Mark> best = history.evaluated().isEmpty()
                ? Optional.empty()
                : Optional.of(history.best())
                        .filter(epoch -> epoch.steps() >= points.get(0).step()
                                && epoch.steps()
                                        <= points.get(points.size() - 1).step())
                        .map(epoch -> new Mark(epoch.steps(), "\u2506 best: epoch " + epoch.epoch()));
        return LineChart.draw(new LineChart.Content(
                "steps",
                "Loss per step",
                each + ", with dropout and noise, since this process trains.",
                "step",
                "loss",
                true,
                List.of(new Line(
                        "loss",
                        points.stream().map(point -> (double) point.step()).toList(),
                        points.stream().map(StepLosses.Point::loss).toList(),
                        true)),
                best,
                Optional.empty()));
    }

    /** Whether encoder and decoder are trained in turn. */
    private static boolean inTurn(History history) {
        return history.epochs().stream().anyMatch(epoch -> epoch.encoder().isPresent());
    }

    /** Where the weights are from. */
    private static Optional<Mark> best(History history) {
        return history.evaluated().isEmpty()
                ? Optional.empty()
                : Optional.of(new Mark(
                        history.best().epoch(),
                        "\u2506 best: epoch " + history.best().epoch()));
    }

    private static Plot perEpoch(History history, String id, String title, String name, ToDoubleFunction<Epoch> value) {
        return LineChart.overEpochs(
                id,
                title,
                "The " + name + " in the last step of each epoch.",
                name,
                List.of(line(name, history.epochs(), Epoch::epoch, value)),
                best(history));
    }

    /** The first training of a search for beta's cap. */
    static Plot search(History first) {
        return LineChart.draw(new LineChart.Content(
                "search",
                "The search for beta's cap",
                "Validation NDCG@100 of the first training, in which beta rises to 1, over beta.",
                "beta",
                NDCG,
                false,
                List.of(line(NDCG, first.evaluated(), Epoch::beta, Plots::ndcg100)),
                Optional.of(new Mark(first.best().beta(), "\u2506 chosen")),
                Optional.empty()));
    }

    static double ndcg100(Epoch evaluated) {
        return evaluated.validation().ndcg100();
    }

    private static Plot trainAndValidation(History history, String id, String title, ToDoubleFunction<LossTerms> term) {
        List<Line> lines = new ArrayList<>();
        lines.add(line("training", history.epochs(), Epoch::epoch, epoch -> term.applyAsDouble(epoch.train())));
        lines.add(line(
                "validation",
                history.evaluated(),
                Epoch::epoch,
                epoch -> term.applyAsDouble(epoch.validation().loss())));
        String training = "the mean over the train users, with dropout and noise, and";
        if (inTurn(history)) {
            lines.add(line(
                    "encoder",
                    history.epochs(),
                    Epoch::epoch,
                    epoch -> term.applyAsDouble(epoch.encoder().orElseThrow())));
            training = "the mean over the train users while the decoder is trained, with noise, while the encoder is"
                    + " trained, with dropout too, and";
        }
        return LineChart.overEpochs(
                id,
                title,
                "Over the epochs: " + training
                        + " the mean over the validation users, without; their fold-in items are the"
                        + " input and the target.",
                id,
                lines,
                best(history));
    }

    static Line line(String name, List<Epoch> epochs, ToDoubleFunction<Epoch> x, ToDoubleFunction<Epoch> y) {
        return new Line(
                name,
                epochs.stream().map(x::applyAsDouble).toList(),
                epochs.stream().map(y::applyAsDouble).toList(),
                true);
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
        return BarChart.draw(
                id,
                title,
                "A histogram in bins that double: the number of " + counting + " by how many " + counted
                        + " they have.",
                counted + ", from one number to below the next",
                counting,
                histogram.bins().stream()
                        .dropWhile(bin -> bin.frequency() == 0)
                        .map(bin -> new BarChart.Bar(
                                Numbers.count(bin.from()),
                                bin.frequency(),
                                Numbers.count(bin.frequency()) + " " + counting + " with " + bin.label() + " "
                                        + counted))
                        .toList());
    }

    /** The leading metric by the users' activity and by the items' popularity. */
    static List<Plot> slices(RunResult run) {
        return List.of(
                slice(
                        run,
                        "by-activity",
                        "by the users' activity",
                        run.metrics().byActivity(),
                        part -> part.foldInItems().from() + " to "
                                + part.foldInItems().to() + " fold-in items"),
                slice(
                        run,
                        "by-popularity",
                        "by the items' popularity",
                        run.metrics().byPopularity(),
                        part -> Numbers.count(part.items(), "item")));
    }

    private static <S extends Slice> Plot slice(
            RunResult run, String id, String by, Map<?, S> slices, Function<S, String> extent) {
        String metric = run.leadingMetric();
        List<Forest.Group> groups = new ArrayList<>();
        slices.forEach((name, part) -> {
            List<Forest.Row> rows = new ArrayList<>();
            double best = part.models().values().stream()
                    .mapToDouble(figures -> figures.get(metric).mean())
                    .max()
                    .orElse(0);
            part.models().forEach((model, figures) -> {
                Figure figure = figures.get(metric);
                rows.add(ResultSection.mean(
                        KnownModel.printed(model),
                        figure.mean(),
                        figure.interval95(),
                        model.equals(run.metrics().model()),
                        part.models().size() > 1 && figure.mean() == best));
            });
            if (!rows.isEmpty()) {
                groups.add(new Forest.Group(
                        name + ": " + extent.apply(part) + ", " + Numbers.count(part.users(), "user"), rows));
            }
        });
        return Forest.draw(
                id,
                metric + " " + by,
                "A row for each model in each part: mean " + metric + " and its 95 % interval, " + by + ".",
                metric,
                false,
                groups);
    }
}
