package multvae.io;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileNotFoundException;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class PrintableTest {

    /** By what Unicode says of a character, not by our own ranges: Cc, Zl, Zp, Cs, and the classes of bidirectional control. */
    private static boolean isUnsafe(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
                true;
            default ->
                switch (Character.getDirectionality(codePoint)) {
                    case Character.DIRECTIONALITY_LEFT_TO_RIGHT_EMBEDDING,
                            Character.DIRECTIONALITY_RIGHT_TO_LEFT_EMBEDDING,
                            Character.DIRECTIONALITY_LEFT_TO_RIGHT_OVERRIDE,
                            Character.DIRECTIONALITY_RIGHT_TO_LEFT_OVERRIDE,
                            Character.DIRECTIONALITY_POP_DIRECTIONAL_FORMAT,
                            Character.DIRECTIONALITY_LEFT_TO_RIGHT_ISOLATE,
                            Character.DIRECTIONALITY_RIGHT_TO_LEFT_ISOLATE,
                            Character.DIRECTIONALITY_FIRST_STRONG_ISOLATE,
                            Character.DIRECTIONALITY_POP_DIRECTIONAL_ISOLATE -> true;
                    default -> false;
                };
        };
    }

    @Test
    void of_all_of_unicode_exactly_what_a_terminal_may_obey_is_replaced() {
        IntStream.rangeClosed(0, Character.MAX_CODE_POINT).forEach(codePoint -> {
            String text = "a" + Character.toString(codePoint) + "b";
            boolean unsafe = isUnsafe(codePoint);
            assertThat(Printable.oneLine(text)).as("U+%04X", codePoint).isEqualTo(unsafe ? "a?b" : text);
            assertThat(Printable.isOneLine(text)).isEqualTo(!unsafe);
        });
    }

    @Test
    void the_ranges_that_a_terminal_and_a_reader_are_fooled_by_are_all_there() {
        IntStream.of(0, 0x1B, 0x1F, 0x7F, 0x80, 0x9B, 0x9F, 0x202A, 0x202E, 0x2066, 0x2069, 0x2028, 0x2029)
                .forEach(codePoint -> assertThat(Printable.oneLine(Character.toString(codePoint)))
                        .isEqualTo("?"));
    }

    @Test
    void a_run_of_them_is_one_question_mark_and_whole_pairs_stay() {
        assertThat(Printable.oneLine("x\u001b\u009b\r\n\u202ey\ud83d\ude00z")).isEqualTo("x?y\ud83d\ude00z");
        assertThat(Printable.oneLine("\ud83dx\ude00")).isEqualTo("?x?");
        assertThat(Printable.oneLine("")).isEmpty();
    }

    @Test
    void lines_keep_line_ends_and_tabs_but_no_lone_carriage_return() {
        assertThat(Printable.lines("a\n\tb\r\nc\rd\u001b[2J")).isEqualTo("a\n\tb\r\nc?d?[2J");
    }

    @Test
    void half_a_pair_makes_a_text_ill_formed() {
        assertThat(Printable.isWellFormed("a\ud83d\ude00\u0000\u202e")).isTrue();
        assertThat(List.of("\ud83d", "a\ude00", "\ude00\ud83d")).noneMatch(Printable::isWellFormed);
    }

    @Test
    void json_escapes_them_and_means_the_same() throws Exception {
        String text = IntStream.rangeClosed(0, 0x2FFF)
                        .filter(codePoint -> !Character.isSurrogate((char) codePoint))
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                + "\ud83d\ude00";
        for (String json : List.of(Json.line(List.of(text)), Json.indented(List.of(text)))) {
            assertThat(Printable.isOneLine(json)).isTrue();
            assertThat(new ObjectMapper().readTree(json).get(0).textValue()).isEqualTo(text);
        }
        assertThat(Json.line("\ud83d")).isEqualTo("\"\\ud83d\"");
        assertThat(Json.line("Amélie")).isEqualTo("\"Amélie\"");
    }

    @Test
    void an_error_is_one_line_whatever_it_names() {
        UserError error = new UserError("a\u001b]0;x\u0007", "b\u2028", "c\u202e", "d\nfake: line");
        assertThat(error).hasMessage("a?]0;x?: expected b?, found c?; d?fake: line");
        assertThat(error.where()).isEqualTo("a?]0;x?");
        assertThat(IoReason.of(new FileNotFoundException("/a (1)/\n (2).zip (Permission denied\u009b2J)")))
                .isEqualTo("Permission denied?2J");
        assertThat(IoReason.of(new FileNotFoundException("/a"))).isEqualTo("/a");
        assertThat(IoReason.of(new FileSystemException("file", null, "\u009b2J")))
                .isEqualTo("?2J");
        assertThat(TextFile.quote("\u2067" + "x".repeat(100))).isEqualTo("\"?" + "x".repeat(59) + "…\"");
    }
}
