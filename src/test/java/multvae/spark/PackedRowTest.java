package multvae.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PackedRowTest {

    @Test
    void small_numbers_and_runs_of_zeros_take_a_byte_or_two() {
        // 300 = 2 * 128 + 44; 0 and 2 more; 127 fits into seven bits, 128 does not.
        assertThat(PackedRow.pack(new int[] {300, 0, 0, 0, 127, 128, 0}))
                .containsExactly(0x80 | 44, 2, 0, 2, 127, 0x80, 1, 0, 0);
        assertThat(PackedRow.pack(new int[0])).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 5, 300, Integer.MAX_VALUE})
    void what_is_packed_is_unpacked_behind_what_is_there(int bound) {
        Random random = new Random(bound);
        int[] numbers = random.ints(1000, 0, bound)
                .map(number -> random.nextBoolean() ? 0 : number)
                .toArray();
        numbers[0] = bound;
        int[] unpacked = new int[1003];
        Arrays.fill(unpacked, -1);
        PackedRow.unpack(PackedRow.pack(numbers), unpacked, 3);
        assertThat(unpacked).startsWith(-1, -1, -1);
        assertThat(Arrays.copyOfRange(unpacked, 3, 1003)).containsExactly(numbers);
    }
}
