package multvae.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import multvae.training.EpochResult;

/** The sentences and lists that both forms of a report have. */
final class ReportText {

    private ReportText() {}

    static String summary(RunResult run) {
        JsonNode figure = run.metrics().get("models").get(run.model()).get(run.leadingMetric());
        return String.format(
                Locale.ROOT,
                "%s %.4f +- %.4f over %d test users.",
                run.leadingMetric(),
                figure.get("mean").doubleValue(),
                figure.get("standardError").doubleValue(),
                run.metrics().get("users").intValue());
    }

    static String users(RunResult run) {
        return "Means over " + run.metrics().get("users") + " test users; skipped for want of a held-out item: "
                + run.metrics().get("skippedUsers") + ".";
    }

    static String training(RunResult run) {
        EpochResult best = run.history().best();
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
        JsonNode s = run.statistics();
        Map<String, String> rows = new LinkedHashMap<>();
        rows.put("ratings", s.get("ratings").asText());
        rows.put("ratings above the threshold", s.get("ratingsAboveThreshold").asText());
        rows.put("events of users and items with enough", s.get("events").asText());
        rows.put("users", s.get("users").asText());
        rows.put("items", s.get("itemsBeforeTrain").asText());
        rows.put("items of train users", s.get("items").asText());
        rows.put("density", percent(s.get("density").doubleValue()));
        rows.put(
                "train matrix",
                run.train().rows() + " x " + run.train().columns() + ", "
                        + run.train().nonZeros() + " non-zeros");
        rows.put("events a user", quantiles(s.get("eventsPerUser")));
        rows.put("events an item", quantiles(s.get("eventsPerItem")));
        return rows;
    }

    private static String quantiles(JsonNode q) {
        return "median " + q.get("median") + ", quartiles " + q.get("lowerQuartile") + " and " + q.get("upperQuartile")
                + ", " + q.get("min") + " to " + q.get("max");
    }

    static String recommended(RunResult run) {
        JsonNode recommendations = run.metrics().get("recommendations");
        return "The first " + recommendations.get("k") + " items of all users: how many of the "
                + recommendations.get("items")
                + " items are among them, the mean number of train users of one of them, and the shares of the most"
                + " popular items, which have a third of the train events, of the middle and of the long tail.";
    }

    /** By model: coverage, mean popularity, and the share of each bucket. */
    static Map<String, List<String>> recommendations(RunResult run) {
        Map<String, List<String>> rows = new LinkedHashMap<>();
        run.metrics().get("recommendations").get("models").properties().forEach(model -> {
            List<String> cells = new ArrayList<>();
            cells.add(percent(model.getValue().get("coverage").doubleValue()));
            cells.add(String.format(
                    Locale.ROOT, "%.1f", model.getValue().get("meanPopularity").doubleValue()));
            model.getValue().get("shares").forEach(share -> cells.add(percent(share.doubleValue())));
            rows.put(ResultTable.printed(model.getKey()), cells);
        });
        return rows;
    }

    static Map<String, String> provenance(RunResult run) {
        Map<String, String> rows = new LinkedHashMap<>();
        run.fingerprints().forEach((stage, fingerprint) -> rows.put(stage, fingerprint));
        run.environment().forEach((name, value) -> rows.put("trained with: " + name, String.valueOf(value)));
        return rows;
    }

    private static String percent(double proportion) {
        return String.format(Locale.ROOT, "%.2f %%", 100 * proportion);
    }
}
