package multvae.baselines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import multvae.matrix.CsrMatrix;
import org.junit.jupiter.api.Test;

final class ItemKnnTest {

    /** Users {0, 1}, {0, 1, 2}, {0, 3}, {1}: items 0 to 3 have 3, 3, 1 and 1 users. */
    private static final CsrMatrix TRAIN =
            new CsrMatrix(4, new int[] {0, 2, 5, 7, 8}, new int[] {0, 1, 0, 1, 2, 0, 3, 1});

    private static ItemKnn.Similarity cosine(double shrinkage) {
        return new ItemKnn.Similarity(shrinkage, 0.5, 0);
    }

    private static float[] scores(int neighbours, double shrinkage, int... foldIn) {
        float[] scores = {9, 9, 9, 9};
        CsrMatrix user = new CsrMatrix(4, new int[] {0, foldIn.length}, foldIn);
        new ItemKnn(new CoOccurrence(TRAIN), neighbours, cosine(shrinkage)).score(user, 0, 1, scores);
        return scores;
    }

    @Test
    void a_score_is_the_sum_of_the_similarities_to_what_is_folded_in() {
        // Cosines: 0-1 is 2 / 3; 0-2, 0-3 and 1-2 are 1 / sqrt(3) = 0.57735; 1-3 and 2-3 are 0.
        assertThat(scores(3, 0, 0)).containsExactly(new float[] {0, 0.66667f, 0.57735f, 0.57735f}, within(1e-5f));
        assertThat(scores(3, 0, 0, 1))
                .containsExactly(new float[] {0.66667f, 0.66667f, 1.15470f, 0.57735f}, within(1e-5f));
        assertThat(scores(3, 0)).containsExactly(0, 0, 0, 0);
    }

    @Test
    void shrinkage_is_added_to_the_product_of_the_norms() {
        // 2 / (3 + 1); 1 / (sqrt(3) + 1) twice.
        assertThat(scores(3, 1, 0)).containsExactly(new float[] {0, 0.5f, 0.36603f, 0.36603f}, within(1e-5f));
    }

    @Test
    void active_users_count_less_and_the_sizes_have_exponents_of_their_own() {
        // Damping 1: the users weigh 1/2, 1/3, 1/2 and 1, the items 4/3, 11/6, 1/3 and 1/2.
        // Of 1 to 0: 5/6 / ((11/6)^0.25 (4/3)^0.75 + 0.5); of 2: 1/3 / ((1/3)^0.25 (4/3)^0.75 + 0.5); of 3 with 1/2
        // twice.
        float[] scores = new float[4];
        CsrMatrix user = new CsrMatrix(4, new int[] {0, 1}, new int[] {0});
        new ItemKnn(new CoOccurrence(TRAIN), 3, new ItemKnn.Similarity(0.5, 0.25, 1)).score(user, 0, 1, scores);
        assertThat(scores).containsExactly(new float[] {0, 0.42871f, 0.23103f, 0.32396f}, within(1e-5f));
    }

    @Test
    void only_the_nearest_items_of_the_scored_one_count_the_lower_of_equals() {
        // Nearest: of 0 it is 1, of 1 it is 0, of 2 it is 0 (equal to 1), of 3 it is 0.
        assertThat(scores(1, 0, 1)).containsExactly(new float[] {0.66667f, 0, 0, 0}, within(1e-5f));
        assertThat(scores(1, 0, 0)).containsExactly(new float[] {0, 0.66667f, 0.57735f, 0.57735f}, within(1e-5f));
        assertThat(scores(1, 0, 2)).containsExactly(0, 0, 0, 0);
    }

    @Test
    void other_items_than_those_of_train_are_refused() {
        CsrMatrix other = new CsrMatrix(5, new int[] {0, 0}, new int[0]);
        assertThatThrownBy(() -> new ItemKnn(new CoOccurrence(TRAIN), 2, cosine(0)).score(other, 0, 1, new float[5]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("5 items");
    }

    @Test
    void settings_out_of_range_are_refused() {
        assertThatThrownBy(() -> new ItemKnn(new CoOccurrence(TRAIN), 0, cosine(0)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ItemKnn(new CoOccurrence(TRAIN), 1, cosine(-1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ItemKnn(new CoOccurrence(TRAIN), 1, cosine(Double.NaN)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ItemKnn.Similarity(0, 1.1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ItemKnn.Similarity(0, 0.5, -1)).isInstanceOf(IllegalArgumentException.class);
    }
}
