package multvae.split;

import static org.assertj.core.api.Assertions.assertThat;

import multvae.split.SplitStatistics.Quantiles;
import org.junit.jupiter.api.Test;

final class QuantilesTest {

    @Test
    void quantiles_are_counts_that_occur() {
        // numpy.quantile([...], [.25, .5, .75], method="inverted_cdf") of 1 2 3 4: ranks 1, 2, 3
        assertThat(Quantiles.of(new int[] {4, 1, 3, 2})).isEqualTo(new Quantiles(1, 1, 2, 3, 4));
        // of 1 2 3 5 8: ranks ceil(1.25) = 2, ceil(2.5) = 3, ceil(3.75) = 4
        assertThat(Quantiles.of(new int[] {8, 5, 3, 2, 1})).isEqualTo(new Quantiles(1, 2, 3, 5, 8));
        assertThat(Quantiles.of(new int[] {7})).isEqualTo(new Quantiles(7, 7, 7, 7, 7));
    }
}
