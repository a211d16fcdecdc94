package multvae.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SoftmaxTest {

    private final Softmax softmax = new Softmax();

    @Test
    void exponentials_are_those_of_double_precision() {
        float[] row = new float[200_003]; // no whole number of blocks
        for (int i = 0; i < row.length; i++) {
            row[i] = Softmax.LEAST * i / (row.length - 1) + 3;
        }
        float[] logits = row.clone();
        double sum = softmax.exponentials(row, row.length, 3);
        double worst = 0; // relative
        double expectedSum = 0;
        for (int i = 0; i < row.length; i++) {
            double expected = Math.exp((double) (logits[i] - 3));
            worst = Math.max(worst, Math.abs(row[i] - expected) / expected);
            expectedSum += expected;
        }
        assertThat(worst).isBetween(1e-9, 2e-7);
        assertThat(sum).isCloseTo(expectedSum, within(1e-6 * expectedSum));
    }

    @Test
    void a_row_shorter_than_a_block_adds_up_to_its_own_elements_after_a_longer_one() {
        softmax.exponentials(new float[3000], 3000, 0);
        assertThat(softmax.exponentials(new float[] {1, 0, 1, 7}, 3, 1)).isCloseTo(2 + Math.exp(-1), within(1e-6));
    }

    @Test
    void the_largest_logit_counts_one_and_one_far_below_nothing() {
        float[] row = {1e30f, -1e30f, Float.NEGATIVE_INFINITY, 1e30f};
        assertThat(softmax.exponentials(row, row.length, 1e30f)).isEqualTo(2);
        assertThat(row[0]).isEqualTo(1);
        assertThat(row[1]).isBetween(0f, 2e-38f);
        assertThat(row[2]).isBetween(0f, 2e-38f);
    }

    @Test
    void what_is_not_a_number_makes_the_sum_none() {
        SplittableRandom random = new SplittableRandom(1);
        float[] row = new float[2000];
        row[random.nextInt(row.length)] = Float.NaN;
        assertThat(softmax.exponentials(row, row.length, 0)).isNaN();
        assertThat(softmax.exponentials(new float[] {Float.POSITIVE_INFINITY, 0}, 2, Float.POSITIVE_INFINITY))
                .isNaN();
    }
}
