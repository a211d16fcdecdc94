package multvae.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import multvae.data.CsvRecords;

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

    private final Path file;

    HistoryFile(Path file) {
        this.file = file;
    }

    /** Puts a file with these rows in the place of what is there. The validation columns of an epoch without are empty. */
    void write(List<EpochResult> rows) throws IOException {
        Path beside = file.resolveSibling(file.getFileName() + ".new");
        CsvRecords.write(beside, HEADER, csv -> {
            for (EpochResult row : rows) {
                csv.print(values(row).toArray());
            }
        });
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
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
        Validated v = r.validation();
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
