package multvae.ratings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
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
            var found = new EventList(users, items).duplicate(6, 20);
            assertThat(found.isPresent()).isEqualTo(pairs.size() < users.length);
            found.ifPresent(d -> {
                assertThat(d.first()).isLessThan(d.second());
                assertThat(users[d.first()]).isEqualTo(users[d.second()]);
                assertThat(items[d.first()]).isEqualTo(items[d.second()]);
            });
        }
    }
}
