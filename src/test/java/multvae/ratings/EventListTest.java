package multvae.ratings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class EventListTest {

    @Test
    void duplicates_are_found_exactly_where_a_set_of_pairs_finds_them() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            int[] users = random.ints(12, 0, 6).toArray();
            int[] items = random.ints(12, 0, 20).toArray();
            Set<Integer> pairs = new HashSet<>();
            for (int k = 0; k < users.length; k++) {
                pairs.add(100 * users[k] + items[k]);
            }
            List<Integer> standing = new ArrayList<>();
            int first = new EventList(users, items).forEachRepeated(6, 20, (before, after) -> {
                assertThat(before).isLessThan(after);
                assertThat(users[before]).isEqualTo(users[after]);
                assertThat(items[before]).isEqualTo(items[after]);
                standing.add(after);
                return after;
            });
            assertThat(standing).hasSize(users.length - pairs.size());
            assertThat(first).isEqualTo(standing.isEmpty() ? -1 : standing.get(0));
        }
    }
}
