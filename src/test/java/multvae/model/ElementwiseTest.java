package multvae.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ElementwiseTest {

    /** Float sums depend on their order, so the values are of very different sizes. */
    @Test
    void four_rows_at_once_add_up_to_the_last_bit_as_one_after_the_other() {
        SplittableRandom random = new SplittableRandom(5);
        float[][] rows = new float[Elementwise.AT_ONCE][601];
        float[] factors = new float[Elementwise.AT_ONCE];
        float[] expected = new float[601];
        for (int i = 0; i < expected.length; i++) {
            expected[i] = (float) Math.scalb(random.nextDouble() - 0.5, random.nextInt(20));
            for (float[] row : rows) {
                row[i] = (float) Math.scalb(random.nextDouble() - 0.5, random.nextInt(20));
            }
        }
        for (int k = 0; k < factors.length; k++) {
            factors[k] = (float) random.nextDouble();
        }
        float[] sums = expected.clone();
        float beyond = sums[600];
        for (int i = 0; i < 600; i++) {
            for (int k = 0; k < rows.length; k++) {
                float product = factors[k] * rows[k][i];
                expected[i] = expected[i] + product;
            }
        }
        Elementwise.addFourScaled(sums, rows, factors, 600);
        assertThat(sums).containsExactly(expected);
        assertThat(sums[600]).as("beyond the count").isEqualTo(beyond);
    }

    @Test
    void a_sum_of_absolute_values_takes_each_once() {
        float[] values = {1, -2, 4, -8, 16};
        for (int count = 0; count <= values.length; count++) {
            assertThat(Elementwise.sumOfAbsolutes(values, count)).isEqualTo((1 << count) - 1);
        }
        assertThat(Elementwise.sumOfAbsolutes(new float[] {1, Float.NaN}, 2)).isNaN();
    }
}
