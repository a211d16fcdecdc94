package multvae.sweep;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import multvae.evaluation.Metrics;
import multvae.io.CsvRecords;
import multvae.io.Plural;
import multvae.report.FinishedTraining;
import multvae.report.Influence;
import multvae.report.TextTable;
import multvae.report.TuneReport;
import multvae.report.Tuned;
import multvae.run.RunDirectory;
import multvae.run.RunLayout;

/** The trials of a search beside each other. */
public final class TuneTable {

    private static final int MOST_ROWS = 20;

    private TuneTable() {}

    /** For people: the better trials first, then what the keys have to do with it. */
    public static String render(Tuned tuned) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(header(tuned));
        List<Tuned.Trial> best = tuned.trials().stream().sorted(Tuned.order()).toList();
        best.stream().limit(MOST_ROWS).forEach(trial -> rows.add(row(tuned, trial)));
        String more = best.size() > MOST_ROWS ? "and " + (best.size() - MOST_ROWS) + " more in tune.csv\n" : "";
        return tuned.model() + ": " + Plural.of(tuned.trials().size(), "trial") + "\n" + TextTable.render(rows) + more
                + "\n" + TextTable.render(influences(tuned));
    }

    /**
     * For a browser.
     *
     * @param result the winner's directory, if it met the test users
     */
    public static String page(List<Tuned> all, Optional<RunDirectory> result) throws IOException {
        List<TuneReport.Table> tables = all.stream()
                .map(tuned -> {
                    List<Tuned.Trial> best =
                            tuned.trials().stream().sorted(Tuned.order()).toList();
                    return new TuneReport.Table(
                            header(tuned),
                            best.stream().map(trial -> row(tuned, trial)).toList(),
                            best.indexOf(tuned.best()));
                })
                .toList();
        return TuneReport.render(
                all,
                tables,
                result.map(directory -> Metrics.read(directory.file(RunLayout.METRICS))),
                result.isEmpty() ? Optional.empty() : Optional.of(FinishedTraining.of(result.get())));
    }

    /** The names of {@link #row}'s columns. */
    private static List<String> header(Tuned tuned) {
        List<String> header = new ArrayList<>(List.of("trial"));
        tuned.keys().forEach(key -> header.add(key.name()));
        if (tuned.best().history().isPresent()) {
            header.addAll(List.of("epochs", "best epoch"));
        }
        header.addAll(List.of("validation NDCG@100", ""));
        return header;
    }

    private static List<String> row(Tuned tuned, Tuned.Trial trial) {
        List<String> row = new ArrayList<>(List.of(String.valueOf(trial.number())));
        tuned.keys().forEach(key -> row.add(plain(trial.values().get(key.name()))));
        if (tuned.best().history().isPresent()) {
            row.add(String.valueOf(trial.epochs()));
            row.add(String.valueOf(trial.bestEpoch()));
        }
        row.add(trial.isLost() ? tuned.howLost() : String.format(Locale.ROOT, "%.4f", trial.last()));
        row.add(trial.equals(tuned.best()) ? "best" : "");
        return row;
    }

    /** What each key has to do with the result. */
    private static List<List<String>> influences(Tuned tuned) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("key", "rank correlation", "variance explained", "chance does as much", ""));
        for (Influence influence : Influence.of(tuned)) {
            rows.add(List.of(
                    influence.key(),
                    Double.isNaN(influence.correlation())
                            ? "-"
                            : String.format(Locale.ROOT, "%+.2f", influence.correlation()),
                    String.format(Locale.ROOT, "%.0f %%", 100 * influence.share()),
                    String.format(Locale.ROOT, "%.1f %%", 100 * influence.chance()),
                    influence.verdict(tuned.keys().size())));
        }
        return rows;
    }

    /** Without the quotes that a text has in a configuration. */
    private static String plain(String value) {
        return value.replaceAll("^\"(.*)\"$", "$1");
    }

    /**
     * For programs: one row per trial, in their order. A key of another model, and an epoch of a fit that has none, is empty.
     *
     * @param all at least one
     */
    public static void write(Path file, List<Tuned> all) {
        Set<String> keys = new TreeSet<>();
        all.forEach(tuned -> tuned.keys().forEach(key -> keys.add(key.name())));
        List<String> header = new ArrayList<>(List.of("model", "trial"));
        header.addAll(keys);
        header.addAll(List.of("rung", "epochs", "best_epoch", "validation_ndcg_100", "best"));
        CsvRecords.write(file, header, csv -> {
            for (Tuned tuned : all) {
                for (Tuned.Trial trial : tuned.trials()) {
                    List<Object> row = new ArrayList<>(List.of(tuned.model(), trial.number()));
                    keys.forEach(key -> row.add(plain(trial.values().getOrDefault(key, ""))));
                    boolean epochs = trial.history().isPresent();
                    row.add(trial.ndcg100().size());
                    row.add(epochs ? trial.epochs() : "");
                    row.add(epochs ? trial.bestEpoch() : "");
                    row.add(trial.isLost() ? "" : trial.last());
                    row.add(trial.equals(tuned.best()));
                    csv.print(row.toArray());
                }
            }
        });
    }
}
