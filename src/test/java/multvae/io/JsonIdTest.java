package multvae.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonIdTest {

    private record Row(@JsonId String id, @JsonId.OfEach List<String> ids) {}

    @Test
    void a_whole_number_that_every_reader_holds_is_a_number_and_other_text_a_string() throws JsonProcessingException {
        Row row = new Row("260", List.of("B00X", "007", "-3", "9007199254740991", "9007199254740992", "0"));
        String json = "{\"id\":260,\"ids\":[\"B00X\",\"007\",\"-3\",9007199254740991,\"9007199254740992\",0]}";
        assertThat(Json.line(row)).isEqualTo(json);
        assertThat(Json.parse(json, Row.class)).isEqualTo(row);
    }

    @Test
    void a_number_and_the_same_number_in_quotes_are_one_id() throws JsonProcessingException {
        assertThat(Json.parse("{\"id\":\"260\",\"ids\":[260]}", Row.class)).isEqualTo(new Row("260", List.of("260")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"\"", "2.0", "1e3", "true", "{}", "[1]"})
    void anything_else_is_no_id(String value) {
        assertThatThrownBy(() -> Json.parse("{\"id\":" + value + ",\"ids\":[]}", Row.class))
                .isInstanceOf(JsonProcessingException.class);
        assertThatThrownBy(() -> Json.parse("{\"id\":1,\"ids\":[" + value + "]}", Row.class))
                .isInstanceOf(JsonProcessingException.class);
    }
}
