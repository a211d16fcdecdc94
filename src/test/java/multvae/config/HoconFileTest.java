package multvae.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import multvae.io.UserError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HoconFileTest {

    @TempDir
    Path directory;

    @Test
    void a_missing_file_a_directory_and_bytes_that_are_not_utf_8_are_one_line_each() throws IOException {
        String remedy = "; name a HOCON file such as conf/quickstart.conf";

        assertMessage(
                Path.of("nowhere/x.conf"),
                "nowhere/x.conf: expected a configuration file, found no such file" + remedy);
        assertMessage(Path.of("src"), "src: expected a file, found a directory; name the file in it");
        Path latin1 = Files.write(directory.resolve("latin1.conf"), new byte[] {'#', (byte) 0xE9, '\n'});
        assertMessage(latin1, latin1 + ": expected text in UTF-8, found other bytes; save it as UTF-8");
    }

    @Test
    void a_byte_order_mark_and_windows_line_ends_do_no_harm() throws IOException {
        Path file = Files.writeString(
                directory.resolve("w.conf"), "\uFEFFtrain.epochs = 5\r\nmodel.weightPenalty = 0.1\r\n");

        assertThat(HoconFile.parse(file, Reference.load(), new Sources(false)).getInt("train.epochs"))
                .isEqualTo(5);
        assertThat(HoconFile.parse(file, Reference.load(), new Sources(false)).getDouble("model.weightPenalty"))
                .isEqualTo(0.1);
    }

    @Test
    void an_included_file_is_looked_for_beside_the_including_one_and_named_for_its_own_mistakes() throws IOException {
        LoadedText text = new LoadedText(directory);
        Files.createDirectory(directory.resolve("sub"));
        text.write("sub/base.conf", "include \"deep.conf\"\ntrain.epochs = many\ntrain.batchSize = 3");
        text.write("sub/deep.conf", "data.dataset = ml-1m\n\nmodel.weightPenalty = -3");

        assertThat(text.problems("include \"sub/base.conf\"\ntrain.batchSize = 4", Map.of()))
                .extracting(line -> line.substring(0, line.indexOf(": expected")))
                .containsExactly("sub/base.conf:2: train.epochs", "sub/deep.conf:3: model.weightPenalty");
    }

    @Test
    void what_follows_an_include_stands_over_it() {
        LoadedText text = new LoadedText(directory);
        text.write("base.conf", "data.dataset = ml-1m\ntrain { epochs = 3, batchSize = 3 }");

        TrainSettings train = text.load("include file(\"base.conf\")\ntrain.epochs = 4", Map.of())
                .train();

        assertThat(train.epochs()).isEqualTo(4);
        assertThat(train.batchSize()).isEqualTo(3);
    }

    @Test
    void an_include_of_anything_but_a_file_that_is_there_is_an_error() {
        LoadedText text = new LoadedText(directory);
        text.write("bad.conf", "a = 1\nb = }");
        text.write("cycle.conf", "\ninclude \"x.conf\"");

        assertThat(text.problems("\ninclude \"bsae.conf\"", Map.of()))
                .containsExactly("x.conf:2: expected an include of a file, found no file bsae.conf; correct its name");
        assertThat(text.problems("include \"multvae/reference.conf\"", Map.of()))
                .hasSize(1);
        assertThat(text.problems("include classpath(\"a.conf\")", Map.of()))
                .containsExactly(
                        "x.conf:1: expected an include of a file, found one from the classpath; include a file");
        assertThat(text.problems("include url(\"http://localhost/a.conf\")", Map.of()))
                .containsExactly("x.conf:1: expected an include of a file, found one of an address; include a file");
        assertThat(text.problems("include required(\"bad.conf\")", Map.of()))
                .containsExactly("bad.conf:2: expected HOCON, found a mistake; correct it; --trust-config says more");
        assertThat(text.problems("include \"cycle.conf\"", Map.of()))
                .containsExactly(
                        "cycle.conf:2: expected an include of another file, found one of x.conf itself; remove it");
    }

    private static void assertMessage(Path file, String message) {
        assertThatThrownBy(() -> HoconFile.parse(file, Reference.load(), new Sources(false)))
                .isInstanceOf(UserError.class)
                .hasMessage(message);
    }
}
