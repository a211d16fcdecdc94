package multvae.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Arrays that are seen as several buffers, here of 8 elements each, as those above 1 GB are. */
class HostFloatsTest {

    private static final int BITS = 3;
    private static final int ROWS = 5;
    private static final int WIDTH =
            7; // of 35 elements the last buffer has 3, and no row but the first begins with a buffer

    private final INDArray array =
            Nd4j.arange(ROWS * WIDTH).castTo(DataType.FLOAT).reshape(ROWS, WIDTH);
    private final HostFloats elements = HostFloats.of(array, BITS);

    @Test
    void elements_stand_where_one_buffer_has_them() {
        assertThat(elements.length()).isEqualTo(35);
        for (int at = 0; at < 35; at++) {
            assertThat(elements.get(at)).isEqualTo(at);
        }
    }

    @Test
    void a_row_may_reach_over_several_buffers() {
        float[] row = new float[WIDTH + 1];
        elements.getRow(1, WIDTH, row);
        assertThat(row).containsExactly(7, 8, 9, 10, 11, 12, 13, 0);
        float[] all = new float[40];
        elements.get(2, all, 5, 33);
        for (int k = 0; k < 40; k++) {
            assertThat(all[k]).isEqualTo(k < 5 || k > 37 ? 0 : k - 3);
        }
    }

    @Test
    void what_is_put_is_in_the_array_and_nowhere_else() {
        elements.putRow(2, WIDTH, new float[] {-1, -2, -3, -4, -5, -6, -7, 99});
        elements.put(31, -8);
        elements.put(32, new float[] {0, -9, -10, -11}, 1, 3);
        for (int at = 0; at < 35; at++) {
            float expected = at >= 14 && at < 21 ? 13 - at : at >= 31 ? 23 - at : at;
            assertThat(array.getFloat(at / WIDTH, at % WIDTH)).isEqualTo(expected);
        }
    }

    @Test
    void sums_and_checks_take_every_element_once() {
        assertThat(elements.sumOfSquares()).isEqualTo(34.0 * 35 * 69 / 6); // of 0 to 34
        assertThat(elements.largest()).isEqualTo(34);
        assertThat(elements.areFinite()).isTrue();
        for (int at : new int[] {0, 7, 8, 34}) {
            float before = elements.get(at);
            elements.put(at, Float.NEGATIVE_INFINITY);
            assertThat(elements.areFinite()).as("element %d", at).isFalse();
            assertThat(elements.largest()).isInfinite();
            elements.put(at, before);
        }
    }

    @Test
    void one_buffer_and_several_give_the_same_sum_to_the_last_bit() {
        INDArray random = Nd4j.rand(DataType.FLOAT, 3, 50_001);
        double one = HostFloats.readable(random).sumOfSquares();
        assertThat(HostFloats.of(random, 10).sumOfSquares()).isEqualTo(one);
        assertThat(one)
                .isCloseTo(
                        random.castTo(DataType.DOUBLE)
                                .mul(random.castTo(DataType.DOUBLE))
                                .sumNumber()
                                .doubleValue(),
                        within(1e-6));
    }
}
