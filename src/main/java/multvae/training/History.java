package multvae.training;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/**
 * How a training went.
 *
 * @param epochs in their order, from the first
 */
public record History(List<EpochResult> epochs) {

    public History {
        epochs = List.copyOf(epochs);
    }

    /**
     * Reads history.csv.
     *
     * @throws multvae.io.UserError where the file is not what training wrote
     */
    public static History read(Path file) {
        return new History(HistoryFile.read(file));
    }

    /** The epochs that were evaluated on the validation users. */
    public List<EpochResult> evaluated() {
        return epochs.stream().filter(epoch -> epoch.validation() != null).toList();
    }

    /** The epoch whose weights are kept: of those evaluated the first one with the best validation NDCG@100. */
    public EpochResult best() {
        return evaluated().stream()
                .max(Comparator.comparingDouble(
                                (EpochResult epoch) -> epoch.validation().ndcg100())
                        .thenComparing(epoch -> -epoch.epoch()))
                .orElseThrow();
    }
}
