package multvae.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RowRangesTest {

    @ParameterizedTest
    @CsvSource({"1, 1", "7, 1", "7, 7", "7, 3", "100, 7", "1000, 999"})
    void each_row_is_in_the_range_between_two_first_rows(int rows, int ranges) {
        assertThat(RowRanges.first(0, rows, ranges)).isZero();
        assertThat(RowRanges.first(ranges, rows, ranges)).isEqualTo(rows);
        for (int row = 0; row < rows; row++) {
            int range = RowRanges.of(row, rows, ranges);
            assertThat(range).isBetween(0, ranges - 1);
            assertThat(row)
                    .isGreaterThanOrEqualTo(RowRanges.first(range, rows, ranges))
                    .isLessThan(RowRanges.first(range + 1, rows, ranges));
        }
        for (int range = 0; range < ranges; range++) {
            int size = RowRanges.first(range + 1, rows, ranges) - RowRanges.first(range, rows, ranges);
            assertThat(size).isBetween(rows / ranges, rows / ranges + 1);
        }
    }

    /** No product overflows an int. */
    @ParameterizedTest
    @CsvSource({"2147483647, 99999"})
    void the_most_rows_have_ranges_too(int rows, int ranges) {
        assertThat(RowRanges.first(ranges, rows, ranges)).isEqualTo(rows);
        assertThat(RowRanges.of(rows - 1, rows, ranges)).isEqualTo(ranges - 1);
    }
}
