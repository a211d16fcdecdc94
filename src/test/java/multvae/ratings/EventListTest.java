package multvae.ratings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
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
            if (seed % 2 == 0) {
                Arrays.sort(users); // as in most files
            }
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

    @Test
    void a_filter_keeps_users_items_and_times_together() {
        EventList events = new EventList(new int[] {3, 1, 2, 1}, new int[] {5, 6, 7, 8}, new long[] {90, 80, 70, 60});

        EventList kept = events.filter(event -> event % 2 == 1);

        assertThat(kept.size()).isEqualTo(2);
        assertThat(new int[] {kept.user(0), kept.item(0), kept.user(1), kept.item(1)})
                .containsExactly(1, 6, 1, 8);
        assertThat(new long[] {kept.time(0), kept.time(1)}).containsExactly(80, 60);
        assertThat(events.filter(event -> true).size()).isEqualTo(4);
        assertThat(events.filter(event -> false).size()).isZero();
    }
}
