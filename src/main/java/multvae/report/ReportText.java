package multvae.report;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import multvae.evaluation.Metrics;
import multvae.evaluation.Metrics.Figure;
import multvae.split.SplitStatistics;
import multvae.split.SplitStatistics.Quantiles;
import multvae.training.History.Epoch;

/** The sentences and lists that both forms of a report have. */
final class ReportText {

    private ReportText() {}

    static String summary(RunResult run) {
        Metrics metrics = run.metrics();
        Figure figure = metrics.models().get(metrics.model()).get(run.leadingMetric());
        return String.format(
                Locale.ROOT,
                "%s %.4f +- %.4f over %d test users.",
                run.leadingMetric(),
                figure.mean(),
                figure.standardError(),
                metrics.users());
    }

    /** What the figures are comparable with. */
    static String protocol(RunResult run) {
        String split = run.statistics().protocol();
        boolean finalFit = Boolean.TRUE.equals(run.configuration().get("train.finalFit"));
        return finalFit ? split + " Model and baselines were fitted on the validation events too." : split;
    }

    static String users(RunResult run) {
        return protocol(run) + " Means over " + run.metrics().users()
                + " test users; skipped for lack of a held-out item: "
                + run.metrics().skippedUsers() + ".";
    }

    static String training(RunResult run) {
        Epoch best = run.history().best();
        int epochs = run.history().epochs().size();
        String text = String.format(
                Locale.ROOT,
                "%d epoch%s; the weights are those of epoch %d, the best by validation NDCG@100: %.4f",
                epochs,
                epochs == 1 ? "" : "s",
                best.epoch(),
                best.validation().ndcg100());
        return run.variational()
                ? text + String.format(Locale.ROOT, ", with beta %.4f.", best.beta())
                : text + ". A denoising autoencoder's loss has no KL term and no beta.";
    }

    /** What preprocess kept, each with its name. */
    static Map<String, String> data(RunResult run) {
        SplitStatistics s = run.statistics();
        Map<String, String> rows = new LinkedHashMap<>();
        rows.put("split", s.split());
        rows.put("ratings", String.valueOf(s.ratings()));
        rows.put("ratings that repeat another", String.valueOf(s.repeated()));
        rows.put("events that training cannot know, left out", String.valueOf(s.droppedEvents()));
        rows.put("ratings above the threshold", String.valueOf(s.ratingsAboveThreshold()));
        rows.put("events after dropping rare items and users", String.valueOf(s.events()));
        rows.put("users", String.valueOf(s.users()));
        rows.put("items", String.valueOf(s.itemsBeforeTrain()));
        rows.put("items of train users", String.valueOf(s.items()));
        rows.put("density", percent(s.density()));
        rows.put(
                "train matrix",
                run.train().rows() + " x " + run.train().columns() + ", "
                        + run.train().nonZeros() + " non-zeros");
        rows.put("events per user", quantiles(s.eventsPerUser()));
        rows.put("events per item", quantiles(s.eventsPerItem()));
        return rows;
    }

    private static String quantiles(Quantiles q) {
        return "median " + q.median() + ", quartiles " + q.lowerQuartile() + " and " + q.upperQuartile() + ", "
                + q.min() + " to " + q.max();
    }

    static String recommended(RunResult run) {
        Metrics.Recommendations recommendations = run.metrics().recommendations();
        return "The first " + recommendations.k() + " items of all users: how many of the "
                + recommendations.items()
                + " items are among them, how many train users one of them has on average, and what share of them is in"
                + " the head (the most popular items, with a third of the train events), the middle and the tail.";
    }

    static Map<String, String> provenance(RunResult run) {
        Map<String, String> rows = new LinkedHashMap<>();
        run.fingerprints().forEach((stage, fingerprint) -> rows.put(stage, fingerprint));
        run.environment().forEach((name, value) -> rows.put("trained with: " + name, String.valueOf(value)));
        return rows;
    }

    static String percent(double proportion) {
        return String.format(Locale.ROOT, "%.2f %%", 100 * proportion);
    }
}
