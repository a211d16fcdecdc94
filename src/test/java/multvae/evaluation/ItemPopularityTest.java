package multvae.evaluation;

import static multvae.evaluation.ItemPopularity.Bucket.HEAD;
import static multvae.evaluation.ItemPopularity.Bucket.MIDDLE;
import static multvae.evaluation.ItemPopularity.Bucket.TAIL;
import static multvae.evaluation.Rows.matrix;
import static multvae.evaluation.Rows.row;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import multvae.evaluation.ItemPopularity.Bucket;
import org.junit.jupiter.api.Test;

final class ItemPopularityTest {

    private static ItemPopularity popularity(int... users) {
        return new ItemPopularity(users);
    }

    private static List<Bucket> buckets(int... users) {
        return IntStream.range(0, users.length)
                .mapToObj(popularity(users)::bucket)
                .toList();
    }

    @Test
    void each_bucket_begins_where_the_items_before_have_its_third_of_the_events() {
        // 12 events. In order: 4 (0 before), 3 (4 before: a third), 2 (7), 1 (9: beyond 8), 1, 1.
        assertThat(buckets(1, 3, 1, 4, 2, 1)).containsExactly(TAIL, MIDDLE, TAIL, HEAD, MIDDLE, TAIL);
        // 12 events: 4, 4, 4 begin at 0, 4 and 8.
        assertThat(buckets(4, 4, 4)).containsExactly(HEAD, MIDDLE, TAIL);
        // 11 events: 3 before the second is less than 11 / 3, so it is in the head; 6 before the third is less than 22
        // / 3.
        assertThat(buckets(3, 3, 3, 2)).containsExactly(HEAD, HEAD, MIDDLE, TAIL);
    }

    @Test
    void of_equally_popular_items_the_lower_one_is_the_more_popular() {
        assertThat(buckets(1, 1, 1)).containsExactly(HEAD, MIDDLE, TAIL);
    }

    @Test
    void an_item_that_nobody_has_is_in_the_tail() {
        assertThat(buckets(0, 3, 2, 1)).containsExactly(TAIL, HEAD, MIDDLE, TAIL);
    }

    @Test
    void users_and_items_are_counted() {
        ItemPopularity popularity = popularity(1, 3, 1, 4, 2, 1);
        assertThat(popularity.items()).isEqualTo(6);
        assertThat(popularity.users(3)).isEqualTo(4);
        assertThat(popularity.items(TAIL)).isEqualTo(3);
    }

    @Test
    void a_matrix_keeps_its_shape_without_the_items_of_other_buckets() {
        assertThat(popularity(4, 4, 4).only(MIDDLE, matrix(3, row(0, 1), row(), row(1), row(0, 2))))
                .usingRecursiveComparison()
                .isEqualTo(matrix(3, row(1), row(), row(1), row()));
    }
}
