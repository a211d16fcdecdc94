package multvae.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import multvae.io.FileHash;
import multvae.io.UserError;
import multvae.testing.Mutations;
import multvae.testing.Python;
import multvae.testing.Tensors;
import multvae.weights.Architecture.Activation;
import multvae.weights.Architecture.ModelType;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A Mult-VAE of two items, one latent unit and no hidden layer:
 *
 * <pre>
 *   (mu, log sigma^2) = x [[1, 0.5], [2, 0.25]] + (0, 0.125)
 *   logits = mu (3, 4) + (0, 1)
 * </pre>
 */
final class WeightsFileTest {

    private static final String REMEDY = "train again";

    private static final Map<String, float[]> BY_HAND = Map.of(
            "q0.weight", new float[] {1, 0.5f, 2, 0.25f},
            "q0.bias", new float[] {0, 0.125f},
            "p0.weight", new float[] {3, 4},
            "p0.bias", new float[] {0, 1});

    private static final String HEADER = "{\"__metadata__\":{\"activation\":\"tanh\",\"items\":\"2\","
            + "\"model\":\"mult-vae\",\"pDims\":\"1\",\"qDims\":\"1\",\"version\":\"1\"},"
            + "\"p0.bias\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
            + "\"p0.weight\":{\"dtype\":\"F32\",\"shape\":[2,1],\"data_offsets\":[8,16]},"
            + "\"q0.bias\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[16,24]},"
            + "\"q0.weight\":{\"dtype\":\"F32\",\"shape\":[2,2],\"data_offsets\":[24,40]}}";

    private static final float[] VALUES = {0, 1, 3, 4, 0, 0.125f, 1, 0.5f, 2, 0.25f};

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void choose_a_file() {
        file = directory.resolve("weights.safetensors");
    }

    private static Architecture architecture() {
        return new Architecture(
                2, ModelType.MULT_VAE, List.of(1), List.of(1), List.of(0.5), List.of(0.25), Activation.TANH, 0.01);
    }

    private void write() {
        WeightsFile.write(file, architecture(), name -> Tensors.elements(BY_HAND.get(name)));
    }

    private void assertRefused(String header, String message) throws IOException {
        Files.write(file, Tensors.file(header, VALUES));
        assertThatThrownBy(() -> WeightsFile.read(file, REMEDY))
                .isInstanceOf(UserError.class)
                .hasMessage(file + message + "; " + REMEDY);
    }

    @Test
    void a_model_has_the_bytes_that_the_format_describes_each_time() throws IOException {
        write();
        byte[] expected = Tensors.file(HEADER + " ".repeat((8 - HEADER.length() % 8) % 8), VALUES);
        assertThat(Files.readAllBytes(file)).isEqualTo(expected);
        write();
        assertThat(Files.readAllBytes(file)).isEqualTo(expected);
    }

    @Test
    void a_model_comes_back_with_its_layers_and_its_scores() throws IOException {
        write();
        WeightsFile.Content content = WeightsFile.read(file, REMEDY);
        assertThat(content.architecture())
                .isEqualTo(new Architecture(
                        2, ModelType.MULT_VAE, List.of(1), List.of(1), List.of(0.0), List.of(0.0), Activation.TANH, 0));
        assertThat(content.hash()).isEqualTo(FileHash.of(file));
        PlainScorer scorer = content.scorer();
        assertThat(scorer.items()).isEqualTo(2);
        // mu = 2, or (1 + 2) / sqrt 2 = 2.12132, or 0
        float[] scores = scorer.score(List.of(new int[] {1}, new int[] {0, 1}, new int[0]));
        assertThat(scores).startsWith(6, 9).endsWith(0, 1);
        assertThat(scores[2]).isCloseTo(6.36396f, Offset.offset(1e-5f));
        assertThat(scores[3]).isCloseTo(9.48528f, Offset.offset(1e-5f));
    }

    /** As safetensors.torch.save_file may have it. */
    @Test
    void the_order_of_the_tensors_does_not_matter() throws IOException {
        String header =
                HEADER.replace("[0,8]", "[32,40]").replace("[8,16]", "[24,32]").replace("[24,40]", "[0,16]");
        Files.write(file, Tensors.file(header, 1, 0.5f, 2, 0.25f, 0, 0.125f, 3, 4, 0, 1));
        assertThat(WeightsFile.read(file, REMEDY).scorer().score(List.of(new int[] {1})))
                .containsExactly(6, 9);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'version':'1'| 'version':'2'| version: expected 1, found '2'",
                "'version':'1'| 'other':'1'| version: expected 1, found 'none'",
                "mult-vae| rec-vae| model: expected mult-vae or mult-dae or recvae, found 'rec-vae'",
                "tanh| TANH| activation: expected tanh or sigmoid or relu or elu or swish, found 'TANH'",
                "'items':'2'| 'items':'0'| items: expected sizes from 1 to 2147483647, found '0'",
                "'items':'2'| 'items':'2147483648'| items: expected sizes from 1 to 2147483647, found '2147483648'",
                "'items':'2'| 'items':'-2'| items: expected sizes from 1 to 2147483647, found '-2'",
                "'qDims':'1'| 'qDims':''| qDims: expected sizes from 1 to 1048576, found ''",
                "'qDims':'1'| 'qDims':'1,'| qDims: expected sizes from 1 to 1048576, found '1,'",
                "'qDims':'1'| 'qDims':'1 1'| qDims: expected sizes from 1 to 1048576, found '1 1'",
                "'qDims':'1'| 'qDims':'9999999'| qDims: expected sizes from 1 to 1048576, found '9999999'",
                "mult-vae| recvae| qDims: expected one layer or more of one width, then that of pDims alone, found '1'",
                "'qDims':'1'| 'qDims':'1,2'| qDims: expected the latent size 1 at the end, found '1,2'",
                "'pDims':'1'| 'x':'1'| pDims: expected sizes from 1 to 1048576, found 'none'"
            })
    void metadata_of_no_model_is_refused(String sound, String forged, String message) throws IOException {
        assertThat(HEADER).contains(sound.replace('\'', '"'));
        assertRefused(
                HEADER.replace(sound.replace('\'', '"'), forged.replace('\'', '"')),
                ", metadata " + message.replace('\'', '"'));
    }

    @Test
    void too_many_layers_are_refused() throws IOException {
        String sizes = "1" + ",1".repeat(32);
        assertRefused(
                HEADER.replace("\"qDims\":\"1\"", "\"qDims\":\"" + sizes + "\""),
                ", metadata qDims: expected at most 32 sizes, found \"" + sizes.substring(0, 60) + "…\"");
    }

    @Test
    void tensors_of_other_layers_than_the_metadata_has_are_refused() throws IOException {
        assertRefused(
                HEADER.replace("\"items\":\"2\"", "\"items\":\"3\""),
                ": expected a tensor p0.bias of shape [3], as the metadata's layers have, found [2]");
        assertRefused(
                HEADER.replace("mult-vae", "mult-dae"),
                ": expected a tensor q0.bias of shape [1], as the metadata's layers have, found [2]");
        assertRefused(
                HEADER.replace("\"qDims\":\"1\"", "\"qDims\":\"7,1\""),
                ": expected a tensor q0.bias of shape [7], as the metadata's layers have, found [2]");
        assertRefused(
                HEADER.replace("q0.bias", "q0.offset"),
                ": expected a tensor q0.bias of shape [2], as the metadata's layers have, found none");
        assertRefused(
                HEADER.replace("}}", "},\"x\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[40,40]}}"),
                ": expected the tensors of the metadata's layers, found also \"x\"");
    }

    @Test
    void a_damaged_model_is_read_or_refused_and_takes_no_memory_that_it_only_asks_for() throws IOException {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        byte[] sound = Tensors.file(HEADER, VALUES);
        Mutations mutations = new Mutations(22);
        int refused = 0;
        for (int k = 0; k < Mutations.COUNT; k++) {
            byte[] mutated = mutations.mutate(sound);
            Files.write(file, mutated);
            long before = threads.getCurrentThreadAllocatedBytes();
            Throwable thrown = catchThrowable(() -> WeightsFile.read(file, REMEDY));
            long allocated = threads.getCurrentThreadAllocatedBytes() - before;
            String text = new String(mutated, StandardCharsets.ISO_8859_1);
            assertThat(allocated).as(text).isLessThan(16 << 20);
            if (thrown != null) {
                refused++;
                assertThat(thrown)
                        .as(text)
                        .isInstanceOf(UserError.class)
                        .message()
                        .startsWith(file.toString())
                        .doesNotContain("\n");
            }
        }
        assertThat(refused).isGreaterThan(Mutations.COUNT / 2);
    }

    /** A layer with one output is as wide as it says, not as the blocks that the scorer computes in. */
    @Test
    void a_narrow_layer_takes_as_much_memory_as_its_weights() throws IOException {
        int width = 1 << 20;
        Architecture wide = new Architecture(
                1, ModelType.MULT_DAE, List.of(width), List.of(width), List.of(0.0), List.of(0.0), Activation.RELU, 0);
        WeightsFile.write(file, wide, name -> Tensors.elements(new float[name.equals("p0.bias") ? 1 : width]));
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        assertThat(WeightsFile.read(file, REMEDY).scorer().items()).isEqualTo(1);
        // 12 MiB of weights; an array for each input of the last layer adds 28 bytes to its one value
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(80 << 20);
    }

    /** The values between the layers are as many as the users of a pass times the widest layer. */
    @Test
    void few_users_at_a_time_go_through_a_wide_layer() throws IOException {
        int width = 1 << 20;
        Architecture wide = new Architecture(
                1, ModelType.MULT_DAE, List.of(width), List.of(width), List.of(0.0), List.of(0.0), Activation.RELU, 0);
        WeightsFile.write(file, wide, name -> Tensors.elements(new float[name.equals("p0.bias") ? 1 : width]));
        PlainScorer scorer = WeightsFile.read(file, REMEDY).scorer();
        assertThat(scorer.mostUsers()).isEqualTo(16); // 2^24 values, 64 MiB
        assertThat(scorer.score(Collections.nCopies(16, new int[] {0})))
                .hasSize(16)
                .containsOnly(0);
    }

    /** 40 of weights, 24 for an array of each item's, 8 that the last layer is read through, 6,000,000 for the program. */
    @Test
    void a_model_that_does_not_fit_into_the_heap_is_refused_with_the_flag_to_raise() {
        WeightsFile.requireHeap(file, architecture(), 6_000_096);
        assertThatThrownBy(() -> WeightsFile.requireHeap(file, architecture(), 6_000_095))
                .isInstanceOf(UserError.class)
                .hasMessage(
                        file + ": expected a model that fits into Java's heap of 6,000,095 bytes, found one that takes "
                                + "6,000,096 bytes; raise it with -Xmx");
    }

    @Test
    void finite_weights_whose_scores_are_not_finite_are_told_with_their_file() throws IOException {
        float[] great = VALUES.clone();
        great[2] = 3e38f; // p0.weight of item 0, times mu = 2
        Files.write(file, Tensors.file(HEADER, great));
        PlainScorer scorer = WeightsFile.read(file, REMEDY).scorer();
        assertThat(scorer.score(List.of(new int[0]))).containsExactly(0, 1);
        assertThatThrownBy(() -> scorer.score(List.of(new int[0], new int[] {1})))
                .isInstanceOf(UserError.class)
                .hasMessage(file + ": expected weights that give finite scores, found Infinity as the score of item 0; "
                        + "train again, with a lower train.learningRate if it is high");
        assertThat(scorer.score(List.of(new int[0]))).startsWith(0, 1); // it goes on
    }

    @Test
    void a_model_of_known_layers_is_filled_into_the_callers_arrays() throws IOException {
        write();
        Map<String, float[]> found = new HashMap<>();
        WeightsFile.read(
                file,
                architecture(),
                () -> (parameter, values) -> {
                    String name = parameter.name();
                    found.put(name, new float[BY_HAND.get(name).length]);
                    values.read(found.get(name), 0, found.get(name).length);
                },
                REMEDY);
        assertThat(found).hasSize(4);
        found.forEach((name, values) -> assertThat(values).containsExactly(BY_HAND.get(name)));
    }

    @Test
    void another_model_than_the_known_one_takes_no_arrays() throws IOException {
        write();
        Architecture known = architecture();
        Map<Architecture, String> others = Map.of(
                new Architecture(
                        3, ModelType.MULT_VAE, List.of(1), List.of(1), List.of(0.0), List.of(0.0), Activation.TANH, 0),
                "items: expected 3, found \"2\"",
                new Architecture(
                        2, ModelType.MULT_DAE, List.of(1), List.of(1), List.of(0.0), List.of(0.0), Activation.TANH, 0),
                "model: expected mult-dae, found \"mult-vae\"",
                new Architecture(
                        2, ModelType.MULT_VAE, List.of(2), List.of(2), List.of(0.0), List.of(0.0), Activation.TANH, 0),
                "pDims: expected 2, found \"1\"",
                new Architecture(
                        2, ModelType.MULT_VAE, List.of(1), List.of(1), List.of(0.0), List.of(0.0), Activation.RELU, 0),
                "activation: expected relu, found \"tanh\"");
        others.forEach((other, message) -> assertThatThrownBy(() -> WeightsFile.read(
                        file,
                        other,
                        () -> {
                            throw new AssertionError("arrays");
                        },
                        REMEDY))
                .isInstanceOf(UserError.class)
                .hasMessage(file + ", metadata " + message + "; train again"));
        // Metadata that are right, and tensors of other shapes.
        Files.write(file, Tensors.file(HEADER.replace("\"shape\":[2,2]", "\"shape\":[4,1]"), VALUES));
        assertThatThrownBy(() -> WeightsFile.read(
                        file,
                        known,
                        () -> {
                            throw new AssertionError("arrays");
                        },
                        REMEDY))
                .hasMessageContaining("expected a tensor q0.weight of shape [2, 2], as the metadata's layers have");
    }

    @Test
    void numpy_opens_a_model_with_the_lines_that_the_documentation_shows() throws Exception {
        Matcher block = Pattern.compile("```python\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("docs/formats.md")));
        assertThat(block.find()).isTrue();
        String lines = block.group(1);
        assertThat(lines.lines()).hasSizeLessThanOrEqualTo(10);
        write();
        String script = lines + "\nprint(metadata['model'], metadata['qDims'])\n"
                + "for name in sorted(tensors):\n"
                + "    print(name, tensors[name].shape, tensors[name].dtype, tensors[name].ravel().tolist())\n";
        assertThat(Python.run("numpy", "-c", script, file.toString()).lines())
                .containsExactly(
                        "mult-vae 1",
                        "p0.bias (2,) float32 [0.0, 1.0]",
                        "p0.weight (2, 1) float32 [3.0, 4.0]",
                        "q0.bias (2,) float32 [0.0, 0.125]",
                        "q0.weight (2, 2) float32 " + Arrays.toString(new double[] {1, 0.5, 2, 0.25}));
    }
}
