package multvae.inspect;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import multvae.run.Artifacts;
import multvae.run.RunLayout;
import multvae.training.EpochResult;
import multvae.training.History;
import org.apache.commons.csv.CSVRecord;

/** The curve of a training, from history.csv: the validation metric of each epoch, its best, beta. */
public final class TrainingView implements View {

    private static final int LINES = 25;
    private static final int WIDTH = 40;

    private final Table table;
    private final History history;

    public TrainingView(Artifacts run) throws IOException {
        Path file = run.file(RunLayout.HISTORY);
        this.table = Table.read(file);
        this.history = History.read(file);
    }

    @Override
    public Object data() {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("epochs", history.epochs().size());
        data.put("best", numbers(table.rows().get(history.best().epoch() - 1)));
        data.put("history", table.rows().stream().map(this::numbers).toList());
        return data;
    }

    private Map<String, Object> numbers(CSVRecord row) {
        Map<String, Object> numbers = new LinkedHashMap<>();
        for (String column : table.header()) {
            numbers.put(column, row.get(column).isEmpty() ? null : Double.valueOf(row.get(column)));
        }
        return numbers;
    }

    @Override
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        EpochResult best = history.best();
        double highest = best.validation().ndcg100();
        lines.add(String.format(
                Locale.ROOT,
                "%d epochs, the best is %d: validation NDCG@100 %.4f, beta %.4f",
                history.epochs().size(),
                best.epoch(),
                highest,
                best.beta()));
        lines.add(String.format(Locale.ROOT, "%7s %8s %8s", "epoch", "beta", "NDCG@100"));
        List<EpochResult> evaluated = history.evaluated();
        int every = (evaluated.size() + LINES - 1) / LINES;
        for (int k = 0; k < evaluated.size(); k++) {
            EpochResult epoch = evaluated.get(k);
            if ((k + 1) % every == 0 || epoch.equals(best)) {
                double ndcg = epoch.validation().ndcg100();
                lines.add(String.format(
                        Locale.ROOT,
                        "%7d %8.4f %8.4f %s%s",
                        epoch.epoch(),
                        epoch.beta(),
                        ndcg,
                        "#".repeat((int) Math.round(WIDTH * ndcg / Math.max(1e-9, highest))),
                        epoch.equals(best) ? " best" : ""));
            }
        }
        return lines;
    }
}
