package multvae.training;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import multvae.io.AtomicFile;
import multvae.io.CsvRecords;
import multvae.io.Require;
import multvae.io.StrictNumbers;
import multvae.io.TextFile;
import multvae.io.UserError;
import multvae.model.LossTerms;
import multvae.weights.Architecture.ModelType;
import org.apache.commons.csv.CSVRecord;

/**
 * How a training went, and its file, history.csv: one row per epoch. A RecVAE's epoch has several passes over the users; those
 * that update the encoder alone have three columns of their own. Nothing in the file depends on the clock.
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
    /** Columns that only a RecVAE's history has. */
    private static final List<String> ENCODER_HEADER = List.of("encoder_loss", "encoder_nll", "encoder_kl");

    private static final List<String> WIDE_HEADER =
            Stream.concat(HEADER.stream(), ENCODER_HEADER.stream()).toList();
    private static final int VALIDATION_COLUMNS = 6;
    private static final String REMEDY = "run train again";

    /**
     * An epoch.
     *
     * @param epoch from 1
     * @param steps steps taken since the start of training
     * @param beta the weight of the KL term in the epoch's last step
     * @param learningRate Adam's step size in the epoch
     * @param train the loss in training, means over the train users; of a RecVAE in the passes that update the decoder
     * @param evaluation on the validation users after it; absent if there was none
     * @param encoder the loss in the passes that update the encoder alone, with dropout; absent if the model has none
     */
    public record Epoch(
            int epoch,
            long steps,
            double beta,
            double learningRate,
            LossTerms train,
            Optional<ValidationResult> evaluation,
            Optional<LossTerms> encoder) {

        /**
         * The evaluation of an epoch that was evaluated, as those of {@link History#evaluated} and {@link History#best} were.
         *
         * @throws java.util.NoSuchElementException if it was not
         */
        public ValidationResult validation() {
            return evaluation.orElseThrow();
        }

        /** What {@link #beta} is called: gamma of a RecVAE, whose encoder is trained in passes of its own, else beta. */
        public String klWeight() {
            return (encoder.isPresent() ? ModelType.RECVAE : ModelType.MULT_VAE).klWeight();
        }
    }

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
        return epochs.stream().filter(epoch -> epoch.evaluation().isPresent()).toList();
    }

    /** The epoch whose weights are kept: of those evaluated the first one with the best validation NDCG@100. */
    public Epoch best() {
        return evaluated().stream()
                .max(Comparator.comparingDouble(
                                (Epoch epoch) -> epoch.validation().ndcg100())
                        .thenComparing(epoch -> -epoch.epoch()))
                .orElseThrow();
    }

    /** Whether the last of several epochs is the best one: it might have gone on getting better. */
    public boolean endsAtBest() {
        return epochs.size() > 1 && best().epoch() == epochs.size();
    }

    /** Writes history.csv, or replaces it. The validation columns of an epoch that was not evaluated are empty. */
    void write(Path file) throws IOException {
        boolean encoder = epochs.stream().anyMatch(epoch -> epoch.encoder().isPresent());
        AtomicFile.write(
                file,
                beside -> CsvRecords.write(beside, encoder ? WIDE_HEADER : HEADER, csv -> {
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
        values.addAll(e.evaluation().<List<?>>map(History::values).orElse(Collections.nCopies(VALIDATION_COLUMNS, "")));
        e.encoder().ifPresent(encoder -> values.addAll(List.of(encoder.loss(), encoder.nll(), encoder.kl())));
        return values;
    }

    private static List<Double> values(ValidationResult v) {
        return List.of(v.loss().loss(), v.loss().nll(), v.loss().kl(), v.ndcg100(), v.recall20(), v.recall50());
    }

    /**
     * Reads history.csv.
     *
     * @throws UserError with file and line, if the file is not what training wrote: epochs from 1 on, at least one of them
     *     evaluated on the validation users, all numbers in their ranges
     */
    public static History read(Path file) {
        EpochReader reader = new EpochReader();
        CsvRecords.read(file, List.of(HEADER, WIDE_HEADER), REMEDY, (row, where) -> {
            try {
                reader.add(row);
            } catch (IllegalArgumentException e) {
                throw new UserError(where, "an epoch of a training", String.valueOf(e.getMessage()), REMEDY, e);
            }
        });
        if (reader.best < 0) {
            throw new UserError(file.toString(), "an epoch that was evaluated on the validation users", "none", REMEDY);
        }
        return new History(reader.epochs);
    }

    /** Makes the rows of a file epochs, and checks them one by one. */
    private static final class EpochReader {

        private static final double MOST = Double.MAX_VALUE; // finite

        private final List<Epoch> epochs = new ArrayList<>();
        private long steps;
        private double best = -1; // NDCG@100 so far

        void add(CSVRecord row) {
            long epoch = wholeNumber(row, "epoch");
            if (epoch != epochs.size() + 1) {
                throw new IllegalArgumentException("epoch " + epoch + " after " + epochs.size());
            }
            long before = steps;
            steps = wholeNumber(row, "steps");
            Require.atLeast(before, steps, "steps");
            double beta = number(row, "beta", 0, 1);
            LossTerms train = new LossTerms(loss(row, "loss"), loss(row, "nll"), loss(row, "kl"), loss(row, "penalty"));
            epochs.add(new Epoch(
                    (int) epoch,
                    steps,
                    beta,
                    number(row, "learning_rate", 0, MOST),
                    train,
                    validation(row, beta),
                    row.size() == HEADER.size() ? Optional.empty() : Optional.of(encoder(row, beta))));
        }

        private static LossTerms encoder(CSVRecord row, double beta) {
            double loss = loss(row, "encoder_loss");
            double nll = loss(row, "encoder_nll");
            double kl = loss(row, "encoder_kl");
            return new LossTerms(loss, nll, kl, loss - nll - beta * kl);
        }

        private Optional<ValidationResult> validation(CSVRecord row, double beta) {
            if (text(row, "validation_loss").isEmpty()) {
                return Optional.empty();
            }
            double loss = loss(row, "validation_loss");
            double nll = loss(row, "validation_nll");
            double kl = loss(row, "validation_kl");
            double ndcg = number(row, "validation_ndcg_100", 0, 1);
            boolean isBest = ndcg > best;
            best = Math.max(best, ndcg);
            return Optional.of(new ValidationResult(
                    new LossTerms(loss, nll, kl, loss - nll - beta * kl),
                    ndcg,
                    number(row, "validation_recall_20", 0, 1),
                    number(row, "validation_recall_50", 0, 1),
                    isBest));
        }

        private static String text(CSVRecord row, String column) {
            return row.get(WIDE_HEADER.indexOf(column));
        }

        private static long wholeNumber(CSVRecord row, String column) {
            long number = StrictNumbers.wholeNumber(text(row, column));
            if (number < 0) {
                throw new IllegalArgumentException(column + " is " + TextFile.quote(text(row, column)));
            }
            return number;
        }

        private static double loss(CSVRecord row, String column) {
            return number(row, column, -MOST, MOST);
        }

        private static double number(CSVRecord row, String column, double low, double high) {
            double number = StrictNumbers.decimal(text(row, column));
            if (Double.isNaN(number)) {
                throw new IllegalArgumentException(column + " is " + TextFile.quote(text(row, column)));
            }
            Require.within(low, high, number, column);
            return number;
        }
    }
}
