package multvae.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import multvae.evaluation.Metrics;
import multvae.evaluation.Metrics.Figure;

/**
 * The result as a table in Markdown that reads as plain text as well: one row per model, mean +- standard error. Below it, a
 * sentence for each baseline: by how much the model beats it in the first metric, paired by user.
 */
public final class ResultTable {

    /** A difference of fewer standard errors is not called one. */
    private static final double STANDARD_ERRORS = 2;

    private ResultTable() {}

    /** Renders a result. */
    public static String render(Metrics metrics) {
        List<List<String>> rows = new ArrayList<>();
        List<String> header = new ArrayList<>(List.of("model"));
        header.addAll(metrics.metrics());
        rows.add(header);
        metrics.models().forEach((model, figures) -> {
            List<String> row = new ArrayList<>(List.of(printed(model)));
            figures.values().forEach(figure -> row.add(meanAndError(figure.mean(), figure.standardError())));
            rows.add(row);
        });
        StringBuilder text = new StringBuilder(TextTable.render(rows));
        String leading = metrics.metrics().get(0);
        String separator = "\n";
        for (Map.Entry<String, Map<String, Figure>> difference :
                metrics.differences().entrySet()) {
            text.append(separator)
                    .append("- ")
                    .append(sentence(
                            printed(metrics.model()),
                            printed(difference.getKey()),
                            difference.getValue().get(leading),
                            leading))
                    .append('\n');
            separator = "";
        }
        return text.toString();
    }

    private static String sentence(String model, String baseline, Figure difference, String metric) {
        double mean = difference.mean();
        String size = meanAndError(Math.abs(mean), difference.standardError());
        if (Math.abs(mean) <= STANDARD_ERRORS * difference.standardError()) {
            return model + " and " + baseline + " differ by " + (mean < 0 ? "-" : "+") + size + " " + metric
                    + ", not more than two standard errors";
        }
        return model + (mean > 0 ? " beats " : " trails ") + baseline + " by " + size + " " + metric;
    }

    static String meanAndError(double mean, double standardError) {
        return String.format(Locale.ROOT, "%.4f +- %.4f", mean, standardError);
    }

    /** As papers write it. */
    static String printed(String name) {
        return switch (name) {
            case "mult-vae" -> "Mult-VAE";
            case "mult-dae" -> "Mult-DAE";
            case "item-knn" -> "item-kNN";
            case "ease" -> "EASE";
            default -> name;
        };
    }
}
