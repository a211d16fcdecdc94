package multvae.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class HistogramTest {

    @Test
    void bins_double_and_begin_at_powers_of_two() {
        // by hand: 0 | 1 1 | 2 3 | 4 7 | 8 -> frequencies 1, 2, 2, 2, 1
        assertThat(Histogram.of(new int[] {8, 0, 1, 1, 2, 3, 4, 7}).bins())
                .containsExactly(
                        new Histogram.Bin(0, 0, 1),
                        new Histogram.Bin(1, 1, 2),
                        new Histogram.Bin(2, 3, 2),
                        new Histogram.Bin(4, 7, 2),
                        new Histogram.Bin(8, 15, 1));
    }

    @Test
    void the_largest_count_has_a_bin() {
        assertThat(Histogram.of(new int[] {Integer.MAX_VALUE}).lines())
                .containsExactly("  1073741824-2147483647         1 " + "#".repeat(40));
    }

    @Test
    void bars_are_proportional_and_none_vanishes() {
        int[] counts = new int[81];
        Arrays.fill(counts, 1);
        counts[80] = 2;
        assertThat(Histogram.of(counts).lines())
                .containsExactly("                1        80 " + "#".repeat(40), "              2-3         1 #");
    }

    @Test
    void no_counts_have_no_bins() {
        assertThat(Histogram.of(new int[0]).lines()).isEmpty();
    }
}
