package multvae.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import multvae.matrix.CsrMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Both sides of the golden losses start from the same numbers: those that golden_losses.py wrote beside the losses. */
final class GoldenInputsTest {

    @Test
    void a_stream_is_the_jdk_s_splitmix64() {
        SplittableRandom stream = new SplittableRandom(GoldenInputs.mix(10));
        for (int i = 0; i < 100; i++) {
            assertThat(GoldenInputs.hash(10, i)).isEqualTo(stream.nextLong());
        }
    }

    @Test
    void hashes_and_uniforms_are_numpy_s() throws IOException {
        JsonNode inputs = golden("losses-mult-vae").get("inputs");
        for (int i = 0; i < 5; i++) {
            assertThat(String.format("%016x", GoldenInputs.hash(10, i)))
                    .isEqualTo(inputs.get("hashes10").get(i).asText());
            assertThat(GoldenInputs.uniform(10, i))
                    .isEqualTo(inputs.get("uniforms10").get(i).asDouble());
            assertThat(GoldenInputs.uniform(20_000, i))
                    .isEqualTo(inputs.get("uniforms20000").get(i).asDouble());
        }
    }

    @Test
    void events_are_numpy_s() throws IOException {
        JsonNode inputs = golden("losses-mult-vae").get("inputs");
        CsrMatrix matrix = GoldenInputs.matrix();
        assertThat(matrix.rows()).isEqualTo(103);
        assertThat(matrix.columns()).isEqualTo(211);
        assertThat(matrix.nonZeros()).isEqualTo(inputs.get("nonZeros").asInt());
        assertThat(IntStream.range(0, matrix.rows()).map(matrix::rowLength).toArray())
                .containsExactly(ints(inputs.get("rowSizes")));
        assertThat(IntStream.range(0, matrix.nonZeros()).map(matrix::column).sum())
                .isEqualTo(inputs.get("columnSum").asInt());
        assertThat(IntStream.range(matrix.rowStart(20), matrix.rowStart(21))
                        .map(matrix::column)
                        .toArray())
                .containsExactly(ints(inputs.get("itemsOfUser20")));
    }

    @Test
    void batches_are_numpy_s() throws IOException {
        JsonNode batches = golden("losses-mult-vae").get("inputs").get("batches");
        assertThat(GoldenInputs.batch(0)).containsExactly(ints(batches.get(0)));
        assertThat(GoldenInputs.batch(5)).containsExactly(ints(batches.get(1)));
        assertThat(GoldenInputs.batch(53)).containsExactly(ints(batches.get(2)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"losses-mult-vae", "losses-mult-dae", "losses-mult-vae-two-hidden", "losses-mult-dae-two-hidden"
            })
    void weights_biases_dropout_and_noise_are_numpy_s(String name) throws IOException {
        JsonNode golden = golden(name);
        JsonNode inputs = golden.get("inputs");
        boolean variational = golden.get("variational").asBoolean();
        int latent = golden.get("pDims").get(0).asInt();
        int[] sizes = sizes(golden);
        double[] rates = IntStream.range(0, sizes.length - 1)
                .mapToDouble(l -> rate(golden, l))
                .toArray();
        int encoderLayers = golden.get("qDropout").size();

        for (int layer = 0; layer < sizes.length - 1; layer++) {
            int in = sizes[layer];
            int out = sizes[layer + 1] * (variational && layer == encoderLayers - 1 ? 2 : 1);
            float[] weights = GoldenInputs.weights(layer, in, out);
            float[] biases = GoldenInputs.biases(layer, out);
            double sum = 0;
            for (float weight : weights) {
                sum += weight;
            }
            assertThat(sum).isCloseTo(inputs.get("weightSums").get(layer).asDouble(), within(1e-10));
            for (int i = 0; i < 3; i++) {
                assertThat((double) weights[i])
                        .isEqualTo(inputs.get("weights").get(layer).get(i).asDouble());
                assertThat((double) biases[i])
                        .isEqualTo(inputs.get("biases").get(layer).get(i).asDouble());
            }
        }

        assertThat(inputs.get("masks").properties()).isNotEmpty();
        for (Map.Entry<String, JsonNode> mask : inputs.get("masks").properties()) {
            int slash = mask.getKey().indexOf('/');
            int step = Integer.parseInt(mask.getKey().substring(0, slash));
            int layer = Integer.parseInt(mask.getKey().substring(slash + 1));
            boolean[] kept =
                    GoldenInputs.kept(step, layer, GoldenInputs.batch(step).length, sizes[layer], rates[layer]);
            int[] positions =
                    IntStream.range(0, kept.length).filter(i -> kept[i]).toArray();
            assertThat(positions).hasSize(mask.getValue().get(0).asInt());
            assertThat(IntStream.of(positions).sum())
                    .isEqualTo(mask.getValue().get(1).asInt());
        }

        if (variational) {
            float[] noise = GoldenInputs.noise(0, 20, latent);
            for (int i = 0; i < 5; i++) {
                assertThat((double) noise[i])
                        .isEqualTo(inputs.get("noise0").get(i).asDouble());
            }
            double sum = 0;
            for (float n : GoldenInputs.noise(53, 3, latent)) {
                sum += n;
            }
            assertThat(sum).isCloseTo(inputs.get("noiseSumLast").asDouble(), within(1e-10));
        }
    }

    /** The layers' sizes from the items to the items, the latent one once. */
    private static int[] sizes(JsonNode golden) {
        return IntStream.concat(
                        IntStream.of(ints(golden.get("qDims"))),
                        IntStream.of(ints(golden.get("pDims"))).skip(1))
                .toArray();
    }

    private static double rate(JsonNode golden, int layer) {
        int encoderLayers = golden.get("qDropout").size();
        return layer < encoderLayers
                ? golden.get("qDropout").get(layer).asDouble()
                : golden.get("pDropout").get(layer - encoderLayers).asDouble();
    }

    private static int[] ints(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .mapToInt(JsonNode::asInt)
                .toArray();
    }

    private static JsonNode golden(String name) throws IOException {
        try (InputStream file = GoldenInputsTest.class.getResourceAsStream("/golden/" + name + ".json")) {
            return new ObjectMapper().readTree(file);
        }
    }
}
