package multvae.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonTest {

    record Point(String name, int x, Map<String, Integer> counts) {}

    @TempDir
    private Path root;

    private static Point point() {
        Map<String, Integer> counts = new LinkedHashMap<>();
        counts.put("b", 2);
        counts.put("a", 1);
        return new Point("é", 7, counts);
    }

    @Test
    void a_record_is_written_in_the_order_of_its_components_and_a_map_in_its_own() throws IOException {
        String line = "{\"name\":\"é\",\"x\":7,\"counts\":{\"b\":2,\"a\":1}}";
        assertThat(Json.line(point())).isEqualTo(line);
        assertThat(Json.bytes(point())).isEqualTo(line.getBytes(StandardCharsets.UTF_8));
        assertThat(Json.parse(line, Point.class)).isEqualTo(point());
    }

    @Test
    void indented_text_has_no_line_feed_at_its_end_and_reads_as_the_same() throws IOException {
        String text = Json.indented(point());
        assertThat(text.lines().toList()).hasSize(8).contains("  \"x\" : 7,").endsWith("}");
        assertThat(text).endsWith("}");
        assertThat(Json.parse(text, Point.class)).isEqualTo(point());
    }

    /** Another process, on a system whose line ends are others. */
    static final class Elsewhere {
        public static void main(String[] arguments) throws IOException {
            System.out.write(Json.indented(point()).getBytes(StandardCharsets.UTF_8));
            System.out.flush();
        }
    }

    @Test
    void lines_end_with_a_line_feed_whatever_the_system_uses() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dline.separator=\r\n",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Elsewhere.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        byte[] text = process.getInputStream().readAllBytes();
        assertThat(process.waitFor()).isZero();
        assertThat(new String(text, StandardCharsets.UTF_8)).isEqualTo(Json.indented(point()));
    }

    @Test
    void canonical_text_depends_on_the_values_alone_and_not_on_the_order_of_a_map() throws IOException {
        assertThat(Json.canonical(point().counts())).isEqualTo("{\"a\":1,\"b\":2}");
        assertThat(Json.canonical(Map.of("k", List.of(0.5, 1L, "x", true)))).isEqualTo("{\"k\":[0.5,1,\"x\",true]}");
        // A value from a file and the same one from the code.
        Map<?, ?> read = Json.parse("{\"b\":[1,2.5],\"a\":{\"d\":4,\"c\":3}}", Map.class);
        assertThat(Json.canonical(read))
                .isEqualTo(Json.canonical(Map.of("a", Map.of("c", 3, "d", 4), "b", List.of(1, 2.5))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "7",
                "{\"name\":\"a\",\"x\":1,\"x\":2}",
                "{\"name\":\"a\",\"x\":null}",
                "{\"name\":\"a\",\"x\":1} {}",
                "{\"name\":\"a\",\"x\":\"one\"}",
                "{\"name\":\"a\",\"x\":99999999999}",
                "{\"name\":\"a\",\"x\":1,\"y\":2}"
            })
    void what_is_not_exactly_the_type_is_refused(String text) throws IOException {
        assertThatThrownBy(() -> Json.parse(text, Point.class)).isInstanceOf(JsonProcessingException.class);
        Path file = Files.writeString(root.resolve("point.json"), text);
        assertThatThrownBy(() -> Json.read(file, Point.class, "a point", "draw it again"))
                .isInstanceOfSatisfying(UserError.class, e -> {
                    assertThat(e.where()).startsWith(file.toString());
                    assertThat(e.expected()).isEqualTo("a point");
                    assertThat(e.found()).isNotBlank().doesNotContainPattern("\\p{Cntrl}");
                    assertThat(e.remedy()).isEqualTo("draw it again");
                });
    }

    @Test
    void an_error_in_a_file_names_its_line() throws IOException {
        Path file = Files.writeString(root.resolve("point.json"), "{\n  \"name\": \"a\",\n  \"x\": one\n}");
        assertThatThrownBy(() -> Json.read(file, Point.class, "a point", "draw it again"))
                .isInstanceOfSatisfying(
                        UserError.class, e -> assertThat(e.where()).isEqualTo(file + ":3"));
    }

    @Test
    void a_missing_file_and_a_null_are_errors_too() throws IOException {
        Path none = root.resolve("none.json");
        assertThatThrownBy(() -> Json.read(none, Point.class, "a point", "draw it again"))
                .isInstanceOf(UserError.class)
                .hasMessage(none + ": expected a file, found nothing; check the path");
        Path file = Files.writeString(root.resolve("point.json"), "null");
        assertThatThrownBy(() -> Json.read(file, Point.class, "a point", "draw it again"))
                .isInstanceOf(UserError.class)
                .hasMessage(file + ": expected a point, found null; draw it again");
    }
}
