package multvae.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import multvae.io.FileHash;
import multvae.io.UserError;
import multvae.linear.LinearFile.Kind;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LinearFileTest {

    private static final String REMEDY = "make it again";

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void choose_a_file() {
        file = directory.resolve("weights.safetensors");
    }

    private float[] scores(int... history) throws IOException {
        LinearFile.Content content = LinearFile.read(file, REMEDY).orElseThrow();
        assertThat(content.hash()).isEqualTo(FileHash.of(file));
        int items = content.model().items();
        float[] scores = new float[items + 2];
        scores[0] = 7;
        scores[items + 1] = 7;
        content.model().score(history, scores, 1);
        assertThat(scores[0]).isEqualTo(7);
        assertThat(scores[items + 1]).isEqualTo(7);
        return Arrays.copyOfRange(scores, 1, items + 1);
    }

    private double[][] contributions(int[] history, int... items) throws IOException {
        return LinearFile.read(file, REMEDY).orElseThrow().model().contributions(history, items);
    }

    @Test
    void popularity_scores_the_number_of_users() throws IOException {
        LinearFile.write(file, new UserCounts(new int[] {3, 0, 2_000_000}));
        assertThat(scores(1)).containsExactly(3, 0, 2_000_000);
        assertThat(contributions(new int[] {1}, 0, 2)).isDeepEqualTo(new double[][] {{0, 0}});
    }

    @Test
    void neighbours_add_their_similarities() throws IOException {
        // 0 is a neighbour of 1 and 2, 1 of none, 2 of 0.
        LinearFile.write(
                file, new Neighbours(new int[] {0, 2, 2, 3}, new int[] {1, 2, 0}, new float[] {0.5f, 0.25f, 2}));
        assertThat(scores(0, 2)).containsExactly(2, 0.5f, 0.25f);
        assertThat(scores(1)).containsExactly(0, 0, 0);
        assertThat(contributions(new int[] {0, 2}, 2, 0)).isDeepEqualTo(new double[][] {{0.25, 0}, {0, 2}});
    }

    /** As of users who have one item each; the tensors of the pairs have no elements. */
    @Test
    void items_without_neighbours_have_the_score_zero() throws IOException {
        LinearFile.write(file, new Neighbours(new int[] {0, 0, 0, 0}, new int[0], new float[0]));
        assertThat(scores(0, 2)).containsExactly(0, 0, 0);
        assertThat(contributions(new int[] {0}, 1)).isDeepEqualTo(new double[][] {{0}});
    }

    @Test
    void weights_are_summed_over_the_rows_of_a_history() throws IOException {
        float[][] weights = {{0, 1, -2}, {3, 0, 0.5f}, {4, 5, 0}};
        float[] row = new float[3];
        LinearFile.write(file, Kind.EDLAE, 3, item -> {
            System.arraycopy(weights[item], 0, row, 0, 3);
            return row;
        });
        assertThat(scores(0, 1)).containsExactly(3, 1, -1.5f);
        assertThat(scores()).containsExactly(0, 0, 0);
        assertThat(contributions(new int[] {0, 2}, 1)).isDeepEqualTo(new double[][] {{1}, {5}});
    }

    /** One dimension, h = (2, 1, 0): w = (2 + 1) / (4 + 1 + 0.5 * 5 + 0.25 * (2 + 0.5 * 3)) for items 0 and 1. */
    @Test
    void a_user_is_folded_into_items_vectors() throws IOException {
        FixedFactors.Objective objective = new FixedFactors.Objective(0.5, 0.25, 1);
        LinearFile.write(file, new ItemFactors(new FixedFactors(new float[] {2, 1, 0}, 1, objective)));
        double system = 5 + 2.5 + 0.25 * 3.5;
        double w = 3 / system;
        assertThat(scores(0, 1)).containsExactly(new float[] {(float) (2 * w), (float) w, 0}, within(1e-6f));
        assertThat(scores()).containsExactly(0, 0, 0);
        double[][] contributions = contributions(new int[] {0, 1}, 0, 1);
        assertThat(contributions[0]).containsExactly(new double[] {4 / system, 2 / system}, within(1e-12));
        assertThat(contributions[1]).containsExactly(new double[] {2 / system, 1 / system}, within(1e-12));
    }

    @Test
    void what_items_contribute_adds_up_to_the_score() throws IOException {
        Random random = new Random(2);
        float[] h = new float[40 * 9];
        for (int k = 0; k < h.length; k++) {
            h[k] = (float) random.nextGaussian();
        }
        LinearFile.write(file, new ItemFactors(new FixedFactors(h, 9, new FixedFactors.Objective(0.1, 0.003, 0.5))));
        int[] history = {0, 7, 20, 21, 39};
        float[] scores = scores(history);
        double[][] contributions = contributions(history, 5, 7, 30);
        for (int n = 0; n < 3; n++) {
            int at = n;
            double sum =
                    Arrays.stream(contributions).mapToDouble(row -> row[at]).sum();
            assertThat(sum).isCloseTo(scores[new int[] {5, 7, 30}[n]], within(1e-5));
        }
    }

    @Test
    void a_file_of_another_model_is_left_to_others() throws IOException {
        Files.write(file, bytes("{'__metadata__':{'model':'mult-vae'}}"));
        assertThat(LinearFile.read(file, REMEDY)).isEmpty();
        Files.write(file, bytes("{}"));
        assertThat(LinearFile.read(file, REMEDY)).isEmpty();
    }

    /** A header with ' for ", then numbers of int32, or of float32 if they have a point. */
    private static byte[] bytes(String header, String... values) {
        byte[] text = header.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(8 + text.length + 4 * values.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(text.length)
                .put(text);
        for (String value : values) {
            if (value.contains(".") || value.equals("NaN")) {
                bytes.putFloat(Float.parseFloat(value));
            } else {
                bytes.putInt(Integer.parseInt(value));
            }
        }
        return bytes.array();
    }

    private static String header(String metadata, String... tensors) {
        StringBuilder header = new StringBuilder("{'__metadata__':{" + metadata + "}");
        int at = 0;
        for (String tensor : tensors) {
            String[] parts = tensor.split(" ", -1); // name, type, sizes
            int count = 1;
            for (String size : parts[2].split(",", -1)) {
                count *= Integer.parseInt(size);
            }
            header.append(",'%s':{'dtype':'%s','shape':[%s],'data_offsets':[%d,%d]}"
                    .formatted(parts[0], parts[1], parts[2], at, at + 4 * count));
            at += 4 * count;
        }
        return header.append('}').toString();
    }

    private static String metadata(String model, int items) {
        return "'version':'1','model':'" + model + "','items':'" + items + "'";
    }

    private void assertRefused(byte[] bytes, String message) throws IOException {
        Files.write(file, bytes);
        assertThatThrownBy(() -> LinearFile.read(file, REMEDY))
                .isInstanceOf(UserError.class)
                .hasMessage(file + message + "; " + REMEDY);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'model':'ease' | , metadata version: expected 1, found \"none\"",
                "'version':'2','model':'ease' | , metadata version: expected 1, found \"2\"",
                "'version':'1','model':'ease' | , metadata items: expected a number from 1, found \"none\"",
                "'version':'1','model':'ease','items':'0' | , metadata items: expected a number from 1, found \"0\"",
                "'version':'1','model':'ease','items':'3000000000' | , metadata items: expected a number from 1, found"
                        + " \"3000000000\"",
                "'version':'1','model':'ease','items':'2' | : expected a tensor weights of F32 and shape [2, 2], found none",
                "'version':'1','model':'ease','items':'2000000000' | : expected a tensor weights of F32 and shape"
                        + " [2000000000, 2000000000], found none",
                "'version':'1','model':'popularity','items':'2' | : expected a tensor users of I32 and shape [2], found none",
                "'version':'1','model':'item-knn','items':'2' | : expected a tensor counts of I32 and shape [2], found none",
                "'version':'1','model':'ials','items':'2' | : expected a tensor factors of F32 and shape [2, 1], found none",
            })
    void metadata_that_the_tensors_do_not_have_is_refused(String metadata, String message) throws IOException {
        assertRefused(bytes("{'__metadata__':{" + metadata + "}}"), message);
    }

    @Test
    void numbers_of_another_type_shape_or_range_are_refused() throws IOException {
        assertRefused(
                bytes(header(metadata("popularity", 2), "users F32 2"), "1.0", "2.0"),
                ": expected a tensor users of I32 and shape [2], found F32 and [2]");
        assertRefused(
                bytes(header(metadata("popularity", 2), "users I32 2,1"), "1", "2"),
                ": expected a tensor users of I32 and shape [2], found I32 and [2, 1]");
        assertRefused(
                bytes(header(metadata("popularity", 2), "users I32 2"), "1", "-2"),
                ": expected numbers of users from 0, found -2");
        assertRefused(
                bytes(header(metadata("popularity", 1), "users I32 1", "x I32 1"), "1", "2"),
                ": expected the tensors of the model, found also \"x\"");
        assertRefused(
                bytes(header(metadata("ease", 1), "weights F32 1,1"), "NaN"),
                ": expected a tensor \"weights\" of finite values, found NaN at element 0");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-1,1,0,1,0 | counts that add up to the 3 targets, found -1",
                "2,2,0,1,0 | counts that add up to the 3 targets, found 2",
                "2147483647,2147483647,0,1,0 | counts that add up to the 3 targets, found 2147483647",
                "1,1,0,1,0 | counts that add up to the 3 targets, found 2",
                "2,1,0,2,0 | targets that ascend below 2, item by item, found 2",
                "2,1,-1,1,0 | targets that ascend below 2, item by item, found -1",
                "2,1,1,1,0 | targets that ascend below 2, item by item, found 1",
                "2,1,1,0,0 | targets that ascend below 2, item by item, found 0",
            })
    void neighbours_out_of_range_are_refused(String numbers, String message) throws IOException {
        String header = header(metadata("item-knn", 2), "counts I32 2", "targets I32 3", "similarities F32 3");
        String[] values = (numbers + ",0.5,0.5,0.5").split(",", -1);
        assertRefused(bytes(header, values), ": expected " + message);
    }

    /** In which order the tensors stand is the file's affair. */
    @Test
    void tensors_are_read_in_any_order() throws IOException {
        String header = header(metadata("item-knn", 2), "similarities F32 3", "targets I32 3", "counts I32 2");
        Files.write(file, bytes(header, "0.5", "0.25", "4.0", "0", "1", "0", "2", "1"));
        assertThat(scores(0, 1)).containsExactly(4.5f, 0.25f);
    }

    @ParameterizedTest
    @CsvSource({
        "unobservedWeight, 0",
        "unobservedWeight, NaN",
        "unobservedWeight, 2e6",
        "regularisation, 0",
        "regularisation, 1e300",
        "regularisation, x",
        "exponent, -1",
        "exponent, 11"
    })
    void settings_of_the_fold_in_out_of_range_are_refused(String key, String value) throws IOException {
        String settings = ",'unobservedWeight':'0.5','regularisation':'0.5','exponent':'0.5'";
        String forged = settings.replace("'" + key + "':'0.5'", "'" + key + "':'" + value + "'");
        Files.write(file, bytes(header(metadata("ials", 1) + forged, "factors F32 1,1"), "1.0"));
        assertThatThrownBy(() -> LinearFile.read(file, REMEDY))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith(file + ", metadata " + key + ": expected a number from ")
                .hasMessageEndingWith(", found \"" + value + "\"; " + REMEDY);
    }

    /** A system of 3000 equations takes 72 MB, whatever the number of items. */
    @Test
    void vectors_that_are_too_wide_are_refused() throws IOException {
        Files.write(
                file,
                bytes(
                        header(metadata("ials", 1), "factors F32 1,3000"),
                        "0.0 ".repeat(3000).strip().split(" ", -1)));
        assertThatThrownBy(() -> LinearFile.read(file, REMEDY))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("of F32 and shape [1, 2048], found F32 and [1, 3000]");
    }

    /** 40,000 items: a file of 6.4 GB, of which nothing is on the disk. */
    @Test
    void weights_that_do_not_fit_into_the_heap_are_refused_before_memory_is_taken() throws IOException {
        byte[] header = bytes("{'__metadata__':{" + metadata("ease", 40_000)
                + "},'weights':{'dtype':'F32','shape':[40000,40000],'data_offsets':[0,6400000000]}}");
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.write(header);
            sparse.setLength(header.length + 6_400_000_000L);
        }
        assertThatThrownBy(() -> LinearFile.read(file, REMEDY))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith(file + ": expected 7,6")
                .hasMessageContaining("-Xmx")
                .hasMessageEndingWith("or choose another model");
    }

    @Test
    void scores_that_overflow_are_refused() throws IOException {
        LinearFile.write(file, Kind.EASE, 2, item -> new float[] {3e38f, 3e38f});
        LinearScorer scorer =
                new LinearScorer(LinearFile.read(file, REMEDY).orElseThrow().model(), file);
        assertThat(scorer.score(List.of(new int[] {0}))).startsWith(3e38f, 3e38f);
        assertThatThrownBy(() -> scorer.score(List.of(new int[] {1}, new int[] {0, 1})))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith(
                        file + ": expected values that give finite scores, found Infinity as the score" + " of item 0");
    }
}
