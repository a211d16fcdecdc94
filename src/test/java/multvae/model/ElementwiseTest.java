package multvae.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ElementwiseTest {

    @Test
    void tanh_is_that_of_double_precision_and_never_above_one() {
        float[] values = new float[200_001];
        for (int i = 0; i < values.length; i++) {
            double x = (i - 100_000) / 1000.0; // -100 to 100
            values[i] = (float) (i % 2 == 0 ? x : x * 1e-4);
        }
        float[] x = values.clone();
        Elementwise.tanh(values, values.length);
        double worst = 0; // relative
        for (int i = 0; i < x.length; i++) {
            double expected = Math.tanh(x[i]);
            if (expected == 0) {
                assertThat(values[i]).isZero();
            } else {
                worst = Math.max(worst, Math.abs(values[i] - expected) / Math.abs(expected));
                assertThat(Math.abs(values[i])).isLessThanOrEqualTo(1);
            }
        }
        assertThat(worst).isBetween(1e-9, 5e-7);
    }

    @Test
    void tanh_of_infinity_is_one_and_of_no_number_is_none() {
        float[] values = {Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.NaN, 3};
        Elementwise.tanh(values, 3);
        assertThat(values[0]).isCloseTo(1, within(5e-7f));
        assertThat(values[1]).isEqualTo(-values[0]);
        assertThat(values[2]).isNaN();
        assertThat(values[3]).as("beyond the count").isEqualTo(3);
    }

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
