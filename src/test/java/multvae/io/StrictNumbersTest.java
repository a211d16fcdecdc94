package multvae.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class StrictNumbersTest {

    @ParameterizedTest
    @CsvSource({"0, 0", "7, 7", "9223372036854775807, 9223372036854775807", "1000000000000000000, 1000000000000000000"})
    void a_whole_number_is_read(String text, long number) {
        assertThat(StrictNumbers.wholeNumber(text)).isEqualTo(number);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "007",
                "-1",
                "+1",
                "1.0",
                " 1",
                "1 ",
                "x",
                "9223372036854775808",
                "9999999999999999999",
                "18446744073709551616",
                "99999999999999999999",
                "\u0661"
            })
    void other_text_is_no_whole_number(String text) {
        assertThat(StrictNumbers.wholeNumber(text)).isNegative();
    }

    @Test
    void a_decimal_number_is_the_double_that_java_reads() {
        Random random = new Random(1);
        for (int k = 0; k < 100_000; k++) {
            String text = String.format(
                    Locale.ROOT,
                    "%." + random.nextInt(15) + "f",
                    Math.pow(10, random.nextInt(16) - 4) * random.nextDouble());
            assertThat(StrictNumbers.decimal(text)).as(text).isEqualTo(Double.parseDouble(text));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"4", "4.", ".5", "0.1", "00.5", "-4.5", "+1e-3", "123456789.012345", "99999999999999999999"})
    void the_ways_to_write_a_number(String text) {
        assertThat(StrictNumbers.decimal(text)).isEqualTo(Double.parseDouble(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "1.2.3", "Infinity", "NaN", "4d", "0x1p2", "four", "1 ", "1,5", "-", "1e"})
    void other_text_is_not_a_number(String text) {
        assertThat(StrictNumbers.decimal(text)).isNaN();
    }
}
