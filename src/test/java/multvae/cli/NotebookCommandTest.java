package multvae.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import multvae.training.StopRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NotebookCommandTest {

    private static final String LATIN = "/// Caf\u00e9\nint a = 1;\n";

    @TempDir
    private Path directory;

    private String error(String... arguments) {
        try (ErrorLog log = new ErrorLog()) {
            assertThat(Commands.execute(new StopRequest(), arguments)).isEqualTo(Failures.USER_ERROR);
            return log.errors();
        }
    }

    @Test
    void a_script_or_an_output_that_is_not_in_utf_8_is_named() throws IOException {
        Path script = directory.resolve("a.jsh");
        Path output = directory.resolve("a.md");
        Files.writeString(script, LATIN, StandardCharsets.ISO_8859_1);
        assertThat(error("notebook", script.toString()))
                .isEqualTo(script + ": expected text in UTF-8, found other bytes; save it as UTF-8");
        Files.writeString(script, LATIN);
        Files.writeString(output, LATIN, StandardCharsets.ISO_8859_1);
        assertThat(error("notebook", script.toString(), "--check"))
                .isEqualTo(output + ": expected text in UTF-8, found other bytes; save it as UTF-8");
    }
}
