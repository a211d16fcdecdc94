package multvae.model;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** history.csv: a row an epoch, flushed as it is written. Nothing in it depends on the clock. */
final class HistoryFile implements Closeable {

    private static final CSVFormat FORMAT = CSVFormat.DEFAULT
            .builder()
            .setRecordSeparator('\n')
            .setHeader(
                    "epoch",
                    "steps",
                    "beta",
                    "loss",
                    "nll",
                    "kl",
                    "validation_loss",
                    "validation_nll",
                    "validation_kl",
                    "validation_ndcg_100",
                    "validation_recall_20",
                    "validation_recall_50")
            .get();

    private final CSVPrinter printer;

    HistoryFile(Path file) throws IOException {
        Writer writer = Files.newBufferedWriter(file);
        this.printer = new CSVPrinter(writer, FORMAT);
    }

    void append(EpochResult r) {
        try {
            printer.printRecord(
                    r.epoch(),
                    r.steps(),
                    r.beta(),
                    r.train().loss(),
                    r.train().nll(),
                    r.train().kl(),
                    r.validation().loss(),
                    r.validation().nll(),
                    r.validation().kl(),
                    r.ndcg100(),
                    r.recall20(),
                    r.recall50());
            printer.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        printer.close(true);
    }
}
