package multvae.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import multvae.config.ModelSettings.ItemLayers;
import multvae.matrix.CsrMatrix;
import multvae.model.ModelScorer;
import multvae.model.TrainedModel;
import multvae.run.RunLayout;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The six lines of docs/formats.md that score a user in a program that has nothing of ours. */
final class PlainSameDiffTest {

    @TempDir
    private Path directory;

    @Test
    void the_documented_lines_score_as_our_scorer_does() throws IOException {
        TrainingTask task = Example.task("train.epochs = 2");
        Trainer.train(task, Optional.empty(), directory, new Example.Watcher(), new StopRequest());
        File file = directory.resolve(RunLayout.MODEL.file()).toFile();
        CsrMatrix matrix = GoldenInputs.matrix();
        int[] items = {matrix.column(0), matrix.column(1)};
        CsrMatrix user = new CsrMatrix(matrix.columns(), new int[] {0, 2}, items);
        float[] expected = new float[matrix.columns()];
        Path weights = directory.resolve(RunLayout.WEIGHTS.file());
        try (TrainedModel model = TrainedModel.open(weights, task.architecture());
                ModelScorer scorer = model.scorer(ItemLayers.SPARSE)) {
            scorer.score(user, 0, 1, expected);
        }

        float[] scores = scores(file, items);
        assertThat(scores).hasSize(expected.length);
        for (int item = 0; item < scores.length; item++) {
            assertThat(scores[item]).isCloseTo(expected[item], Offset.offset(1e-5f));
        }
    }

    private static float[] scores(File file, int[] items) {
        // begin
        SameDiff model = SameDiff.load(file, false);
        INDArray input = Nd4j.zeros(1, model.getVariable("q0.weight").getArr().size(0));
        for (int item : items) input.putScalar(0, item, 1 / Math.sqrt(items.length));
        INDArray epsilon = Nd4j.zeros(1, model.getVariable("p0.weight").getArr().size(0));
        Map<String, INDArray> placeholders = Map.of("input", input, "epsilon", epsilon);
        float[] scores = model.output(placeholders, "logits").get("logits").toFloatVector();
        // end
        return scores;
    }

    @Test
    void they_are_the_documented_lines() throws IOException {
        List<String> source = Files.readAllLines(Path.of("src/test/java/multvae/training/PlainSameDiffTest.java"));
        List<String> lines = source.stream().map(String::strip).toList();
        List<String> shown = lines.subList(lines.indexOf("// begin") + 1, lines.indexOf("// end"));
        assertThat(shown).hasSize(6);
        assertThat(Files.readString(Path.of("docs/formats.md"))).contains(String.join("\n    ", shown));
    }
}
