package multvae.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import multvae.config.AnnealSettings;
import multvae.config.ModelSettings;
import multvae.config.TrainSettings;
import multvae.data.CsrMatrix;
import multvae.evaluation.Evaluator;
import org.deeplearning4j.core.storage.StatsStorage;
import org.deeplearning4j.ui.model.stats.impl.SbeStatsReport;
import org.deeplearning4j.ui.model.storage.FileStatsStorage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.autodiff.samediff.SameDiff;

final class TrainerTest {

    private static final ModelSettings MODEL = new ModelSettings(List.of(24, 8), List.of(8, 24), 0.5);

    @TempDir
    private Path directory;

    @Test
    void the_same_seed_gives_the_same_bytes_and_another_seed_others() throws IOException {
        Path first = train("first", 7);
        Path second = train("second", 7);
        Path other = train("other", 8);
        assertThat(second.resolve(Trainer.MODEL_FILE)).hasSameBinaryContentAs(first.resolve(Trainer.MODEL_FILE));
        assertThat(second.resolve(Trainer.HISTORY_FILE)).hasSameBinaryContentAs(first.resolve(Trainer.HISTORY_FILE));
        assertThat(Files.readString(other.resolve(Trainer.HISTORY_FILE)))
                .isNotEqualTo(Files.readString(first.resolve(Trainer.HISTORY_FILE)));
    }

    @Test
    void history_has_a_row_an_epoch_and_the_model_is_of_its_best() throws IOException {
        Path trained = train("trained", 7);
        List<String> rows = Files.readAllLines(trained.resolve(Trainer.HISTORY_FILE));
        assertThat(rows).hasSize(1 + 5);
        double best = rows.stream()
                .skip(1)
                .mapToDouble(row -> Double.parseDouble(row.split(",", -1)[9]))
                .max()
                .orElseThrow();

        CsrMatrix matrix = GoldenInputs.matrix();
        Architecture architecture = new Architecture(GoldenInputs.ITEMS, MODEL.qDims(), MODEL.pDims());
        try (TrainedModel model = TrainedModel.load(trained.resolve(Trainer.MODEL_FILE), architecture);
                ModelScorer scorer = model.scorer()) {
            double loaded = new Evaluator(matrix, heldOut(matrix), List.of(Validation.NDCG_100), 20)
                    .evaluate(scorer)
                    .mean(Validation.NDCG_100);
            assertThat(loaded).isEqualTo(best);
        }
    }

    @Test
    void plain_samediff_opens_the_model() throws IOException {
        SameDiff sd =
                SameDiff.load(train("plain", 7).resolve(Trainer.MODEL_FILE).toFile(), false);
        assertThat(sd.getVariable("q0.weight").getArr().shape()).containsExactly(GoldenInputs.ITEMS, 24);
        assertThat(sd.inputs()).contains("input", "target", "epsilon", "anneal");
    }

    @Test
    void deeplearning4js_stats_storage_has_the_loss_of_every_epoch() throws IOException {
        Path trained = train("statistics", 7);
        List<Double> losses = Files.readAllLines(trained.resolve(Trainer.HISTORY_FILE)).stream()
                .skip(1)
                .map(row -> Double.valueOf(row.split(",", -1)[3]))
                .toList();
        StatsStorage storage =
                new FileStatsStorage(trained.resolve("statistics.dl4j").toFile());
        try {
            List<Double> stored = storage.getAllUpdatesAfter("multvae", "StatsListener", "trainer", 0).stream()
                    .map(update -> ((SbeStatsReport) update).getScore())
                    .toList();
            assertThat(stored).isEqualTo(losses);
        } finally {
            storage.close();
        }
    }

    private Path train(String name, long seed) throws IOException {
        CsrMatrix matrix = GoldenInputs.matrix();
        Path at = Files.createDirectory(directory.resolve(name));
        TrainSettings settings = new TrainSettings(
                5, 20, 1e-3, seed, true, new AnnealSettings(0.2, OptionalLong.empty(), OptionalInt.empty()));
        Trainer.train(new TrainingData(matrix, matrix, heldOut(matrix)), MODEL, settings, at, new Silent());
        return at;
    }

    /** The item after each of a user's, where the user has not got it. */
    private static CsrMatrix heldOut(CsrMatrix foldIn) {
        int[] rowStarts = new int[foldIn.rows() + 1];
        IntStream.Builder columns = IntStream.builder();
        for (int row = 0; row < foldIn.rows(); row++) {
            rowStarts[row + 1] = rowStarts[row];
            for (int k = foldIn.rowStart(row); k < foldIn.rowStart(row + 1); k++) {
                int next = foldIn.column(k) + 1;
                if (next < foldIn.columns() && !foldIn.contains(row, next)) {
                    columns.add(next);
                    rowStarts[row + 1]++;
                }
            }
        }
        return new CsrMatrix(foldIn.columns(), rowStarts, columns.build().toArray());
    }

    private static final class Silent implements TrainingProgress {

        @Override
        public void epochStarted(int epoch, int epochs, int users) {}

        @Override
        public void stepDone(int users, LossTerms loss, double beta) {}

        @Override
        public void epochDone(EpochResult result, double seconds) {}
    }
}
