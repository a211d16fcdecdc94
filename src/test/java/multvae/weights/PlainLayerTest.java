package multvae.weights;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import multvae.io.Safetensors;
import multvae.io.SafetensorsReader;
import multvae.weights.Architecture.Layer;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against sums in double precision, for sizes that neither the blocks of outputs nor the parts of inputs divide. */
final class PlainLayerTest {

    private static final int IN = 29;
    private static final int OUT = 1_031;
    private static final int USERS = 3;

    @TempDir
    private Path directory;

    private final Random random = new Random(17);
    private final float[] weight = values(OUT * IN); // [OUT, IN]
    private final float[] bias = values(OUT);
    private final float[] inputs = values(USERS * IN);
    private Path file;

    private float[] values(int count) {
        float[] values = new float[count];
        for (int k = 0; k < count; k++) {
            values[k] = (float) random.nextGaussian();
        }
        return values;
    }

    @BeforeEach
    void write_the_layer() {
        file = directory.resolve("layer.safetensors");
        float[] rows = new float[IN * OUT];
        for (int i = 0; i < IN; i++) {
            for (int o = 0; o < OUT; o++) {
                rows[i * OUT + o] = weight[o * IN + i];
            }
        }
        Safetensors.write(
                file,
                new TreeMap<>(),
                new TreeMap<>(Map.of(
                        "1 bias", new Safetensors.Values(List.of(OUT), FloatBuffer.wrap(bias)),
                        "2 [in, out]", new Safetensors.Values(List.of(IN, OUT), FloatBuffer.wrap(rows)),
                        "3 bias", new Safetensors.Values(List.of(OUT), FloatBuffer.wrap(bias)),
                        "4 [out, in]", new Safetensors.Values(List.of(OUT, IN), FloatBuffer.wrap(weight)))));
    }

    /** The layer read from its weight as [out, in], or else as [in, out]. */
    private PlainLayer layer(boolean transposed, int wanted, boolean fused) throws IOException {
        PlainLayer layer = new PlainLayer(
                new Layer(1, "p0", IN, OUT, transposed, false, 0),
                wanted,
                (in, biases) -> new LoopKernel(in, biases, fused));
        try (SafetensorsReader values = SafetensorsReader.open(file, "write it again")) {
            if (transposed) {
                float[] skipped = new float[OUT + IN * OUT];
                values.read(skipped, 0, OUT);
                values.read(skipped, 0, IN * OUT);
            }
            layer.readBias(values);
            layer.readWeight(values);
        }
        return layer;
    }

    @ParameterizedTest
    @CsvSource({"true, true", "true, false", "false, true", "false, false"})
    void an_output_is_the_bias_and_the_products_of_inputs_and_weights(boolean transposed, boolean fused)
            throws IOException {
        int wanted = OUT - 2;
        float[] outputs = new float[USERS * wanted];
        layer(transposed, wanted, fused).apply(inputs, USERS, outputs);
        for (int user = 0; user < USERS; user++) {
            for (int o = 0; o < wanted; o++) {
                double sum = bias[o];
                for (int i = 0; i < IN; i++) {
                    sum += (double) inputs[user * IN + i] * weight[o * IN + i];
                }
                assertThat(outputs[user * wanted + o]).isCloseTo((float) sum, Offset.offset(1e-5f));
            }
        }
    }

    @Test
    void fused_each_product_is_added_with_one_rounding_in_the_order_of_the_inputs() throws IOException {
        float[] outputs = new float[USERS * OUT];
        layer(true, OUT, true).apply(inputs, USERS, outputs);
        for (int user = 0; user < USERS; user++) {
            for (int o = 0; o < OUT; o++) {
                float sum = bias[o];
                for (int i = 0; i < IN; i++) {
                    sum = Math.fma(inputs[user * IN + i], weight[o * IN + i], sum);
                }
                assertThat(outputs[user * OUT + o]).isEqualTo(sum);
            }
        }
    }

    @Test
    void a_users_outputs_are_the_same_bits_alone_and_among_others() throws IOException {
        PlainLayer layer = layer(true, OUT, true);
        float[] together = new float[USERS * OUT];
        layer.apply(inputs, USERS, together);
        float[] alone = new float[OUT];
        float[] last = new float[IN];
        System.arraycopy(inputs, 2 * IN, last, 0, IN);
        layer.apply(last, 1, alone);
        assertThat(together).endsWith(alone);
    }
}
