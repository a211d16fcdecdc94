package multvae.sweep;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import multvae.evaluation.Metrics;
import multvae.io.CsvRecords;
import multvae.report.FinishedTraining;
import multvae.report.SweepReport;
import multvae.report.TextTable;
import multvae.run.RunLayout;
import multvae.sweep.Sweep.Outcome;
import multvae.training.History;
import multvae.training.History.Epoch;

/** The trials of a sweep beside each other. With several seeds, epochs, betas and curves are those of the first. */
public final class SweepTable {

    private final List<String> keys;
    private final List<Outcome> outcomes;

    /** @param outcomes of the same keys, at least one */
    public SweepTable(List<Outcome> outcomes) {
        this.keys = List.copyOf(outcomes.get(0).trial().values().keySet());
        this.outcomes = List.copyOf(outcomes);
    }

    /** For people, the best one marked. */
    public String render() {
        return TextTable.render(rows());
    }

    /** For a browser, with the curves, and with how the best one does on the test users. */
    public String page() throws IOException {
        Map<SortedMap<String, String>, History> trials = new LinkedHashMap<>();
        outcomes.forEach(outcome -> trials.put(outcome.trial().values(), outcome.history()));
        List<List<String>> rows = rows();
        Outcome best = Outcome.best(outcomes);
        return SweepReport.render(
                trials,
                rows.get(0),
                rows.subList(1, rows.size()),
                outcomes.indexOf(best),
                Metrics.read(best.directory().file(RunLayout.METRICS)),
                FinishedTraining.of(best.directory()));
    }

    private List<List<String>> rows() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(
                seeds()
                        ? row(keys, "best epoch", "beta", "validation NDCG@100", "sd", "")
                        : row(keys, "best epoch", "beta", "validation NDCG@100", ""));
        Outcome best = Outcome.best(outcomes);
        for (Outcome outcome : outcomes) {
            Epoch epoch = outcome.best();
            List<String> row = row(
                    outcome.trial().values().values(),
                    String.valueOf(epoch.epoch()),
                    String.format(Locale.ROOT, "%.4f", epoch.beta()),
                    String.format(Locale.ROOT, "%.4f", outcome.ndcg100()));
            if (seeds()) {
                row.add(String.format(Locale.ROOT, "%.4f", outcome.spread().deviation()));
            }
            row.add(outcome.equals(best) ? "best" : "");
            rows.add(row);
        }
        return rows;
    }

    /** Whether figures are means over several seeds. */
    private boolean seeds() {
        return !outcomes.get(0).others().isEmpty();
    }

    private static List<String> row(Iterable<String> values, String... others) {
        List<String> row = new ArrayList<>();
        values.forEach(row::add);
        row.addAll(List.of(others));
        return row;
    }

    /** For programs: one row per trial. */
    public void write(Path file) {
        List<String> header = row(keys, "best_epoch", "beta", "validation_ndcg_100");
        if (seeds()) {
            header.add("validation_ndcg_100_sd");
        }
        CsvRecords.write(file, header, csv -> {
            for (Outcome outcome : outcomes) {
                List<Object> row = new ArrayList<>(outcome.trial().values().values());
                row.add(outcome.best().epoch());
                row.add(outcome.best().beta());
                row.add(outcome.ndcg100());
                if (seeds()) {
                    row.add(outcome.spread().deviation());
                }
                csv.print(row.toArray());
            }
        });
    }
}
