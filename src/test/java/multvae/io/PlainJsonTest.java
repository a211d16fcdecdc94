package multvae.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PlainJsonTest {

    @Test
    void values_come_as_javas_own() throws IOException {
        Map<String, Object> nested = new HashMap<>();
        nested.put("c", null);
        nested.put("d", true);
        assertThat(PlainJson.parse(" {\"a\": [1, 2147483648, 0.5, \"x\"], \"b\": {\"c\": null, \"d\": true}} "))
                .isEqualTo(Map.of("a", List.of(1, 2147483648L, 0.5, "x"), "b", nested));
        assertThat(PlainJson.parse("18446744073709551616")).isEqualTo(new BigInteger("18446744073709551616"));
    }

    /** So that a file that one has sealed opens with the other. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"b\":1,\"a\":{\"z\":[],\"y\":{}},\"B\":null}",
                "[0,-0,-0.0,1.0,1e-7,0.1,123456789.125,1E300,-2147483649,9223372036854775807,99999999999999999999]",
                "[\"\\u0000\\n\\\"\\\\/\\u00e4\\ud83d\\ude00\\u2028\",true,false]",
                "\"text\""
            })
    void canonical_text_is_what_jackson_writes(String text) throws IOException {
        assertThat(PlainJson.canonical(PlainJson.parse(text)))
                .isEqualTo(Json.canonical(new ObjectMapper().readTree(text)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "{", "{}{}", "[1,]", "{\"a\":1,\"a\":2}", "{a:1}", "NaN", "01", "]", "{\"a\"}"})
    void anything_but_one_value_is_refused(String text) {
        assertThatThrownBy(() -> PlainJson.parse(text)).isInstanceOf(IOException.class);
    }

    @Test
    void a_deep_text_is_refused_and_not_a_stack_overflow() {
        char[] open = new char[100_000];
        Arrays.fill(open, '[');
        assertThatThrownBy(() -> PlainJson.parse(new String(open))).isInstanceOf(IOException.class);
    }
}
