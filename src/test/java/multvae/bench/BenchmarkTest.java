package multvae.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import multvae.matrix.CsrMatrix;
import org.junit.jupiter.api.Test;

final class BenchmarkTest {

    @Test
    void quartiles_are_those_of_numpy() {
        // numpy.quantile([1, 2, 4, 8], [.25, .5, .75]) is [1.75, 3, 5]
        Spread spread = Spread.of(List.of(8.0, 1.0, 4.0, 2.0));
        assertThat(spread).isEqualTo(new Spread(3, 1.75, 5));
    }

    @Test
    void generated_data_has_the_shape_that_was_asked_for() {
        CsrMatrix matrix = Benchmark.generated(2_000, 500, 40_000);
        assertThat(matrix.rows()).isEqualTo(2_000);
        assertThat(matrix.columns()).isEqualTo(500);
        assertThat((double) matrix.nonZeros()).isCloseTo(40_000, within(2_000.0));
        int common = 0;
        for (int k = 0; k < matrix.nonZeros(); k++) {
            common += matrix.column(k) < 50 ? 1 : 0;
        }
        assertThat(common).as("a tenth of the items, the popular ones").isGreaterThan(matrix.nonZeros() / 4);
    }
}
