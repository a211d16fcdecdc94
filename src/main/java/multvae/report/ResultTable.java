package multvae.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The result as a table in Markdown that reads as plain text as well: a row a model, mean +- standard error. */
public final class ResultTable {

    private static final List<String> COLUMNS = List.of("NDCG@100", "Recall@20", "Recall@50");
    private static final int CELL = 17;

    private ResultTable() {}

    /** Renders the content of metrics.json. */
    public static String render(JsonNode metrics) {
        List<String> lines = new ArrayList<>();
        StringBuilder header = new StringBuilder(cell("model"));
        COLUMNS.forEach(column -> header.append(cell(column)));
        lines.add(header + "|");
        lines.add(("|" + "-".repeat(CELL + 1)).repeat(COLUMNS.size() + 1) + "|");
        metrics.get("models").properties().forEach(model -> lines.add(row(model.getKey(), model.getValue())));
        lines.add(row("difference", metrics.get("differenceToPopularity")));
        return String.join("\n", lines) + "\n";
    }

    private static String row(String name, JsonNode figures) {
        StringBuilder row = new StringBuilder(cell(name));
        for (String column : COLUMNS) {
            JsonNode figure = figures.get(column);
            row.append(cell(String.format(
                    Locale.ROOT,
                    "%.4f +- %.4f",
                    figure.get("mean").doubleValue(),
                    figure.get("standardError").doubleValue())));
        }
        return row + "|";
    }

    private static String cell(String text) {
        return "| " + text + " ".repeat(Math.max(0, CELL - text.length()));
    }
}
