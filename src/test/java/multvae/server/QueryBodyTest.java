package multvae.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import multvae.server.ApiError.Code;
import multvae.serving.Query;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class QueryBodyTest {

    private static Query read(String body) {
        return QueryBody.read(body.getBytes(StandardCharsets.UTF_8), Limits.DEFAULT);
    }

    private static String ids(int count) {
        return IntStream.range(0, count).mapToObj(String::valueOf).collect(Collectors.joining(",", "[", "]"));
    }

    @Test
    void every_field_goes_to_its_place() {
        assertThat(
                        read(
                                "{\"explain\":true,\"only\":[5],\"exclude\":[-4],\"top\":3,\"likes\":[2,1],\"includeSeen\":true}"))
                .isEqualTo(new Query(List.of("2", "1"), 3, List.of("-4"), Optional.of(List.of("5")), true, true));
        assertThat(read("{\"includeSeen\":true}").explain()).isFalse();
        assertThat(read("{\"explain\":true}").includeSeen()).isFalse();
    }

    @Test
    void an_empty_object_asks_for_the_ten_most_popular() {
        assertThat(read("{}")).isEqualTo(Query.of(List.of(), 10));
    }

    @Test
    void the_last_values_within_the_bounds_are_taken() {
        assertThat(read("{\"likes\":" + ids(1000) + ",\"top\":1000}").likes()).hasSize(1000);
        assertThat(read("{\"likes\":" + ids(200) + ",\"explain\":true}").likes())
                .hasSize(200);
        assertThat(read("{\"top\":1}").top()).isEqualTo(1);
        assertThat(read("{\"likes\":[9223372036854775807]}").likes()).containsExactly("9223372036854775807");
        assertThat(read("{\"likes\":[260,\"260\",\"B00X\",9223372036854775808]}")
                        .likes())
                .containsExactly("260", "260", "B00X", "9223372036854775808");
    }

    @Test
    void the_first_values_beyond_the_bounds_are_refused() {
        assertRefused("{\"likes\":" + ids(1001) + "}", Code.INVALID_VALUE, "likes");
        assertRefused("{\"likes\":" + ids(201) + ",\"explain\":true}", Code.INVALID_VALUE, "likes");
        assertRefused("{\"explain\":true,\"likes\":" + ids(201) + "}", Code.INVALID_VALUE, "likes");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"top\":0} | INVALID_VALUE | top",
                "{\"top\":1001} | INVALID_VALUE | top",
                "{\"top\":4294967297} | INVALID_VALUE | top",
                "{\"top\":99999999999999999999} | INVALID_VALUE | top",
                "{\"top\":1.0} | INVALID_VALUE | top",
                "{\"top\":1e1} | INVALID_VALUE | top",
                "{\"top\":\"3\"} | INVALID_VALUE | top",
                "{\"top\":null} | INVALID_VALUE | top",
                "{\"likes\":7} | INVALID_VALUE | likes",
                "{\"likes\":[\"\"]} | INVALID_VALUE | likes",
                "{\"likes\":[null]} | INVALID_VALUE | likes",
                "{\"likes\":[[7]]} | INVALID_VALUE | likes",
                "{\"exclude\":{}} | INVALID_VALUE | exclude",
                "{\"only\":[]} | INVALID_VALUE | only",
                "{\"top\":true} | INVALID_VALUE | top",
                "{\"top\":\"\"} | INVALID_VALUE | top",
                "{\"likes\":null} | INVALID_VALUE | likes",
                "{\"likes\":\"\"} | INVALID_VALUE | likes",
                "{\"likes\":[1.0]} | INVALID_VALUE | likes",
                "{\"likes\":[true]} | INVALID_VALUE | likes",
                "{\"only\":null} | INVALID_VALUE | only",
                "{\"explain\":1} | INVALID_VALUE | explain",
                "{\"explain\":null} | INVALID_VALUE | explain",
                "{\"explain\":\"\"} | INVALID_VALUE | explain",
                "{\"includeSeen\":\"true\"} | INVALID_VALUE | includeSeen",
                "{\"like\":[1]} | UNKNOWN_FIELD | like",
                "{\"Likes\":[1]} | UNKNOWN_FIELD | Likes",
                "{\"like\":{\"a\":[[[[[[[[[[[[1]]]]]]]]]]]]}} | UNKNOWN_FIELD | like",
                "{\"likes\":[1],\"likes\":[2]} | INVALID_VALUE | likes",
                "{\"top\":1,\"likes\":[1],\"top\":1} | INVALID_VALUE | top",
                "{} {} | INVALID_JSON | ``",
                "{} x | INVALID_JSON | ``",
                "{\"likes\":[1 | INVALID_JSON | ``",
                "{\"likes\":[1,]} | INVALID_JSON | ``",
                "{\"top\":01} | INVALID_JSON | ``",
                "\"\" | INVALID_JSON | ``",
                "7 | INVALID_JSON | ``",
                "{\"likes\":[1] | INVALID_JSON | ``",
                "[] | INVALID_JSON | ``",
                "null | INVALID_JSON | ``",
                "{'likes':[]} | INVALID_JSON | ``",
                "{\"top\":NaN} | INVALID_JSON | ``",
            })
    void what_is_not_a_query_is_refused_with_its_field(String body, Code code, String field) {
        assertRefused(body, code, field);
    }

    @Test
    void numbers_and_names_of_any_length_are_refused_and_do_not_break_the_reader() {
        for (int digits : new int[] {33, 40, 990}) {
            String number = "9".repeat(digits);
            assertRefused("{\"top\":" + number + "}", Code.INVALID_VALUE, "top");
            assertRefused("{\"top\":-" + number + "}", Code.INVALID_VALUE, "top");
            assertRefused("{\"top\":" + number + ".5}", Code.INVALID_VALUE, "top");
        }
        assertRefused("{\"top\":" + "9".repeat(60_000) + "}", Code.INVALID_JSON, "");
        assertRefused("{\"" + "k".repeat(65) + "\":1}", Code.UNKNOWN_FIELD, "k".repeat(40) + "...");
        assertRefused("{\"likes\":[1],\"" + "k".repeat(60_000) + "\":1}", Code.INVALID_JSON, "");
        String pair = "\ud83d\ude00"; // no half of it is a character
        assertRefused("{\"" + "k".repeat(39) + pair + "\":1}", Code.UNKNOWN_FIELD, "k".repeat(39) + "...");
        assertRefused("{\"" + "k".repeat(38) + pair + "k\":1}", Code.UNKNOWN_FIELD, "k".repeat(38) + pair + "...");
    }

    @Test
    void an_empty_body_and_other_encodings_are_no_json() {
        assertRefused("", Code.INVALID_JSON, "");
        assertRefused(new byte[] {'{', '"', (byte) 0xC0, (byte) 0x80, '"', ':', '1', '}'}, Code.INVALID_JSON, "");
        assertRefused("{}".getBytes(StandardCharsets.UTF_16LE), Code.INVALID_JSON, "");
        assertRefused("[".repeat(60_000), Code.INVALID_JSON, "");
        assertRefused("{\"likes\":" + "[".repeat(60_000), Code.INVALID_VALUE, "likes");
    }

    private static void assertRefused(String body, Code code, String field) {
        assertRefused(body.getBytes(StandardCharsets.UTF_8), code, field);
    }

    private static void assertRefused(byte[] body, Code code, String field) {
        assertThatThrownBy(() -> QueryBody.read(body, Limits.DEFAULT)).isInstanceOfSatisfying(ApiError.class, error -> {
            assertThat(error.code()).isEqualTo(code);
            assertThat(error.field()).isEqualTo(field);
        });
    }
}
