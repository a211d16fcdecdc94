package multvae.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AxisTest {

    private static List<String> labels(Axis axis) {
        return axis.ticks().stream().map(axis::label).toList();
    }

    @Test
    void ticks_are_round_numbers_with_the_decimals_that_they_need() {
        assertThat(labels(Axis.rounded(0.13, 0.38, 0, 100, 5)))
                .containsExactly("0.10", "0.15", "0.20", "0.25", "0.30", "0.35", "0.40");
        assertThat(labels(Axis.rounded(0, 2310, 0, 100, 5)))
                .containsExactly("0", "500", "1,000", "1,500", "2,000", "2,500");
        assertThat(labels(Axis.rounded(-0.1032, 0.08, 0, 100, 4)))
                .containsExactly("\u22120.15", "\u22120.10", "\u22120.05", "0.00", "0.05", "0.10");
    }

    @Test
    void epochs_are_whole_numbers_however_few_there_are() {
        assertThat(labels(Axis.whole(1, 3, 0, 100, 5))).containsExactly("1", "2", "3");
        assertThat(labels(Axis.whole(1, 1, 0, 100, 5))).containsExactly("0", "1", "2");
        assertThat(labels(Axis.whole(1, 200, 0, 100, 5))).containsExactly("50", "100", "150", "200");
    }

    @Test
    void a_value_is_where_its_proportion_is() {
        Axis down = Axis.rounded(0, 10, 200, 0, 5);
        assertThat(down.at(0)).isEqualTo(200);
        assertThat(down.at(2.5)).isEqualTo(150);
        assertThat(down.at(10)).isZero();
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "0.5, 0.5", "-3, -3", "1e300, 1e300", "1e-12, 2e-12", "5e7, 9e8", "0, 1e12"})
    void every_range_has_a_few_ticks_that_differ_and_whose_labels_fit(double low, double high) {
        Axis axis = Axis.labelled(ticks -> Axis.rounded(low, high, 50, 370, ticks), 5);
        assertThat(labels(axis)).hasSizeBetween(2, 12).doesNotHaveDuplicates();
        assertThat(axis.at(low)).isBetween(50.0, 370.0);
        assertThat(axis.at(high)).isBetween(50.0, 370.0);
    }
}
