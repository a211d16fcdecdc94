package multvae.ids;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class IdNumbersTest {

    /** Small numbers are in an array that grows, larger ones and texts in tables: a map has to agree on all of them. */
    @Test
    void ids_of_every_kind_are_numbered_in_order_of_first_appearance() {
        List<String> kinds =
                List.of("0", "00", "1", "63", "64", "1048575", "1048576", "9223372036854775807", "x", "-1");
        Random random = new Random(3);
        Map<String, Integer> expected = new HashMap<>();
        IdNumbers numbers = new IdNumbers();
        for (int k = 0; k < 3000; k++) {
            String id = random.nextBoolean()
                    ? kinds.get(random.nextInt(kinds.size()))
                    : String.valueOf(1L << random.nextInt(62) | random.nextInt(4));

            assertThat(numbers.find(id)).isEqualTo(expected.getOrDefault(id, IdNumbers.UNKNOWN));
            int number = expected.computeIfAbsent(id, unknown -> expected.size());
            assertThat(numbers.add(id)).as(id).isEqualTo(number);
            assertThat(numbers.list().get(number)).isEqualTo(id);
        }
        assertThat(numbers.size()).isEqualTo(expected.size());
    }
}
