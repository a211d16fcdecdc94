package multvae.training;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import multvae.io.AtomicFile;
import multvae.io.CsvRecords;
import multvae.io.UserError;
import multvae.model.LossTerms;
import org.apache.commons.csv.CSVRecord;

/** history.csv: a row an epoch. Nothing in it depends on the clock. */
final class HistoryFile {

    private static final List<String> HEADER = List.of(
            "epoch",
            "steps",
            "beta",
            "learning_rate",
            "loss",
            "nll",
            "kl",
            "penalty",
            "validation_loss",
            "validation_nll",
            "validation_kl",
            "validation_ndcg_100",
            "validation_recall_20",
            "validation_recall_50");
    private static final int VALIDATION_COLUMNS = 6;
    private static final String REMEDY = "run train again";

    private final Path file;

    /** @param file where {@link #write} writes to */
    HistoryFile(Path file) {
        this.file = file;
    }

    /** Puts a file with these rows in the place of what is there. The validation columns of an epoch without are empty. */
    void write(List<EpochResult> rows) throws IOException {
        AtomicFile.write(
                file,
                beside -> CsvRecords.write(beside, HEADER, csv -> {
                    for (EpochResult row : rows) {
                        csv.print(values(row).toArray());
                    }
                }));
    }

    /**
     * The rows of a finished training.
     *
     * @throws UserError where the file is not what training wrote
     */
    static List<EpochResult> read(Path file) {
        List<EpochResult> rows = new ArrayList<>();
        CsvRecords.read(file, HEADER, REMEDY, (row, where) -> {
            try {
                rows.add(epoch(row, bestOf(rows)));
            } catch (NumberFormatException e) {
                throw new UserError(where, "numbers", String.join(",", row.toList()), REMEDY, e);
            }
        });
        return rows;
    }

    private static double bestOf(List<EpochResult> rows) {
        return rows.stream()
                .filter(row -> row.validation() != null)
                .mapToDouble(row -> row.validation().ndcg100())
                .max()
                .orElse(Double.NEGATIVE_INFINITY);
    }

    private static EpochResult epoch(CSVRecord row, double best) {
        double beta = number(row, "beta");
        ValidationResult validation = null;
        if (!text(row, "validation_loss").isEmpty()) {
            double loss = number(row, "validation_loss");
            double nll = number(row, "validation_nll");
            double kl = number(row, "validation_kl");
            double ndcg = number(row, "validation_ndcg_100");
            validation = new ValidationResult(
                    new LossTerms(loss, nll, kl, loss - nll - beta * kl),
                    ndcg,
                    number(row, "validation_recall_20"),
                    number(row, "validation_recall_50"),
                    ndcg > best);
        }
        return new EpochResult(
                Integer.parseInt(text(row, "epoch")),
                Long.parseLong(text(row, "steps")),
                beta,
                number(row, "learning_rate"),
                new LossTerms(number(row, "loss"), number(row, "nll"), number(row, "kl"), number(row, "penalty")),
                validation);
    }

    private static String text(CSVRecord row, String column) {
        return row.get(HEADER.indexOf(column));
    }

    private static double number(CSVRecord row, String column) {
        return Double.parseDouble(text(row, column));
    }

    private static List<Object> values(EpochResult r) {
        List<Object> values = new ArrayList<>(Arrays.asList(
                r.epoch(),
                r.steps(),
                r.beta(),
                r.learningRate(),
                r.train().loss(),
                r.train().nll(),
                r.train().kl(),
                r.train().penalty()));
        ValidationResult v = r.validation();
        values.addAll(
                v == null
                        ? Collections.nCopies(VALIDATION_COLUMNS, "")
                        : List.of(
                                v.loss().loss(),
                                v.loss().nll(),
                                v.loss().kl(),
                                v.ndcg100(),
                                v.recall20(),
                                v.recall50()));
        return values;
    }
}
