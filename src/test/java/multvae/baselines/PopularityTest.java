package multvae.baselines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import multvae.matrix.CsrMatrix;
import org.junit.jupiter.api.Test;

final class PopularityTest {

    /** Users {0, 2}, {2, 3}, {}, {0, 2}: items 0 to 3 have 2, 0, 3 and 1 users. */
    private static final CsrMatrix TRAIN = new CsrMatrix(4, new int[] {0, 2, 4, 4, 6}, new int[] {0, 2, 2, 3, 0, 2});

    /** Three users; what they have folded in makes no difference. */
    private static final CsrMatrix FOLD_IN = new CsrMatrix(4, new int[] {0, 1, 2, 2}, new int[] {1, 2});

    @Test
    void an_item_scores_the_number_of_train_users_who_have_it_whoever_asks() {
        float[] scores = new float[9];
        scores[8] = -1;
        new Popularity(TRAIN.columnCounts()).score(FOLD_IN, 1, 3, scores);
        assertThat(scores).containsExactly(2, 0, 3, 1, 2, 0, 3, 1, -1);
    }

    @Test
    void other_items_than_those_of_train_are_refused() {
        CsrMatrix other = new CsrMatrix(5, new int[] {0, 0}, new int[0]);
        assertThatThrownBy(() -> new Popularity(TRAIN.columnCounts()).score(other, 0, 1, new float[5]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("5 items");
    }
}
