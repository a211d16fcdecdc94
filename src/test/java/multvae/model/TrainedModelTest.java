package multvae.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import multvae.config.ModelSettings.ItemLayers;
import multvae.io.UserError;
import multvae.matrix.CsrMatrix;
import multvae.weights.Architecture;
import multvae.weights.Architecture.Activation;
import multvae.weights.Architecture.ModelType;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class TrainedModelTest {

    private static final int ITEMS = 300;

    @TempDir
    private Path directory;

    private static Architecture architecture(ModelType type, int items, int hidden) {
        List<Integer> decoder = type == ModelType.RECVAE ? List.of(5) : List.of(5, hidden);
        return new Architecture(
                items,
                type,
                List.of(hidden, 5),
                decoder,
                List.of(0.0, 0.0),
                Collections.nCopies(decoder.size(), 0.0),
                Activation.TANH,
                0);
    }

    /** 70 hidden units: the weight of the first layer is longer than the stretch that is read at a time. */
    @ParameterizedTest
    @EnumSource
    void a_model_scores_as_the_parameters_that_were_saved_to_the_last_bit(ModelType type) throws IOException {
        Architecture architecture = architecture(type, ITEMS, 70);
        Path file = directory.resolve("weights.safetensors");
        CsrMatrix foldIn = new CsrMatrix(ITEMS, new int[] {0, 2, 3}, new int[] {1, 299, 7});
        for (ItemLayers form : ItemLayers.values()) {
            float[] expected = new float[2 * ITEMS];
            float[] scores = new float[2 * ITEMS];
            try (Parameters parameters = Parameters.initial(architecture, new Randomness.Seeded(4));
                    Network network = Network.of(form, architecture, parameters);
                    ModelScorer scorer = new ModelScorer(network)) {
                scorer.score(foldIn, 0, 2, expected);
                TrainedModel.saveWeights(architecture, parameters, file);
            }
            try (TrainedModel model = TrainedModel.open(file, architecture);
                    ModelScorer scorer = model.scorer(form)) {
                scorer.score(foldIn, 0, 2, scores);
            }
            assertThat(scores).isEqualTo(expected).isNotEqualTo(new float[2 * ITEMS]);
        }
    }

    @Test
    void a_value_that_is_not_finite_is_refused_and_the_memory_is_given_back() throws IOException {
        Architecture architecture = architecture(ModelType.MULT_VAE, 50_000, 100);
        Path file = directory.resolve("weights.safetensors");
        try (Parameters parameters = Parameters.initial(architecture, new Randomness.Seeded(4))) {
            TrainedModel.saveWeights(architecture, parameters, file);
        }
        byte[] bytes = Files.readAllBytes(file);
        ByteBuffer.wrap(bytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(bytes.length - 8, Float.NaN); // of the last tensor
        Files.write(file, bytes);
        long before = Pointer.totalBytes();
        for (int attempt = 0; attempt < 4; attempt++) {
            assertThatThrownBy(() -> TrainedModel.open(file, architecture))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining(
                            ": expected a tensor \"q1.weight\" of finite values, found NaN at element 998");
        }
        assertThat(Pointer.totalBytes() - before).isLessThan(Float.BYTES * architecture.parameterCount());
    }

    /** 600 * 300,000 + 600 + 600 * 10 + 10 + 5 * 600 + 600 + 600 * 300,000 + 300,000 parameters of 4 bytes, and 65,536 bytes. */
    @Test
    void a_model_too_large_for_SameDiff_has_a_line_instead_of_a_graph() throws IOException {
        Architecture large = architecture(ModelType.MULT_VAE, 300_000, 600);
        Path file = directory.resolve("model.fb");
        try (Parameters unread = Parameters.initial(architecture(ModelType.MULT_VAE, 1, 1), new Randomness.Seeded(4))) {
            Optional<String> line = TrainedModel.save(large, unread, file);
            assertThat(line)
                    .hasValue("no graph: with its weights it has 1,441,306,376 bytes, and SameDiff writes at most "
                            + "1,073,741,824; weights.safetensors has them all");
            assertThat(file).hasContent(line.orElseThrow() + "\n");
        }
        assertThat(TrainedModel.heapToSave(large)).isZero();
    }
}
