package multvae.inspect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import multvae.report.ResultTable;
import multvae.run.Artifacts;
import multvae.run.RunLayout;
import org.apache.commons.csv.CSVRecord;

/** The result's table, and the users for whom the model does best and worst. */
public final class ResultView implements View {

    private static final int USERS = 5;

    private final JsonNode metrics;
    private final String metric;
    private final List<CSVRecord> ascending;

    public ResultView(Artifacts run) throws IOException {
        this.metrics = new JsonMapper().readTree(run.file(RunLayout.METRICS).toFile());
        String model = metrics.path("model").asText();
        this.metric = ResultTable.leadingMetric(metrics);
        Table perUser = Table.read(run.file(RunLayout.PER_USER)).require(Comparison.USER, Comparison.MODEL, metric);
        this.ascending = perUser.rows().stream()
                .filter(row -> row.get(Comparison.MODEL).equals(model))
                .sorted(Comparator.comparingDouble(row -> Double.parseDouble(row.get(metric))))
                .toList();
    }

    private List<CSVRecord> worst() {
        return ascending.stream().limit(USERS).toList();
    }

    private List<CSVRecord> best() {
        List<CSVRecord> best =
                new ArrayList<>(ascending.subList(Math.max(0, ascending.size() - USERS), ascending.size()));
        Collections.reverse(best);
        return best;
    }

    @Override
    public Object data() {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("metrics", metrics);
        data.put("best", best().stream().map(CSVRecord::toMap).toList());
        data.put("worst", worst().stream().map(CSVRecord::toMap).toList());
        return data;
    }

    @Override
    public List<String> lines() {
        List<String> lines = new ArrayList<>(ResultTable.render(metrics).lines().toList());
        lines.add("users with the best " + metric);
        best().forEach(row -> lines.add(line(row)));
        lines.add("users with the worst");
        worst().forEach(row -> lines.add(line(row)));
        return lines;
    }

    private String line(CSVRecord row) {
        return String.format(
                Locale.ROOT, "  user %9s  %.4f", row.get(Comparison.USER), Double.parseDouble(row.get(metric)));
    }
}
