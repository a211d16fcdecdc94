package multvae.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import multvae.evaluation.Metrics;
import multvae.evaluation.Metrics.Figure;
import multvae.io.Printable;
import multvae.split.SplitStatistics;
import multvae.split.SplitStatistics.Quantiles;
import multvae.training.History;
import multvae.training.History.Epoch;

/** The sentences and lists that both forms of a report have. */
final class ReportText {

    private static final int DATE = 10; // characters of an ISO 8601 date
    private static final int MINUTE = 16; // and of a date and a minute

    /** Why the two curves of a loss are not one. */
    static final String TWO_LOSSES =
            "The two losses are of different users, and measured differently: in training with dropout and noise, on all"
                    + " events of a train user; in validation without them, on the fold-in events of a validation user,"
                    + " which are fewer. Compare how they move, not how high they are.";

    /** What the plus and minus is. */
    static final String UNCERTAINTY = Numbers.PLUS_MINUS + " is " + ResultTable.UNCERTAINTY + ".";

    /** What a protocol adds for train.finalFit. */
    static final String FITTED_ON_VALIDATION = " Model and baselines were fitted on the validation events too.";

    private ReportText() {}

    static String summary(RunResult run) {
        Metrics metrics = run.metrics();
        Figure figure = metrics.models().get(metrics.model()).get(run.leadingMetric());
        return String.format(
                Locale.ROOT,
                "%s: %s %s over %s test users. Trained on %s.",
                KnownModel.printed(metrics.model()),
                run.leadingMetric(),
                ResultTable.meanAndHalf(figure.mean(), figure.interval95(), Numbers.PLUS_MINUS),
                Numbers.count(metrics.users()),
                day(run.trained().start()));
    }

    /** What the figures are comparable with. */
    static String protocol(RunResult run) {
        String split = run.statistics().protocol();
        return run.finalFit() ? split + FITTED_ON_VALIDATION : split;
    }

    static String users(RunResult run) {
        return protocol(run) + " Means over " + Numbers.count(run.metrics().users(), "test user")
                + "; skipped for lack of a held-out item: "
                + Numbers.count(run.metrics().skippedUsers()) + ".";
    }

    /** What the figures of a result are, for all of a report. */
    static String uncertainty() {
        return UNCERTAINTY + " Differences are paired by user.";
    }

    static String training(RunResult run) {
        return training(run.training(), run.variational(), run.finalFit());
    }

    /** @param finalFit whether a second training gave the weights, of as many epochs as were best in this one */
    static String training(FinishedTraining training, boolean variational, boolean finalFit) {
        History history = training.history();
        Epoch best = history.best();
        int epochs = history.epochs().size();
        String text = String.format(
                Locale.ROOT,
                "%s; the best by validation NDCG@100 is epoch %d: %.4f%s. The weights are those of %s.",
                Numbers.count(epochs, "epoch"),
                best.epoch(),
                best.validation().ndcg100(),
                variational ? String.format(Locale.ROOT, ", with %s %.4f", best.klWeight(), best.beta()) : "",
                finalFit
                        ? "a second training, of " + Numbers.count(best.epoch(), "epoch")
                                + " on the validation events too"
                        : "that epoch");
        if (!variational) {
            text += " A denoising autoencoder's loss has no KL term and no beta.";
        }
        return text + undertrained(training);
    }

    /** That more epochs may give a better model, as a sentence that follows another; empty if nothing says so. */
    static String undertrained(FinishedTraining training) {
        return training.endsTooSoon()
                ? " The last epoch is the best one: a higher train.epochs may give a better model."
                : "";
    }

    /** The training in numbers. */
    static Map<String, String> facts(RunResult run) {
        Map<String, String> rows = new LinkedHashMap<>();
        rows.put("trained", minute(run.trained().start()));
        rows.put("time", Numbers.duration(run.trained().seconds()) + " since its last start");
        int epochs = run.history().epochs().size();
        if (run.searchHistory().isEmpty() && !run.finalFit()) {
            run.trained().usersPerSecond().ifPresent(speed -> rows.put("users per second", usersPerSecond(speed)));
        }
        rows.put("epochs", String.valueOf(epochs));
        rows.put("steps", Numbers.count(run.history().epochs().get(epochs - 1).steps()));
        rows.put("best epoch", String.valueOf(run.history().best().epoch()));
        rows.put("learning rate", learningRate(run));
        rows.put("weights", Numbers.bytes(run.trained().modelBytes()));
        return rows;
    }

    /** What is trained on what. */
    static String trained(TrainingPageState state) {
        String text = Printable.oneLine(state.run()) + " on " + Printable.oneLine(state.data());
        return state.users() == 0
                ? text + ". Training has not begun."
                : text + ": " + Numbers.count(state.users(), "train user") + ", " + Numbers.count(state.items(), "item")
                        + ".";
    }

    /** A training under way in numbers. */
    static Map<String, String> progress(TrainingPageState state) {
        TrainingPageState.Now now = state.now();
        Map<String, String> rows = new LinkedHashMap<>();
        state.secondsLeft()
                .ifPresent(seconds -> rows.put(
                        "time left",
                        (state.mayStopEarly() ? "at most about " : "about ") + Numbers.duration(Math.ceil(seconds))));
        now.usersPerSecond().ifPresent(speed -> rows.put("users per second", usersPerSecond(speed)));
        now.loss().ifPresent(loss -> rows.put("loss of the last step", Numbers.fixed(loss, 2)));
        if (state.model().variational() && now.loss().isPresent()) {
            rows.put(state.model().klWeight(), Numbers.metric(now.beta()));
        }
        rows.put("learning rate", number(now.learningRate()));
        List<Epoch> evaluated = state.history().evaluated();
        if (!evaluated.isEmpty()) {
            Epoch last = evaluated.get(evaluated.size() - 1);
            rows.put("validation NDCG@100", validated(last));
            rows.put("validation loss", Numbers.fixed(last.validation().loss().loss(), 2));
            rows.put("the best so far", validated(state.history().best()));
        }
        return rows;
    }

    private static String usersPerSecond(double speed) {
        return Numbers.count(Math.round(speed)) + ", validation included";
    }

    private static String validated(Epoch epoch) {
        return Numbers.metric(epoch.validation().ndcg100()) + " in epoch " + epoch.epoch();
    }

    private static String learningRate(RunResult run) {
        double first = run.history().epochs().get(0).learningRate();
        double last =
                run.history().epochs().get(run.history().epochs().size() - 1).learningRate();
        return first == last ? number(first) : number(first) + ", " + number(last) + " in the last epoch";
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.3g", value)
                .replaceFirst("(\\.\\d*?)0+$", "$1")
                .replaceFirst("\\.$", "");
    }

    /** {@code 2026-07-31}. */
    static String day(String iso) {
        return iso.substring(0, Math.min(DATE, iso.length()));
    }

    /** {@code 2026-07-31 09:15 UTC}. */
    private static String minute(String iso) {
        return iso.substring(0, Math.min(MINUTE, iso.length())).replace('T', ' ') + " UTC";
    }

    /** What preprocess kept, each with its name. */
    static Map<String, String> data(RunResult run) {
        SplitStatistics s = run.statistics();
        Map<String, String> rows = statistics(s);
        rows.put(
                "train matrix",
                Numbers.count(run.train().rows()) + " users \u00d7 "
                        + Numbers.count(run.train().columns()) + " items, "
                        + Numbers.count(run.train().nonZeros()) + " events");
        rows.put("events per user", quantiles(s.eventsPerUser()));
        rows.put("events per item", quantiles(s.eventsPerItem()));
        return rows;
    }

    static Map<String, String> statistics(SplitStatistics s) {
        Map<String, String> rows = new LinkedHashMap<>();
        rows.put("split", s.split());
        rows.put("ratings", Numbers.count(s.ratings()));
        rows.put("ratings that repeat another", Numbers.count(s.repeated()));
        rows.put("events that training cannot know, left out", Numbers.count(s.droppedEvents()));
        rows.put("ratings above the threshold", Numbers.count(s.ratingsAboveThreshold()));
        rows.put("events after dropping rare items and users", Numbers.count(s.events()));
        rows.put("users", Numbers.count(s.users()));
        rows.put("items", Numbers.count(s.itemsBeforeTrain()));
        rows.put("items of train users", Numbers.count(s.items()));
        rows.put("density", Numbers.percent(s.density()));
        return rows;
    }

    private static String quantiles(Quantiles q) {
        return "median " + Numbers.count(q.median()) + ", quartiles " + Numbers.count(q.lowerQuartile()) + " and "
                + Numbers.count(q.upperQuartile()) + ", " + Numbers.count(q.min()) + " to " + Numbers.count(q.max());
    }

    static String recommended(RunResult run) {
        Metrics.Recommendations recommendations = run.metrics().recommendations();
        return "The first " + recommendations.k() + " items of all users: how many of the "
                + Numbers.count(recommendations.items())
                + " items are among them, how many train users one of them has on average, and what share of them is in"
                + " the head (the most popular items, with a third of the train events), the middle and the tail.";
    }

    static Map<String, String> provenance(RunResult run) {
        Map<String, String> rows = new LinkedHashMap<>();
        run.fingerprints().forEach((stage, fingerprint) -> rows.put(stage, fingerprint));
        run.trained().environment().forEach((name, value) -> rows.put("trained with: " + name, String.valueOf(value)));
        return rows;
    }
}
