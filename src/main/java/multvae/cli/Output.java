package multvae.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import multvae.inspect.View;

/** A view on the terminal: text for people, JSON for programs. */
final class Output {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private Output() {}

    static void print(View view, boolean json) throws JsonProcessingException {
        if (json) {
            System.out.println(JSON.writeValueAsString(view.data()));
        } else {
            view.lines().forEach(System.out::println);
        }
    }
}
