package multvae.inspect;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import multvae.report.Leaderboard;
import multvae.report.RunSummary;
import multvae.report.TextTable;

/** The runs below a directory: what each is of, how far it is, how good its model is. */
public final class RunsView implements View {

    private static final int MOST_METRICS = 3; // of what a terminal has room for

    private record Column(String name, Function<RunSummary, String> cell) {}

    private final List<RunSummary> runs;
    private final List<String> metrics; // those that are shown

    /**
     * Reads the runs.
     *
     * @param sort the metric to sort by, the highest first, as {@code ndcg@100} or NDCG@100; without it they are sorted by name
     * @throws multvae.io.UserError if there is no run, or no run has that metric
     */
    public RunsView(Path directory, Optional<String> sort) throws IOException {
        List<RunSummary> found = new ArrayList<>(RunSummary.below(directory));
        Set<String> names = new LinkedHashSet<>();
        found.forEach(run -> names.addAll(run.metrics().keySet()));
        Set<String> shown = new LinkedHashSet<>();
        if (sort.isPresent()) {
            String metric = Leaderboard.metric(sort.get(), names);
            shown.add(metric);
            found.sort(
                    Comparator.comparingDouble(run -> -run.metrics().getOrDefault(metric, Double.NEGATIVE_INFINITY)));
        }
        shown.addAll(names);
        this.runs = List.copyOf(found);
        this.metrics = shown.stream().limit(MOST_METRICS).toList();
    }

    @Override
    public Object data() {
        return runs;
    }

    @Override
    public List<String> lines() {
        List<Column> columns = new ArrayList<>(List.of(
                new Column("run", RunSummary::name),
                new Column("model", RunSummary::model),
                new Column("data", RunSummary::dataset),
                new Column("began (UTC)", RunsView::minute)));
        metrics.forEach(metric ->
                columns.add(new Column(metric, run -> figure(run.metrics().get(metric)))));
        columns.add(new Column("state", RunSummary::state));
        List<List<String>> rows = new ArrayList<>();
        rows.add(columns.stream().map(Column::name).toList());
        for (RunSummary run : runs) {
            rows.add(columns.stream()
                    .map(column -> Objects.requireNonNullElse(column.cell().apply(run), "-"))
                    .toList());
        }
        return TextTable.render(rows).lines().toList();
    }

    private static String figure(Double mean) {
        return mean == null ? null : String.format(Locale.ROOT, "%.4f", mean);
    }

    /** Of 2026-01-31T12:34:56.789Z what a person reads: 2026-01-31 12:34. */
    private static String minute(RunSummary run) {
        return run.start() == null || run.start().length() < 16
                ? run.start()
                : run.start().substring(0, 16).replace('T', ' ');
    }
}
