package multvae.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class TanhTest {

    @Test
    void tanh_is_that_of_double_precision_and_never_above_one() {
        float[] values = new float[200_001];
        for (int i = 0; i < values.length; i++) {
            double x = (i - 100_000) / 1000.0; // -100 to 100
            values[i] = (float) (i % 2 == 0 ? x : x * 1e-4);
        }
        float[] x = values.clone();
        Tanh.apply(values, 0, values.length);
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
        float[] values = {2, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.NaN, 3};
        Tanh.apply(values, 1, 4);
        assertThat(values[1]).isCloseTo(1, within(5e-7f));
        assertThat(values[2]).isEqualTo(-values[1]);
        assertThat(values[3]).isNaN();
        assertThat(values).as("outside of the range").startsWith(2).endsWith(3);
    }
}
