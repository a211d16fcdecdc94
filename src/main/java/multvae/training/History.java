package multvae.training;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import multvae.io.AtomicFile;
import multvae.io.CsvRecords;
import multvae.io.UserError;
import multvae.model.LossTerms;
import org.apache.commons.csv.CSVRecord;

/**
 * How a training went, and its file, history.csv: one row per epoch. Nothing in the file depends on the clock.
 *
 * @param epochs in their order, from the first
 */
public record History(List<Epoch> epochs) {

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

    /**
     * An epoch.
     *
     * @param epoch from 1
     * @param steps steps taken since the start of training
     * @param beta the weight of the KL term in the epoch's last step
     * @param learningRate Adam's step size in the epoch
     * @param train the loss in training, means over the train users
     * @param validation the evaluation after it, or null if it was not evaluated
     */
    public record Epoch(
            int epoch, long steps, double beta, double learningRate, LossTerms train, ValidationResult validation) {}

    /**
     * An evaluation on the validation users.
     *
     * @param loss in evaluation mode, fold-in rows as input and target, means over the validation users
     * @param ndcg100 NDCG@100
     * @param recall20 Recall@20
     * @param recall50 Recall@50
     * @param best whether NDCG@100 is the highest so far
     */
    public record ValidationResult(LossTerms loss, double ndcg100, double recall20, double recall50, boolean best) {}

    /** Copies the list. */
    public History {
        epochs = List.copyOf(epochs);
    }

    /** The epochs that were evaluated on the validation users. */
    public List<Epoch> evaluated() {
        return epochs.stream().filter(epoch -> epoch.validation() != null).toList();
    }

    /** The epoch whose weights are kept: of those evaluated the first one with the best validation NDCG@100. */
    public Epoch best() {
        return evaluated().stream()
                .max(Comparator.comparingDouble(
                                (Epoch epoch) -> epoch.validation().ndcg100())
                        .thenComparing(epoch -> -epoch.epoch()))
                .orElseThrow();
    }

    /** Writes history.csv, or replaces it. The validation columns of an epoch that was not evaluated are empty. */
    void write(Path file) throws IOException {
        AtomicFile.write(
                file,
                beside -> CsvRecords.write(beside, HEADER, csv -> {
                    for (Epoch epoch : epochs) {
                        csv.print(values(epoch).toArray());
                    }
                }));
    }

    private static List<Object> values(Epoch e) {
        List<Object> values = new ArrayList<>(Arrays.asList(
                e.epoch(),
                e.steps(),
                e.beta(),
                e.learningRate(),
                e.train().loss(),
                e.train().nll(),
                e.train().kl(),
                e.train().penalty()));
        ValidationResult v = e.validation();
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

    /**
     * Reads history.csv.
     *
     * @throws UserError if the file is not what training wrote
     */
    public static History read(Path file) {
        List<Epoch> epochs = new ArrayList<>();
        CsvRecords.read(file, HEADER, REMEDY, (row, where) -> {
            try {
                epochs.add(epoch(row, bestOf(epochs)));
            } catch (NumberFormatException e) {
                throw new UserError(where, "numbers", String.join(",", row.toList()), REMEDY, e);
            }
        });
        return new History(epochs);
    }

    private static double bestOf(List<Epoch> epochs) {
        return epochs.stream()
                .filter(epoch -> epoch.validation() != null)
                .mapToDouble(epoch -> epoch.validation().ndcg100())
                .max()
                .orElse(Double.NEGATIVE_INFINITY);
    }

    private static Epoch epoch(CSVRecord row, double best) {
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
        return new Epoch(
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
}
