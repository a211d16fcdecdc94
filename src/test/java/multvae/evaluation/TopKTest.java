package multvae.evaluation;

import static multvae.evaluation.Rows.matrix;
import static multvae.evaluation.Rows.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;
import multvae.matrix.CsrMatrix;
import org.junit.jupiter.api.Test;

final class TopKTest {

    private static final float INFINITY = Float.POSITIVE_INFINITY;

    private static int[] rank(int k, CsrMatrix foldIn, float... scores) {
        TopK topK = new TopK(k);
        int ranked = topK.rank(scores, 0, foldIn, 0);
        return IntStream.range(0, ranked).map(topK::item).toArray();
    }

    private static int[] rank(int k, float... scores) {
        return rank(k, matrix(scores.length, row()), scores);
    }

    @Test
    void the_best_items_come_best_first() {
        assertThat(rank(3, .1f, .9f, .8f, .3f, .7f)).containsExactly(1, 2, 4);
    }

    @Test
    void ties_go_to_the_lower_item_within_the_top_and_at_its_edge() {
        assertThat(rank(3, 1, 2, 1, 2, 1, 2, 2)).containsExactly(1, 3, 5);
        assertThat(rank(5, 1, 2, 1, 2, 1, 0, 1)).containsExactly(1, 3, 0, 2, 4);
        assertThat(rank(2, 0, 0, 0, 0)).containsExactly(0, 1);
    }

    @Test
    void the_two_zeros_tie() {
        assertThat(rank(2, -0f, 0f, 0f)).containsExactly(0, 1);
        assertThat(rank(2, 0f, -0f, -1f)).containsExactly(0, 1);
        assertThat(rank(1, -0f, 0f)).containsExactly(0);
    }

    @Test
    void folded_in_items_are_left_out_even_where_every_other_score_is_negative() {
        // Masked with 0, item 1 would win.
        assertThat(rank(2, matrix(4, row(1)), -3, 5, -1, -2)).containsExactly(2, 3);
        assertThat(rank(4, matrix(4, row(0, 3)), 9, 1, 2, 9)).containsExactly(2, 1);
        assertThat(rank(1, matrix(4, row(0, 1, 2)), 9, 9, 9, -INFINITY)).containsExactly(3);
    }

    @Test
    void a_user_who_has_seen_everything_has_no_ranking() {
        assertThat(rank(2, matrix(3, row(0, 1, 2)), 1, 2, 3)).isEmpty();
    }

    @Test
    void fewer_items_than_k_come_back_where_there_are_no_more() {
        assertThat(rank(10, 1, 3, 2)).containsExactly(1, 2, 0);
        assertThat(rank(3, matrix(4, row(1)), 1, 9, 3, 2)).containsExactly(2, 3, 0);
    }

    @Test
    void infinite_scores_rank_at_the_ends() {
        assertThat(rank(4, -INFINITY, 0, INFINITY, -Float.MAX_VALUE)).containsExactly(2, 1, 3, 0);
    }

    @Test
    void nan_is_refused_and_its_item_named() {
        // Item 1 while the heap fills, item 3 against a full heap, item 2 folded in.
        float[] filling = {1, Float.NaN, 2, 3};
        float[] full = {1, 2, 3, Float.NaN};
        float[] foldedIn = {1, 2, Float.NaN, 3};
        assertThatThrownBy(() -> rank(2, filling))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("item 1 ");
        assertThatThrownBy(() -> rank(2, full))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("item 3 ");
        assertThatThrownBy(() -> rank(2, matrix(4, row(2)), foldedIn))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("item 2 ");
    }

    @Test
    void a_row_of_a_batch_is_read_at_its_offset_with_its_own_fold_in() {
        float[] scores = {9, 9, 9, 1, 2, 3, 8, 8, 8};
        TopK topK = new TopK(2);
        int ranked = topK.rank(scores, 3, matrix(3, row(0, 1), row(2)), 1);
        assertThat(ranked).isEqualTo(2);
        assertThat(topK.item(0)).isEqualTo(1);
        assertThat(topK.score(0)).isEqualTo(2f);
        assertThat(topK.item(1)).isEqualTo(0);
        assertThat(topK.score(1)).isEqualTo(1f);
    }

    @Test
    void scores_come_back_with_their_sign() {
        TopK topK = new TopK(3);
        topK.rank(new float[] {-1.5f, 2.25f, -INFINITY}, 0, matrix(3, row()), 0);
        assertThat(new float[] {topK.score(0), topK.score(1), topK.score(2)}).containsExactly(2.25f, -1.5f, -INFINITY);
    }

    @Test
    void nothing_of_one_user_is_left_for_the_next() {
        TopK topK = new TopK(3);
        topK.rank(new float[] {9, 8, 7, 6}, 0, matrix(4, row()), 0);
        assertThat(topK.rank(new float[] {1, 2, 0, 0}, 0, matrix(4, row(2, 3)), 0))
                .isEqualTo(2);
        assertThat(topK.item(0)).isEqualTo(1);
        assertThat(topK.item(1)).isEqualTo(0);
    }

    @Test
    void it_agrees_with_a_full_sort() {
        Random random = new Random(7);
        for (int trial = 0; trial < 200; trial++) {
            int items = 1 + random.nextInt(300);
            boolean ties = trial % 2 == 0;
            float[] scores = new float[items];
            for (int i = 0; i < items; i++) {
                scores[i] = ties ? random.nextInt(7) - 3 : (float) random.nextGaussian();
            }
            int[] seen = IntStream.range(0, items)
                    .filter(i -> random.nextInt(4) == 0)
                    .toArray();
            int k = 1 + random.nextInt(120);
            int[] sorted = IntStream.range(0, items)
                    .filter(i -> Arrays.binarySearch(seen, i) < 0)
                    .boxed()
                    .sorted(Comparator.<Integer>comparingDouble(i -> -scores[i]).thenComparingInt(i -> i))
                    .limit(k)
                    .mapToInt(Integer::intValue)
                    .toArray();
            assertThat(rank(k, matrix(items, seen), scores)).containsExactly(sorted);
        }
    }

    @Test
    void scores_in_order_either_way_rank_by_it() {
        float[] rising = new float[5_000];
        float[] falling = new float[5_000];
        for (int item = 0; item < rising.length; item++) {
            rising[item] = item - 2_500;
            falling[item] = 2_500 - item;
        }
        assertThat(rank(7, rising)).containsExactly(4_999, 4_998, 4_997, 4_996, 4_995, 4_994, 4_993);
        assertThat(rank(7, falling)).containsExactly(0, 1, 2, 3, 4, 5, 6);
        assertThat(rank(5_000, rising)).isSortedAccordingTo(Comparator.reverseOrder());
        assertThat(rank(3_000, falling)).isSorted().hasSize(3_000);
    }

    @Test
    void k_below_one_is_refused() {
        assertThatThrownBy(() -> new TopK(0)).isInstanceOf(IllegalArgumentException.class);
    }

    /** Rows that are long enough for a sample, of every sixteenth item: it may say too much, too little, or nothing. */
    @Test
    void long_rows_are_ranked_as_a_sort_ranks_them() {
        Random random = new Random(8);
        int items = 4_000;
        for (int attempt = 0; attempt < 200; attempt++) {
            float[] scores = new float[items];
            int different = random.nextBoolean() ? 3 : 1_000_000; // three: nearly all are ties
            int good = random.nextInt(20); // those with this remainder are better: 0 is the whole sample
            for (int item = 0; item < items; item++) {
                scores[item] = random.nextInt(different) - 1 + (item % 16 == good ? 1_000_000 : 0);
            }
            int[] seen = random.ints(random.nextInt(300), 0, items)
                    .distinct()
                    .sorted()
                    .toArray();
            int k = 1 + random.nextInt(150);
            int[] expected = IntStream.range(0, items)
                    .filter(item -> Arrays.binarySearch(seen, item) < 0)
                    .boxed()
                    .sorted(Comparator.comparing((Integer item) -> -scores[item])
                            .thenComparing(item -> item))
                    .limit(k)
                    .mapToInt(item -> item)
                    .toArray();
            assertThat(rank(k, matrix(items, row(seen)), scores))
                    .as("attempt %d", attempt)
                    .containsExactly(expected);
        }
    }

    @Test
    void nan_in_a_long_row_is_refused_wherever_it_is() {
        float[] scores = new float[4_000];
        for (int item = 0; item < scores.length; item++) {
            scores[item] = -item;
        }
        for (int item : new int[] {0, 1, 16, 17, 3_999}) {
            float before = scores[item];
            scores[item] = Float.NaN;
            assertThatThrownBy(() -> rank(10, scores))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("item " + item + " ");
            scores[item] = before;
        }
    }
}
