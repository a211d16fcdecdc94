package multvae.inspect;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import multvae.evaluation.Metrics;
import multvae.evaluation.PerUser;
import multvae.io.TextFile;
import multvae.io.UserError;
import multvae.report.ResultTable;
import multvae.run.Artifacts;
import multvae.run.RunLayout;

/** The result's table, and the users for whom the model does best and worst. */
public final class ResultView implements View {

    private static final int USERS = 5;

    private final Metrics metrics;
    private final String metric;
    private final PerUser perUser;
    private final List<PerUser.Row> ascending;

    /** Rows are as per-user.csv has them, by column. */
    private record Data(Metrics metrics, List<Map<String, String>> best, List<Map<String, String>> worst) {}

    public ResultView(Artifacts run) throws IOException {
        this.metrics = Metrics.read(run.file(RunLayout.METRICS));
        this.metric = metrics.metrics().get(0);
        Path file = run.file(RunLayout.PER_USER);
        this.perUser = PerUser.read(file);
        if (!perUser.metrics().equals(metrics.metrics())) {
            throw new UserError(
                    file.toString(),
                    "columns of " + String.join(", ", metrics.metrics()) + ", as " + RunLayout.METRICS.file() + " has",
                    TextFile.quote(String.join(", ", perUser.metrics())),
                    "run evaluate again");
        }
        this.ascending = perUser.rows().stream()
                .filter(row -> row.model().equals(metrics.model()))
                .sorted(Comparator.comparingDouble(row -> perUser.value(row, metric)))
                .toList();
    }

    private List<PerUser.Row> worst() {
        return ascending.stream().limit(USERS).toList();
    }

    private List<PerUser.Row> best() {
        List<PerUser.Row> best =
                new ArrayList<>(ascending.subList(Math.max(0, ascending.size() - USERS), ascending.size()));
        Collections.reverse(best);
        return best;
    }

    @Override
    public Object data() {
        return new Data(
                metrics,
                best().stream().map(this::columns).toList(),
                worst().stream().map(this::columns).toList());
    }

    private Map<String, String> columns(PerUser.Row row) {
        Map<String, String> columns = new LinkedHashMap<>();
        columns.put("userId", row.userId());
        columns.put("model", row.model());
        for (String name : perUser.metrics()) {
            columns.put(name, String.valueOf(perUser.value(row, name)));
        }
        return columns;
    }

    @Override
    public List<String> lines() {
        List<String> lines = new ArrayList<>(ResultTable.render(metrics).lines().toList());
        lines.add("users with the best " + metric);
        best().forEach(row -> lines.add(line(row)));
        lines.add("users with the worst " + metric);
        worst().forEach(row -> lines.add(line(row)));
        return lines;
    }

    private String line(PerUser.Row row) {
        return String.format(Locale.ROOT, "  user %9s  %.4f", row.userId(), perUser.value(row, metric));
    }
}
