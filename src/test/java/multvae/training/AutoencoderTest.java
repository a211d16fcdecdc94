package multvae.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import multvae.config.Settings;
import multvae.evaluation.Evaluation;
import multvae.evaluation.Evaluator;
import multvae.io.UserError;
import multvae.matrix.CsrMatrix;
import multvae.model.ModelScorer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AutoencoderTest {

    private static final Map<String, String> SMALL = Map.of(
            "model.pDims", "8,24",
            "train.epochs", "3",
            "train.batchSize", "20",
            "train.seed", "7");

    @TempDir
    private Path directory;

    @Test
    void it_trains_the_same_model_as_the_pipeline_and_leaves_nothing_behind() throws IOException {
        TrainingTask task = Example.task();
        Settings settings = Settings.defaults(SMALL);
        Path pipelines = Files.createDirectory(directory.resolve("pipeline"));
        Trainer.train(
                new TrainingTask(
                        task.data(),
                        Optional.empty(),
                        settings.model().architecture(GoldenInputs.ITEMS),
                        settings.model().itemLayers(),
                        settings.train(),
                        task.identity()),
                Optional.empty(),
                pipelines,
                new Example.Watcher(),
                new StopRequest());

        Path saved = directory.resolve("a/b");
        List<Path> before = temporary();
        try (Autoencoder model = Autoencoder.train(task.data(), settings.model(), settings.train())) {
            assertThat(model.history()).isEqualTo(History.read(pipelines.resolve("history.csv")));
            Evaluator evaluator = new Evaluator(
                    task.data().validationFoldIn(), task.data().validationHeldOut(), List.of(Validation.NDCG_100), 500);
            try (ModelScorer scorer = model.scorer()) {
                Evaluation evaluation = evaluator.evaluate(scorer);
                assertThat(evaluation.mean(Validation.NDCG_100))
                        .isEqualTo(model.history().best().validation().ndcg100());
            }
            model.save(saved);
        }
        for (String file : List.of("model.fb", "weights.safetensors", "history.csv")) {
            assertThat(saved.resolve(file)).hasSameBinaryContentAs(pipelines.resolve(file));
        }
        assertThat(temporary()).isEqualTo(before);
    }

    @Test
    void matrices_of_other_items_are_refused_and_so_is_a_wrong_setting() throws IOException {
        TrainingData data = Example.task().data();
        CsrMatrix other = new CsrMatrix(3, new int[] {0, 1}, new int[] {2});
        Settings settings = Settings.defaults(SMALL);
        assertThatThrownBy(() -> Autoencoder.train(
                        new TrainingData(data.train(), other, data.validationHeldOut()),
                        settings.model(),
                        settings.train()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[1, 3]");
        assertThatThrownBy(() -> Settings.defaults(Map.of("train.epochs", "0")))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("train.epochs: expected a whole number from 1, found 0");
    }

    @Test
    void a_final_fit_is_refused_since_there_is_none_from_java() throws IOException {
        TrainingData data = Example.task().data();
        Settings settings = Settings.defaults(Map.of("train.finalFit", "true"));
        assertThatThrownBy(() -> Autoencoder.train(data, settings.model(), settings.train()))
                .isInstanceOf(UserError.class)
                .hasMessage(
                        "train.finalFit: expected false from Java, where the weights of the best epoch are kept, found"
                                + " true; leave it out, or use the pipeline");
    }

    @Test
    void a_training_that_fails_leaves_nothing_behind() throws IOException {
        TrainingTask task = Example.task();
        Settings settings = Settings.defaults(Map.of("train.learningRate", "1e38", "train.epochs", "3"));
        List<Path> before = temporary();
        assertThatThrownBy(() -> Autoencoder.train(task.data(), settings.model(), settings.train()))
                .isInstanceOf(UserError.class);
        assertThat(temporary()).isEqualTo(before);
    }

    private static List<Path> temporary() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.getFileName().toString().startsWith("multvae-training"))
                    .sorted()
                    .toList();
        }
    }
}
