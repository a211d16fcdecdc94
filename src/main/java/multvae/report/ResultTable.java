package multvae.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The result as a table in Markdown that reads as plain text as well: a row a model, mean +- standard error. Below it, a
 * sentence for each baseline: by how much the model beats it in the first metric, paired by user.
 */
public final class ResultTable {

    /** A difference of fewer standard errors is not called one. */
    private static final double STANDARD_ERRORS = 2;

    private ResultTable() {}

    /** Renders the content of metrics.json. */
    public static String render(JsonNode metrics) {
        List<List<String>> rows = new ArrayList<>();
        String model = metrics.get("model").textValue();
        List<String> names = new ArrayList<>();
        metrics.get("models").get(model).fieldNames().forEachRemaining(names::add);
        List<String> header = new ArrayList<>(List.of("model"));
        header.addAll(names);
        rows.add(header);
        metrics.get("models").properties().forEach(entry -> {
            List<String> row = new ArrayList<>(List.of(printed(entry.getKey())));
            names.forEach(name -> row.add(unsigned(entry.getValue().get(name))));
            rows.add(row);
        });
        StringBuilder text = new StringBuilder(table(rows));
        String leading = names.get(0);
        String separator = "\n";
        for (var difference : metrics.get("differences").properties()) {
            text.append(separator)
                    .append("- ")
                    .append(sentence(printed(model), printed(difference.getKey()), difference.getValue(), leading))
                    .append('\n');
            separator = "";
        }
        return text.toString();
    }

    private static String sentence(String model, String baseline, JsonNode figures, String metric) {
        JsonNode figure = figures.get(metric);
        double mean = figure.get("mean").doubleValue();
        if (Math.abs(mean) <= STANDARD_ERRORS * figure.get("standardError").doubleValue()) {
            return model + " and " + baseline + " differ by " + (mean < 0 ? "-" : "+") + unsigned(figure) + " " + metric
                    + ", not more than two standard errors";
        }
        return model + (mean > 0 ? " beats " : " trails ") + baseline + " by " + unsigned(figure) + " " + metric;
    }

    private static String unsigned(JsonNode figure) {
        return String.format(
                Locale.ROOT,
                "%.4f +- %.4f",
                Math.abs(figure.get("mean").doubleValue()),
                figure.get("standardError").doubleValue());
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

    /** The first row is the header; columns are as wide as their widest cell. */
    static String table(List<List<String>> rows) {
        int[] widths = new int[rows.get(0).size()];
        for (List<String> row : rows) {
            for (int column = 0; column < widths.length; column++) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        }
        StringBuilder text = new StringBuilder();
        for (int r = 0; r < rows.size(); r++) {
            StringBuilder rule = new StringBuilder();
            for (int column = 0; column < widths.length; column++) {
                String cell = rows.get(r).get(column);
                text.append("| ").append(cell).append(" ".repeat(widths[column] - cell.length() + 1));
                rule.append('|').append("-".repeat(widths[column] + 2));
            }
            text.append("|\n");
            if (r == 0) {
                text.append(rule).append("|\n");
            }
        }
        return text.toString();
    }
}
