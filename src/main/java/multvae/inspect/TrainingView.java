package multvae.inspect;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import multvae.pipeline.Artifacts;
import multvae.training.Trainer;
import org.apache.commons.csv.CSVRecord;

/** The curve of a training, from history.csv: the validation metric of each epoch, its best, beta. */
public final class TrainingView implements View {

    private static final String EPOCH = "epoch";
    private static final String BETA = "beta";
    private static final String METRIC = "validation_ndcg_100";
    private static final int LINES = 25;
    private static final int WIDTH = 40;

    private final Table history;
    private final CSVRecord best;

    public TrainingView(Artifacts run) throws IOException {
        this.history = Table.read(run.file("train", Trainer.HISTORY_FILE)).require(EPOCH, BETA, METRIC);
        this.best = history.rows().stream()
                .filter(TrainingView::isEvaluated)
                .max(Comparator.comparingDouble((CSVRecord row) -> number(row, METRIC))
                        .thenComparing(row -> -number(row, EPOCH))) // the first of equals, as training keeps it
                .orElseThrow();
    }

    /** train.evaluateEvery leaves epochs without a validation. */
    private static boolean isEvaluated(CSVRecord row) {
        return !row.get(METRIC).isEmpty();
    }

    private static double number(CSVRecord row, String column) {
        return Double.parseDouble(row.get(column));
    }

    @Override
    public Object data() {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("epochs", history.rows().size());
        data.put("best", numbers(best));
        data.put("history", history.rows().stream().map(this::numbers).toList());
        return data;
    }

    private Map<String, Object> numbers(CSVRecord row) {
        Map<String, Object> numbers = new LinkedHashMap<>();
        for (String column : history.header()) {
            numbers.put(column, row.get(column).isEmpty() ? null : number(row, column));
        }
        return numbers;
    }

    @Override
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "%d epochs, the best is %s: validation NDCG@100 %.4f, beta %.4f",
                history.rows().size(),
                best.get(EPOCH),
                number(best, METRIC),
                number(best, BETA)));
        lines.add(String.format(Locale.ROOT, "%7s %8s %8s", "epoch", "beta", "NDCG@100"));
        List<CSVRecord> evaluated =
                history.rows().stream().filter(TrainingView::isEvaluated).toList();
        int every = (evaluated.size() + LINES - 1) / LINES;
        for (int k = 0; k < evaluated.size(); k++) {
            CSVRecord row = evaluated.get(k);
            if ((k + 1) % every == 0 || row == best) {
                lines.add(String.format(
                        Locale.ROOT,
                        "%7s %8.4f %8.4f %s%s",
                        row.get(EPOCH),
                        number(row, BETA),
                        number(row, METRIC),
                        "#".repeat((int)
                                Math.round(WIDTH * number(row, METRIC) / Math.max(1e-9, number(best, METRIC)))),
                        row == best ? " best" : ""));
            }
        }
        return lines;
    }
}
