package multvae.io;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TimestampsTest {

    /** The seconds are those of {@code date -u -d TEXT +%s}. */
    @ParameterizedTest
    @CsvSource({
        "2009-05-04T23:08:57Z, 1241478537",
        "2018-07-07 22:09:11, 1531001351",
        "2011-12-01, 1322697600",
        "2011-12-01 08:26, 1322727960",
        "2020-02-29T23:59:59+02:00, 1583013599",
        "1969-12-31 23:59:59, -1",
        "1241478537, 1241478537",
        "1241478537000, 1241478537",
        "1241478537000000, 1241478537",
        "1241478537000000000, 1241478537",
        "99999999999, 99999999999",
        "100000000000, 100000000",
        "99999999999000, 99999999999",
        "100000000000000, 100000000",
        "99999999999000000, 99999999999",
        "100000000000000000, 100000000",
        "9999-12-31, 253402214400",
        "0001-01-01, -62135596800",
        "0000-02-29, -62162121600",
        "2000-02-29, 951782400",
        "-5, -5"
    })
    void a_time_is_a_number_or_a_date(String text, long seconds) {
        assertThat(Timestamps.parse(text)).hasValue(1_000_000 * seconds);
    }

    @Test
    void parts_of_a_second_are_kept() {
        assertThat(Timestamps.parse("1970-01-01T00:00:01.250Z")).hasValue(1_250_000);
        assertThat(Timestamps.parse("1.25")).hasValue(1_250_000);
        assertThat(Timestamps.parse("+294247-01-10T04:00:54.775807Z")).hasValue(Long.MAX_VALUE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "yesterday",
                "12/1/2010 8:26",
                "2020-13-01",
                "2021-02-29",
                "2021-02-30",
                "2021-04-31T10:00Z",
                "NaN",
                "1e300",
                "2020-01-01T25:00",
                "+294247-01-10T04:00:54.775808Z",
                "+999999999-01-01",
                "-999999999-01-01"
            })
    void anything_else_is_none(String text) {
        assertThat(Timestamps.parse(text)).isEmpty();
    }
}
