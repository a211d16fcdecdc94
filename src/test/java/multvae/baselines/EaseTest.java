package multvae.baselines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.IntStream;
import multvae.io.FruitlessSettings;
import multvae.io.UserError;
import multvae.matrix.CsrMatrix;
import org.junit.jupiter.api.Test;

final class EaseTest {

    private static CsrMatrix identity(int items) {
        return new CsrMatrix(
                items,
                IntStream.rangeClosed(0, items).toArray(),
                IntStream.range(0, items).toArray());
    }

    /** Each user has each item with a probability of 1/12. */
    private static CsrMatrix random(int users, int items) {
        Random random = new Random(5);
        int[] starts = new int[users + 1];
        IntStream.Builder columns = IntStream.builder();
        for (int user = 0; user < users; user++) {
            starts[user + 1] = starts[user];
            for (int item = 0; item < items; item++) {
                if (random.nextInt(12) == 0) {
                    columns.add(item);
                    starts[user + 1]++;
                }
            }
        }
        return new CsrMatrix(items, starts, columns.build().toArray());
    }

    @Test
    void two_items_have_the_weights_of_two_regressions() {
        // Users {0, 1}, {0, 1}, {0}: X^T X = [[3, 2], [2, 2]]. With lambda 1, the weight from 0 to 1 minimises
        // sum over users of (x1 - w x0)^2 + w^2: w = 2 / (3 + 1). From 1 to 0 it is 2 / (2 + 1).
        CsrMatrix train = new CsrMatrix(2, new int[] {0, 2, 4, 5}, new int[] {0, 1, 0, 1, 0});
        CsrMatrix foldIn = new CsrMatrix(2, new int[] {0, 1, 2, 4}, new int[] {0, 1, 0, 1});
        float[] scores = new float[6];
        try (Ease ease = new Ease(new CoOccurrence(train), 1, FitProgress.NONE)) {
            ease.score(foldIn, 0, 3, scores);
        }
        assertThat(scores).containsExactly(new float[] {0, 2 / 4f, 2 / 3f, 0, 2 / 3f, 2 / 4f}, within(1e-7f));
    }

    @Test
    void dropout_counts_an_item_more_where_it_predicts_others() {
        // X^T X as above. Half of the input is dropped: the penalty of a weight from item i grows by the users of i.
        // From 0 to 1: 2 / (3 + 1 + 3); from 1 to 0: 2 / (2 + 1 + 2).
        CsrMatrix train = new CsrMatrix(2, new int[] {0, 2, 4, 5}, new int[] {0, 1, 0, 1, 0});
        float[] scores = new float[4];
        try (Ease edlae = Ease.edlae(new CoOccurrence(train), 1, 0.5, FitProgress.NONE)) {
            edlae.score(identity(2), 0, 2, scores);
        }
        assertThat(scores).containsExactly(new float[] {0, 2 / 7f, 2 / 5f, 0}, within(1e-7f));
    }

    @Test
    void an_item_is_regressed_on_all_the_others_across_the_tiles_of_the_inverse() {
        // The minimum of |x_j - X b|^2 + lambda |b|^2 with b_j = 0 has the gradient X^T (x_j - X b) = lambda b but at
        // j:
        // checked by a product with X, not by an inverse. 150 items are three tiles, the last one not full.
        int items = 150;
        int users = 400;
        double lambda = 30;
        CsrMatrix train = random(users, items);
        float[] weights = new float[items * items]; // of i: what a user with i alone scores
        float[] reconstructed = new float[users * items];
        try (Ease ease = new Ease(
                Ease.EASE,
                new CoOccurrence(train),
                lambda,
                0,
                FitProgress.NONE,
                40)) { // four blocks, the last one not full
            ease.score(identity(items), 0, items, weights);
            ease.score(train, 0, users, reconstructed);
        }
        double[] gradient = new double[items * items];
        for (int user = 0; user < users; user++) {
            for (int n = train.rowStart(user); n < train.rowStart(user + 1); n++) {
                for (int j = 0; j < items; j++) {
                    gradient[train.column(n) * items + j] +=
                            (train.contains(user, j) ? 1 : 0) - reconstructed[user * items + j];
                }
            }
        }
        for (int i = 0; i < items; i++) {
            assertThat(weights[i * items + i]).isZero();
            for (int j = 0; j < items; j++) {
                if (i != j) {
                    assertThat(gradient[i * items + j]).isCloseTo(lambda * weights[i * items + j], within(1e-3));
                }
            }
        }
    }

    @Test
    void the_same_matrix_gives_the_same_bits() {
        CsrMatrix train = random(200, 300);
        float[] first = new float[200 * 300];
        float[] second = new float[200 * 300];
        try (Ease ease = new Ease(Ease.EASE, new CoOccurrence(train), 3, 0, FitProgress.NONE, 70);
                Ease again = new Ease(Ease.EASE, new CoOccurrence(train), 3, 0, FitProgress.NONE, 70)) {
            ease.score(train, 0, 200, first);
            again.score(train, 0, 200, second);
        }
        assertThat(second).containsExactly(first);
    }

    @Test
    void says_what_it_takes_after_the_second_block_and_how_far_it_is_after_each() {
        HeardProgress heard = new HeardProgress();
        new Ease(Ease.EASE, new CoOccurrence(random(200, 100)), 3, 0, heard, 40).close();
        assertThat(heard.shares).containsExactly(0.4, 0.8, 1.0);
        assertThat(heard.others).containsExactly("ease 100 40000 after 1", "ended after 3");
    }

    @Test
    void a_fit_that_fails_has_ended() {
        // Users have items 0 and 1, or none of them: the second pivot is 0 once the first block of one column is swept.
        HeardProgress heard = new HeardProgress();
        CsrMatrix train = new CsrMatrix(3, new int[] {0, 2}, new int[] {0, 1});
        assertThatThrownBy(() -> new Ease(Ease.EASE, new CoOccurrence(train), 1e-30, 0, heard, 1))
                .isInstanceOf(UserError.class);
        assertThat(heard.others).containsExactly("ended after 1");
    }

    @Test
    void a_matrix_that_does_not_fit_is_refused_with_what_it_takes() {
        // 4 * 200,000^2 = 160e9
        assertThatThrownBy(() -> Ease.requireMemory(Ease.EASE, 200_000))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith(
                        "evaluate.baselines: expected 160000 MB outside of the heap, which ease takes with"
                                + " 200000 items, found ")
                .hasMessageContaining("leave ease out");
        CsrMatrix train = new CsrMatrix(200_000, new int[] {0, 1}, new int[] {0});
        assertThatThrownBy(() -> new Ease(new CoOccurrence(train), 200, FitProgress.NONE))
                .isInstanceOf(UserError.class);
    }

    @Test
    void a_lambda_too_small_to_invert_the_matrix_is_refused() {
        // One user with two items: rank 1, and 1 + 1e-30 is 1.
        CsrMatrix train = new CsrMatrix(2, new int[] {0, 2}, new int[] {0, 1});
        assertThatThrownBy(() -> new Ease(new CoOccurrence(train), 1e-30, FitProgress.NONE))
                .isInstanceOf(FruitlessSettings.class)
                .hasMessageContaining("evaluate.ease.lambda")
                .hasMessageContaining("raise it");
        assertThatThrownBy(() -> Ease.edlae(new CoOccurrence(train), 1e-30, 0, FitProgress.NONE))
                .isInstanceOf(FruitlessSettings.class)
                .hasMessageContaining("evaluate.edlae.lambda");
        assertThatThrownBy(() -> new Ease(new CoOccurrence(train), 0, FitProgress.NONE))
                .isInstanceOf(IllegalArgumentException.class);
        for (double dropout : new double[] {-0.1, 1, Double.NaN}) {
            assertThatThrownBy(() -> Ease.edlae(new CoOccurrence(train), 1, dropout, FitProgress.NONE))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void other_items_than_those_of_train_are_refused() {
        CsrMatrix other = new CsrMatrix(5, new int[] {0, 0}, new int[0]);
        try (Ease ease = new Ease(new CoOccurrence(identity(4)), 1, FitProgress.NONE)) {
            assertThatThrownBy(() -> ease.score(other, 0, 1, new float[5]))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("5 items");
        }
    }
}
