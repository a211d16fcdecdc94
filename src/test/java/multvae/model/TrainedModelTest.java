package multvae.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
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

    /** Its bytes are there: a file may have holes. */
    @Test
    void a_tensor_longer_than_a_buffer_is_refused_before_memory_is_taken() throws IOException {
        int items = 540_000_000;
        Path file = directory.resolve("weights.safetensors");
        long weight = 4L * items;
        byte[] text = String.format(
                        "{\"__metadata__\":{\"activation\":\"tanh\",\"items\":\"%1$d\",\"model\":\"mult-dae\",\"pDims\":\"1\","
                                + "\"qDims\":\"1\",\"version\":\"1\"},"
                                + "\"q0.weight\":{\"dtype\":\"F32\",\"shape\":[%1$d,1],\"data_offsets\":[0,%2$d]},"
                                + "\"q0.bias\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[%2$d,%3$d]},"
                                + "\"p0.weight\":{\"dtype\":\"F32\",\"shape\":[%1$d,1],\"data_offsets\":[%3$d,%4$d]},"
                                + "\"p0.bias\":{\"dtype\":\"F32\",\"shape\":[%1$d],\"data_offsets\":[%4$d,%5$d]}}",
                        items, weight, weight + 4, 2 * weight + 4, 3 * weight + 4)
                .getBytes(StandardCharsets.US_ASCII);
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.writeLong(Long.reverseBytes(text.length));
            sparse.write(text);
            sparse.setLength(8 + text.length + 3 * weight + 4);
        }
        Architecture architecture = new Architecture(
                items, ModelType.MULT_DAE, List.of(1), List.of(1), List.of(0.0), List.of(0.0), Activation.TANH, 0);
        assertThatThrownBy(() -> TrainedModel.open(file, architecture))
                .isInstanceOf(UserError.class)
                .hasMessageContaining(
                        ": expected tensors of at most 536870911 elements, to evaluate them, found 540000000; "
                                + "train a model with fewer items or narrower layers");
    }
}
