package multvae.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import multvae.testing.Sha256;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against numpy_random.json, which numpy's own RandomState printed. */
final class NumpyRandomTest {

    static List<JsonNode> cases() throws IOException {
        List<JsonNode> cases = new ArrayList<>();
        try (InputStream json = NumpyRandomTest.class.getResourceAsStream("numpy_random.json")) {
            new ObjectMapper().readTree(json).get("cases").forEach(cases::add);
        }
        return cases;
    }

    @Test
    void the_golden_vectors_are_those_of_four_seeds() throws IOException {
        assertThat(cases()).extracting(c -> c.get("seed").asLong()).containsExactly(98765L, 0L, 1L, 4294967295L);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void the_stream_of_bits_is_numpys(JsonNode expected) {
        NumpyRandom random = new NumpyRandom(expected.get("seed").asLong());
        for (JsonNode bits : expected.get("first_8_uint32")) {
            assertThat(Integer.toUnsignedLong(random.nextBits())).isEqualTo(bits.asLong());
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void permutations_are_numpys(JsonNode expected) {
        for (int n : new int[] {1, 2, 5, 10, 1000, 136_677}) {
            JsonNode golden = expected.get("permutation_" + n);
            int[] permutation = new NumpyRandom(expected.get("seed").asLong()).permutation(n);
            assertThat(Sha256.ofInts(permutation))
                    .as("permutation of %d", n)
                    .isEqualTo(golden.get("sha256_int32_le").asText());
            for (int k = 0; k < golden.get("head").size(); k++) {
                assertThat(permutation[k]).isEqualTo(golden.get("head").get(k).asInt());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void choices_one_after_the_other_from_one_stream_are_numpys(JsonNode expected) {
        NumpyRandom random = new NumpyRandom(expected.get("seed").asLong());
        for (JsonNode draw : expected.get("choice_stream")) {
            List<Integer> golden = new ArrayList<>();
            draw.get("without_replacement").forEach(v -> golden.add(v.asInt()));
            assertThat(random.choiceWithoutReplacement(
                            draw.get("n").asInt(), draw.get("size").asInt()))
                    .containsExactly(golden.stream().mapToInt(i -> i).toArray());
        }
    }

    @Test
    void choosing_none_takes_as_much_from_the_stream_as_choosing_all() {
        NumpyRandom none = new NumpyRandom(98765);
        NumpyRandom all = new NumpyRandom(98765);
        assertThat(none.choiceWithoutReplacement(9, 0)).isEmpty();
        all.choiceWithoutReplacement(9, 9);
        assertThat(none.nextBits()).isEqualTo(all.nextBits());
    }

    @Test
    void a_permutation_of_nothing_is_empty() {
        assertThat(new NumpyRandom(1).permutation(0)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 4294967296L})
    void a_seed_beyond_32_bits_is_refused(long seed) {
        assertThatThrownBy(() -> new NumpyRandom(seed))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(String.valueOf(seed));
    }
}
